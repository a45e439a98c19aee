import Columnar
import Records

// Service levels, what came back, what customers said, and bots.
extension MetricTable {
  private static func judged(_ kind: RecordKind, _ tests: [FieldTest]) -> RatioFormula {
    // Not judged, such as what is not due yet, is left out by definition, not for want of a field.
    let judged = Measure(
      kind, .at("due"), .one, tests + [FieldTest("in_time", .compares(.atLeast, 0)), inward])
    return share(judged.with(flag("in_time")), judged)
  }

  private static let clockWords = """
    The clock of the first policy that fits runs in calendar or business time, and stands still in \
    the statuses that the policy names, where events tell them. Team and priority are those at the \
    time of the answer, else the latest. Tickets whose policy runs in business time, but which no \
    calendar serves, are left out, and so are those that agents opened.
    """

  private static let firstReplies = Measure(
    .reply, .at("replied"), .one, [flag("is_first"), inward])
  private static let inwardSolves = lastSolves.with(inward)

  /// The export's own verdicts.
  private static func ofExport(_ measure: Measure, _ verdict: String) -> RatioFormula {
    share(measure.with([present(verdict), flag(verdict)]), measure.with(present(verdict)))
  }

  /// What the export's own due times come to.
  private static func byExport(_ measure: Measure, _ done: String, _ due: String)
    -> RatioFormula
  {
    // Of a day nobody can say that it was before an hour of it.
    let known = measure.with([present(due), FieldTest(done, .isTimed)])
    return share(
      known.with(FieldTest(done, .comparesField(.atMost, due))), known)
  }

  static let serviceLevels = [
    Metric(
      "sla_first_reply", "First replies within SLA", .share, good: .up,
      judged(.reply, [flag("is_first")]), version: 2,
      """
      Met ÷ (met + breached), by the time the first reply was due. Unanswered past due is breached, \
      where a log or the export records replies at all; \
      solved for good without a reply before it was due, or at an unknown time, and not yet due, are left out. \(clockWords)
      """),
    Metric(
      "sla_next_reply", "Next replies within SLA", .share, good: .up,
      judged(.reply, [flag("is_next")]), version: 2,
      """
      Met ÷ (met + breached), by the time the next reply was due; else as first replies. \
      \(clockWords)
      """),
    Metric(
      "sla_resolution", "Solved within SLA", .share, good: .up,
      judged(.solve, [flag("is_final")]), version: 2,
      """
      Met ÷ (met + breached), by the time the solve was due. Unsolved past due is breached; not yet \
      due, standing still at the end of the data, and solved nobody knows when are left out. \
      \(clockWords)
      """),
    Metric(
      "sla_first_reply.export", "First replies within SLA, as the export says", .share, good: .up,
      ofExport(firstReplies, "made_first_reply_sla"), version: 2,
      """
      First replies that the export itself says were within its service level ÷ those of which it says \
      anything, by the time of the reply. Stands beside our own verdict.
      """),
    Metric(
      "sla_first_reply.export", "First replies within the export's due time", .share, good: .up,
      byExport(firstReplies, "replied", "sla_first_reply_due"), version: 2,
      """
      First replies not later than the export's own due time ÷ those that it gives one, by the time of \
      the reply. Stands beside our own verdict.
      """),
    Metric(
      "sla_resolution.export", "Solved within SLA, as the export says", .share, good: .up,
      ofExport(inwardSolves, "made_sla"), version: 2,
      """
      Solved tickets that the export itself says were within its service level ÷ those of which it \
      says anything, by the time of the last solve. Stands beside our own verdict.
      """),
    Metric(
      "sla_resolution.export", "Solved within the export's due time", .share, good: .up,
      byExport(inwardSolves, "solved", "sla_resolution_due"), version: 2,
      """
      Tickets solved not later than the export's own due time ÷ those that it gives one, by the time of \
      the last solve. Stands beside our own verdict.
      """),
  ]

  // MARK: Quality

  private static let touched = solvedOnce.with([
    present("replies"), FieldTest("replies", .compares(.atLeast, 1)), present("reopened_in_7d"),
    present("reopens_before"), inward,
  ])
  private static let stayed = [zero("reopened_in_7d"), zero("reopens_before")]
  private static let eligible = solvedOnce.with(
    ["requester", "category", "group_changes", "reopened_in_7d", "reopens_before"].map(present))
  private static let reopenable = solves.with(present("reopened_in_7d"))
  private static let moved = solvedOnce.with(present("group_changes"))
  private static let byCounters = [flag("from_counters")]

  static let quality = [
    Metric(
      "one_touch", "Solved in one touch", .share, good: .up,
      share(touched.with(stayed).with(FieldTest("replies", .compares(.equal, 1))), touched),
      version: 2, lookAhead: week, counters: touched.with(byCounters),
      """
      Solved with exactly one public human reply, not reopened before, nor within 7 days after ÷ \
      solved with at least one reply; each ticket once a period, those that agents opened left out. Without events, reopened ever, from \
      the export's counter. Not the same as first contact resolution.
      """),
    Metric(
      "fcr", "First contact resolution", .share, good: .up,
      share(
        eligible.with(stayed).with(zero("group_changes")).with(zero("repeated_7d")), eligible),
      lookAhead: week, counters: eligible.with(byCounters),
      """
      Solved without a reopening before or within 7 days after, without a change of group, and \
      without another ticket of the same requester and category within 7 days after ÷ solved tickets \
      whose requester and category are known; each ticket once a period.
      """),
    Metric(
      "reopen_rate", "Reopened after a solve", .share, good: .down,
      share(reopenable.with(flag("reopened_in_7d")), reopenable), lookAhead: week,
      counters: reopenable.with(byCounters),
      """
      Solves that were reopened within 7 days ÷ solves. Where the exports have no events: solved \
      tickets whose reopen counter is above zero ÷ solved, and marked so.
      """),
    Metric(
      "transfer_rate", "Moved between groups", .share, good: .down,
      share(moved.with(FieldTest("group_changes", .compares(.greater, 0))), moved),
      """
      Solved tickets with at least one change of group after the first assignment, up to the solve ÷ \
      solved tickets; each ticket once a period.
      """),
    Metric(
      "escalation_rate", "Escalated", .share, good: .down,
      share(Measure(.ticket, .at("escalation_at")).with(inward), created), version: 2,
      evidence: .init(
        known: created.with(present("escalation_known")),
        unknown: created.with(FieldTest("escalation_known", .missing))),
      """
      Tickets explicitly escalated ÷ created, both without those that agents opened. By the time of escalation where it is known, else by \
      the time of creation. Not known where neither the export nor a log tells of any ticket.
      """),
  ]

  // MARK: Voice of the customer

  private static func answers(_ kind: String, _ judgement: String) -> Measure {
    Measure(
      .survey, .at("responded"), .one,
      [
        FieldTest("kind", .isAny(of: [kind])), present(judgement), present("is_latest_answer"),
        flag("is_latest_answer"),
      ])
  }

  static let voice = [
    Metric(
      "csat", "CSAT", .share, good: .up,
      share(answers("csat", "satisfied").with(flag("satisfied")), answers("csat", "satisfied")),
      """
      Answers of 4 and 5 ÷ all answers on five points, good ÷ (good + bad) on two; the latest answer \
      of a ticket, by the time of the answer. Answers that do not fit their scale are left out.
      """),
    Metric(
      "csat_response_rate", "CSAT response rate", .share, good: .up,
      share(
        Measure(
          .survey, .at("sent"), .one,
          [FieldTest("kind", .isAny(of: ["csat"])), present("score")]),
        Measure(.survey, .at("sent"), .one, [FieldTest("kind", .isAny(of: ["csat"]))])),
      "CSAT surveys answered ÷ sent, by the time they were sent."),
    Metric(
      "nps", "NPS", .points, good: .up,
      .netPromoters(
        answers("nps", "nps_class").of(.field("nps_class")),
        extremes: answers("nps", "nps_class").of(.field("nps_extreme")),
        of: answers("nps", "nps_class")),
      """
      % of 9–10 less % of 0–6, on the scale of 0–10; the latest answer of a ticket, by the time of \
      the answer.
      """),
    Metric(
      "nps.variance", "NPS, variance of the estimate", .number, good: .neither,
      .varianceOfMean(
        answers("nps", "nps_class").of(.field("nps_class")),
        squares: answers("nps", "nps_class").of(.field("nps_extreme"))),
      """
      (p + d − (p − d)²) ÷ n, with the shares of promoters p and detractors d as parts of one; its \
      root times 100 is the standard error of NPS in points.
      """
    ).detail,
    Metric(
      "ces", "CES", .share, good: .up,
      share(answers("ces", "easy").with(flag("easy")), answers("ces", "easy")),
      """
      Answers on the easy side, 5–7 of a seven-point scale whose high end is easy, 1–3 of one whose \
      low end is, as the source's `easy_end` says ÷ all answers; by the time of the answer.
      """),
  ]

  // MARK: Bots

  private static let botTickets = opened.with(flag("bot_involved"))

  static let automation = [
    Metric(
      "bot_share", "Tickets with a bot", .share, good: .neither,
      share(
        created.with(present("bot_involved")).with(flag("bot_involved")),
        created.with(present("bot_involved"))),
      "Tickets in which a bot took part ÷ created."),
    Metric(
      "bot_containment", "Contained by the bot", .share, good: .up,
      share(
        botTickets.with([present("bot_handed_off"), present("requester")])
          .with([zero("bot_handed_off"), zero("returned_72h")]),
        botTickets.with([present("bot_handed_off"), present("requester")])),
      lookAhead: 72 * 3600,
      """
      Tickets with a bot that were neither handed to a human nor followed by another ticket of \
      the same requester within 72 hours ÷ tickets with a bot.
      """),
    Metric(
      "bot_handoff", "Handed off by the bot", .share, good: .down,
      share(
        botTickets.with(present("bot_handed_off")).with(flag("bot_handed_off")),
        botTickets.with(present("bot_handed_off"))),
      "Tickets with a bot that were handed to a human ÷ tickets with a bot."),
    Metric(
      "bot_return", "Back after the bot", .share, good: .down,
      share(
        botTickets.with(present("requester")).with(flag("returned_72h")),
        botTickets.with(present("requester"))),
      lookAhead: 72 * 3600,
      """
      Tickets with a bot whose requester opened another within 72 hours ÷ tickets with a bot whose \
      requester is known.
      """),
  ]
}
