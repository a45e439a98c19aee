import Columnar

// Demand, backlog and speed.
extension MetricTable {
  static let demand = [
    Metric(
      "created", "Tickets created", .count, good: .neither, .total(created), version: 2,
      """
      Tickets by the time they were opened, without those that agents opened: those with `direction: \
      outbound`, or with an event `created` by an agent.
      """),
    Metric(
      "created.outbound", "Tickets opened by agents", .count, good: .neither,
      .total(opened.with(FieldTest("direction", .isAny(of: ["outbound"])))),
      """
      Tickets that agents opened, by that time. They count in the backlog, in solves and in \
      resolution, but not in first response, SLA and one touch.
      """),
    Metric(
      "solved", "Tickets solved", .count, good: .neither, .total(solvedOnce), version: 2,
      """
      Tickets with a solve in the period, each once, however often it was solved. A ticket without a \
      solve time was solved when it was closed, and the value is marked `from_closed`.
      """),
  ]

  // MARK: Backlog

  private static let standing = Measure(.spell, .standing(from: "from", until: "until"))

  private static func entered(_ how: String) -> Measure {
    Measure(.spell, .at("from"), .one, [FieldTest("entered", .isAny(of: [how]))])
  }

  private static func left(_ how: String) -> Measure {
    Measure(.spell, .at("until"), .one, [FieldTest("left", .isAny(of: [how]))])
  }

  /// What only events can tell.
  private static let byEvents = present("from_events")

  private static func aged(_ tests: FieldTest...) -> Measure {
    standing.with([present("created")]).with(tests)
  }

  /// Days of the backlog's age bands, from and to.
  private static let bands: [(id: String, label: String, from: Int64, to: Int64?)] = [
    ("d0_1", "0–1 day", 0, 2), ("d2_3", "2–3 days", 2, 4), ("d4_7", "4–7 days", 4, 8),
    ("d8_14", "8–14 days", 8, 15), ("d15_30", "15–30 days", 15, 31),
    ("d30_plus", "over 30 days", 31, nil),
  ]

  static let backlog =
    [
      Metric(
        "backlog", "Backlog", .count, good: .down, .total(standing), version: 2,
        """
        Tickets unsolved at the end of the period: opening + created + reopened + restored + moved − \
        solved − removed = closing. Where events tell, a ticket stands with the team and the priority \
        of that moment, and one that was merged or deleted later stood until then. Without events a \
        ticket that is open again though it has a solve time counts as reopened in the period of that \
        solve, one without a solve time as solved when it was closed, one that is solved or closed at \
        an unknown time is in no backlog, and removed tickets (deleted, spam, test, merged) are \
        left out throughout.
        """),
      Metric(
        "backlog.opening", "Opening backlog", .count, good: .neither, .opening(standing),
        version: 2,
        "The backlog at the end of the period before."
      ).detail,
      Metric(
        "backlog.created", "New in the backlog", .count, good: .neither, .total(entered("created")),
        version: 2,
        """
        Tickets that entered the backlog by being opened in the period; with those that were merged \
        or deleted later, without those that were solved or closed at an unknown time.
        """
      ).detail,
      Metric(
        "backlog.reopened", "Reopened", .count, good: .down, .total(entered("reopened")),
        """
        Times that a solved ticket went back to work in the period; without events, tickets with a \
        solve in the period that are open again in the latest export.
        """
      ).detail,
      Metric(
        "backlog.restored", "Restored", .count, good: .neither,
        .total(entered("restored").with(byEvents)),
        "Deleted or merged tickets that came back unsolved in the period."
      ).detail,
      Metric(
        "backlog.solved", "Left the backlog solved", .count, good: .neither, .total(left("solved")),
        version: 2,
        """
        Solves in the period; without events also the closes of tickets without a solve time, and the \
        value is marked `from_closed`.
        """
      ).detail,
      Metric(
        "backlog.removed", "Removed from the backlog", .count, good: .neither,
        .total(left("removed").with(byEvents)),
        "Unsolved tickets that were merged or deleted in the period, as events report."
      ).detail,
      Metric(
        "backlog.moved", "Moved in, less moved out", .count, good: .neither,
        .total([entered("moved").with(byEvents)], less: [left("moved").with(byEvents)]),
        """
        Unsolved tickets that came from another team, priority or agent in the period, less those \
        that went to another, as events tell; zero for the whole.
        """
      ).detail,
      Metric(
        "backlog_age.median", "Age of the backlog, median", .seconds, good: .down,
        .quantile(aged().of(.age("created")), q: 0.5),
        "The median time from creation to the end of the period, over the backlog; calendar time."),
      Metric(
        "backlog_age.over_7d", "Backlog older than 7 days", .share, good: .down,
        share(aged(FieldTest("age", .compares(.greater, 7 * day))), standing),
        "Tickets of the backlog that were opened more than 7 days before its date ÷ backlog."),
    ]
    + bands.map { band in
      var tests = [FieldTest("age", .compares(.atLeast, band.from * day))]
      if let to = band.to { tests.append(FieldTest("age", .compares(.less, to * day))) }
      return Metric(
        "backlog_age.\(band.id)", "Backlog aged \(band.label)", .count, good: .neither,
        .total(aged().with(tests)),
        "Tickets of the backlog whose age in whole days is \(band.label)."
      ).detail
    }
    + [
      Metric(
        "backlog_per_agent", "Backlog per agent", .number, good: .down,
        .perDistinct(
          standing,
          [
            solves.with(present("agent")).of(.field("agent")),
            Measure(.reply, .at("replied"), .field("replier"), [present("replier")]),
          ]),
        """
        The backlog at the end of the period ÷ agents who solved a ticket or replied to one in it.
        """)
    ]

  // MARK: Speed

  private static func answered(_ which: String) -> Measure {
    Measure(
      .reply, .at("replied"), .difference("replied", "asked"),
      [flag(which), FieldTest("replied", .comparesField(.atLeast, "asked"))])
  }

  private static let firstReplies = answered("is_first").with(inward)

  private static let resolved = Measure(
    .solve, .at("solved"), .difference("solved", "created"),
    [flag("is_last"), FieldTest("solved", .comparesField(.atLeast, "created"))])

  private static func business(_ measure: Measure) -> Measure {
    measure.with(present("business_seconds")).of(.field("business_seconds"))
  }

  /// Median and 90th percentile of a duration, in calendar and in business time.
  private static func speeds(
    _ id: String, _ label: String, _ measure: Measure, version: Int = 1, _ definition: String
  ) -> [Metric] {
    let forms: [(suffix: String, words: String, measure: Measure, clock: String)] = [
      ("", "", measure, "Calendar time."),
      (
        ".business", ", business hours", business(measure),
        """
        Business time of the calendar of the ticket's team; tickets that no calendar serves are left \
        out.
        """
      ),
    ]
    return forms.flatMap { form in
      [
        Metric(
          "\(id).median\(form.suffix)", "\(label), median\(form.words)", .seconds, good: .down,
          .quantile(form.measure, q: 0.5), version: version,
          "The median of \(definition) \(form.clock)"),
        Metric(
          "\(id).p90\(form.suffix)", "\(label), 90th percentile\(form.words)", .seconds,
          good: .down, .quantile(form.measure, q: 0.9), version: version,
          "The time within which nine of ten stayed: \(definition) \(form.clock)"),
      ]
    }
  }

  static let speed =
    speeds(
      "first_response", "First response", firstReplies, version: 2,
      """
      the time from creation to the first public human reply, by the time of the reply. Bots do not \
      stop the clock; replies dated before the ticket are left out, and tickets that agents opened.
      """)
    + [
      Metric(
        "first_response.unreplied", "Tickets without a human reply", .count, good: .down,
        .total(
          Measure(
            .reply, .at("asked"), .one,
            [flag("is_first"), FieldTest("replied", .missing), inward])),
        version: 2, evidence: knownReplies,
        """
        Tickets that customers opened in the period and to which no human has replied by the end of the data; of those whose \
        export or log records replies.
        """
      ).detail
    ]
    + speeds(
      "next_reply", "Next reply", answered("is_next"),
      """
      the time from each first unanswered message of the customer, after the first reply, to the \
      next public human reply, by the time of that reply.
      """)
    + speeds(
      "resolution", "Resolution", resolved, version: 2,
      """
      the time from creation to the last solve, by the time of that solve; to the close where no solve \
      is known. Solves dated before the ticket are left out.
      """)
    + [
      Metric(
        "requester_wait.median", "Requester's wait, median", .seconds, good: .down,
        .quantile(waited, q: 0.5),
        requesterWait),
      Metric(
        "requester_wait.p90", "Requester's wait, 90th percentile", .seconds, good: .down,
        .quantile(waited, q: 0.9),
        requesterWait),
    ]

  /// A ticket whose replies nothing records has one moment, in which only the ticket is known.
  public static let knownReplies = Metric.Evidence(
    known: Measure(.reply, .at("asked"), .one, [present("is_first"), zero("is_next"), inward]),
    unknown: Measure(.reply, .at("created"), .one, [FieldTest("is_first", .missing), inward]))

  private static let waited = resolved.with(present("wait_seconds")).of(.field("wait_seconds"))

  private static let requesterWait = """
    The time from creation to the last solve in which a ticket was new, open or on hold, not pending, \
    as events tell; calendar time, by the time of the solve.
    """
}
