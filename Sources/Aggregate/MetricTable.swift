import Columnar

/// The metrics that Deskbrief knows by itself.
public enum MetricTable {
  static let day: Int64 = 86_400
  /// The states in which a ticket waits for somebody.
  public static let openStatuses = ["new", "open", "pending", "on_hold"]
  /// The states whose tickets are left out of every figure.
  public static let leftOutStatuses = ["deleted", "spam", "merged", "test"]

  private static let created = Measure(.ticket, .at("created"))
  private static let solved = Measure(.ticket, .at("solved"))
  private static let standing = Measure(.ticket, .standing(from: "created", until: "backlog_until"))
  private static let standingAge = Measure(
    .ticket, .standing(from: "created", until: "backlog_until"), .age("created"))
  private static let csatAnswers = Measure(
    .survey, .at("responded"), .one,
    [FieldTest("satisfied", .present), FieldTest("is_latest_answer", .compares(.equal, 1))])
  private static let npsAnswers = Measure(
    .survey, .at("responded"), .one,
    [FieldTest("nps_class", .present), FieldTest("is_latest_answer", .compares(.equal, 1))])
  private static let cesAnswers = Measure(
    .survey, .at("responded"), .one,
    [FieldTest("easy", .present), FieldTest("is_latest_answer", .compares(.equal, 1))])
  private static let botTickets = created.with(FieldTest("bot_involved", .compares(.equal, 1)))

  private static func flag(_ field: String) -> FieldTest { FieldTest(field, .compares(.equal, 1)) }

  private static func duration(_ from: String, _ to: String) -> Measure {
    Measure(
      .ticket, .at(to), .difference(to, from), [FieldTest(to, .comparesField(.atLeast, from))])
  }

  private static func share(
    _ numerator: Measure, _ denominator: Measure, scale: Double = 1
  ) -> Metric.Formula { .ratio(numerator, denominator, scale: scale) }

  private static func due(_ name: String) -> Metric.Formula {
    let judged = Measure(
      .ticket, .at("\(name)_due"), .one, [FieldTest("\(name)_in_time", .present)])
    return share(judged.with(flag("\(name)_in_time")), judged)
  }

  /// Days of the backlog's age bands, from and to.
  private static let bands: [(id: String, label: String, from: Int64, to: Int64?)] = [
    ("d0_1", "0–1 day", 0, 2), ("d2_3", "2–3 days", 2, 4), ("d4_7", "4–7 days", 4, 8),
    ("d8_14", "8–14 days", 8, 15), ("d15_30", "15–30 days", 15, 31),
    ("d30_plus", "over 30 days", 31, nil),
  ]

  /// The table, in the order of the report's appendix.
  public static let builtIn: [Metric] =
    [
      Metric(
        "created", "Tickets created", .count, good: .neither, .total(created),
        "Tickets by the time they were opened."),
      Metric(
        "solved", "Tickets solved", .count, good: .neither, .total(solved),
        "Tickets by the time of their last solve."),
      Metric(
        "backlog", "Backlog", .count, good: .down, .total(standing),
        """
        Tickets unsolved at the end of the period: opening + created + reopened − solved = \
        closing. A ticket that is open again though it has a solve time counts as reopened in the \
        period of that solve; one that is closed without a solve time counts as solved when it was \
        opened. Removed tickets (deleted, spam, merged) are left out throughout.
        """),
      Metric(
        "backlog.opening", "Opening backlog", .count, good: .neither, .opening(standing),
        "The backlog at the end of the period before."),
      Metric(
        "backlog.reopened", "Reopened", .count, good: .down,
        .total(
          Measure(
            .ticket, .at("left_at"), .one,
            [FieldTest("solved", .present), FieldTest("status", .isAny(of: openStatuses))])),
        "Tickets with a solve in the period that are open again in the latest export."),
      Metric(
        "backlog.solved", "Left the backlog", .count, good: .neither,
        .total(Measure(.ticket, .at("left_at"))),
        """
        Tickets solved in the period, and tickets closed without a solve time in the period in \
        which they were opened.
        """),
      Metric(
        "backlog_age.median", "Age of the backlog, median", .seconds, good: .down,
        .quantile(standingAge, q: 0.5),
        "The median time from creation to the end of the period, over the backlog; calendar time."),
      Metric(
        "backlog_age.over_7d", "Backlog older than 7 days", .share, good: .down,
        share(
          Measure(
            .ticket, standing.attribution, .one,
            [FieldTest("age", .compares(.greater, 7 * day))]), standing),
        "Tickets of the backlog that were opened more than 7 days before its date ÷ backlog."),
    ]
    + bands.map { band in
      var tests = [FieldTest("age", .compares(.atLeast, band.from * day))]
      if let to = band.to { tests.append(FieldTest("age", .compares(.less, to * day))) }
      return Metric(
        "backlog_age.\(band.id)", "Backlog aged \(band.label)", .count, good: .neither,
        .total(Measure(.ticket, standing.attribution, .one, tests)),
        "Tickets of the backlog whose age in whole days is \(band.label).")
    }
    + [
      Metric(
        "first_response.median", "First response, median", .seconds, good: .down,
        .quantile(duration("created", "first_reply"), q: 0.5),
        """
        The median time from creation to the first public human reply; calendar time, by the time \
        of the reply. Replies dated before the ticket are left out.
        """),
      Metric(
        "first_response.p90", "First response, 90th percentile", .seconds, good: .down,
        .quantile(duration("created", "first_reply"), q: 0.9),
        "The time within which nine of ten first replies came; else as the median."),
      Metric(
        "resolution.median", "Resolution, median", .seconds, good: .down,
        .quantile(duration("created", "solved"), q: 0.5),
        """
        The median time from creation to the last solve; calendar time, by the time of the solve. \
        Solves dated before the ticket are left out.
        """),
      Metric(
        "resolution.p90", "Resolution, 90th percentile", .seconds, good: .down,
        .quantile(duration("created", "solved"), q: 0.9),
        "The time within which nine of ten solves came; else as the median."),
      Metric(
        "sla_first_reply", "First replies within SLA", .share, good: .up, due("first_reply"),
        """
        Met ÷ (met + breached), by the time the first reply was due; calendar time. Unanswered past \
        due is breached; solved without a reply before it was due, and not yet due, are left out.
        """),
      Metric(
        "sla_resolution", "Solved within SLA", .share, good: .up, due("resolution"),
        """
        Met ÷ (met + breached), by the time the solve was due; calendar time. Unsolved past due is \
        breached; not yet due is left out.
        """),
      Metric(
        "one_touch", "Solved in one touch", .share, good: .up,
        share(
          solved.with(FieldTest("replies", .compares(.equal, 1)))
            .with(FieldTest("reopens", .compares(.equal, 0))),
          solved.with(FieldTest("replies", .compares(.atLeast, 1)))),
        """
        Solved with exactly one public human reply and no reopen ÷ solved with at least one reply. \
        Reopens come from the export's counter, whenever they happened. Not the same as first \
        contact resolution.
        """),
      Metric(
        "reopen_rate", "Reopened after a solve", .share, good: .down,
        share(
          solved.with(FieldTest("reopens", .compares(.greater, 0))),
          solved.with(FieldTest("reopens", .present))),
        "Solved tickets whose reopen counter is above zero ÷ solved; from counters, not events."),
      Metric(
        "transfer_rate", "Moved between groups", .share, good: .down,
        share(
          solved.with(FieldTest("group_changes", .compares(.greater, 0))),
          solved.with(FieldTest("group_changes", .present))),
        "Solved tickets with at least one change of group after the first assignment ÷ solved."),
      Metric(
        "escalation_rate", "Escalated", .share, good: .down,
        share(Measure(.ticket, .at("escalation_at")), created),
        """
        Tickets explicitly escalated ÷ created. By the time of escalation where the export has it, \
        else by the time of creation.
        """),
      Metric(
        "handle_time", "Handle time", .seconds, good: .neither,
        share(
          Measure(
            .ticket, .at("solved"), .field("handle_seconds"),
            [FieldTest("handle_seconds", .present)]),
          solved.with(FieldTest("handle_seconds", .present))),
        "Σ handle seconds ÷ solved tickets that have them (average handle time)."),
      Metric(
        "csat", "CSAT", .share, good: .up,
        share(csatAnswers.with(flag("satisfied")), csatAnswers),
        """
        Answers of 4 and 5 ÷ all answers on five points, good ÷ (good + bad) on two; the latest \
        answer of a ticket, by the time of the answer.
        """),
      Metric(
        "csat_response_rate", "CSAT response rate", .share, good: .up,
        share(
          Measure(
            .survey, .at("sent"), .one,
            [FieldTest("kind", .isAny(of: ["csat"])), FieldTest("score", .present)]),
          Measure(.survey, .at("sent"), .one, [FieldTest("kind", .isAny(of: ["csat"]))])),
        "CSAT surveys answered ÷ sent, by the time they were sent."),
      Metric(
        "nps", "NPS", .points, good: .up,
        share(
          Measure(npsAnswers.kind, npsAnswers.attribution, .field("nps_class"), npsAnswers.tests),
          npsAnswers, scale: 100),
        """
        % of 9–10 less % of 0–6, on the scale of 0–10; the latest answer of a ticket, by the time of \
        the answer.
        """),
      Metric(
        "ces", "CES", .share, good: .up, share(cesAnswers.with(flag("easy")), cesAnswers),
        "Answers of 5–7 ÷ all answers on the seven-point scale where 7 is easiest."),
      Metric(
        "bot_share", "Tickets with a bot", .share, good: .neither,
        share(botTickets, created.with(FieldTest("bot_involved", .present))),
        "Tickets in which a bot took part ÷ created."),
      Metric(
        "bot_containment", "Contained by the bot", .share, good: .up,
        share(
          botTickets.with(FieldTest("bot_handed_off", .compares(.equal, 0)))
            .with(FieldTest("returned_72h", .compares(.equal, 0))),
          botTickets.with(FieldTest("bot_handed_off", .present))),
        lookAhead: 72 * 3600,
        """
        Tickets with a bot that were neither handed to a human nor followed by another ticket of \
        the same requester within 72 hours ÷ tickets with a bot.
        """),
      Metric(
        "bot_handoff", "Handed off by the bot", .share, good: .down,
        share(
          botTickets.with(flag("bot_handed_off")),
          botTickets.with(FieldTest("bot_handed_off", .present))),
        "Tickets with a bot that were handed to a human ÷ tickets with a bot."),
    ]
}
