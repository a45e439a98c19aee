import Columnar

// Contacts, people and money.
extension MetricTable {
  private static let inbound = Measure(
    .contact, .at("offered"), .one, [FieldTest("direction", .isNone(of: ["outbound"]))])

  private static let handled = Measure(
    .contact, .at("wrapped"), .field("handled_count"),
    [FieldTest("handled_count", .compares(.greater, 0)), present("work_seconds")])

  private static let ticketWork = lastSolves.with(present("handle_seconds"))

  static func contacts(_ thresholds: ContactThresholds) -> [Metric] {
    let told = inbound.with(present("abandoned_count"))
    let givenUp = told.with(FieldTest("abandoned_count", .compares(.greater, 0)))
    let served = inbound.with([present("judged_count"), present("served_count")])
    return [
      Metric(
        "handle_time", "Handle time", .seconds, good: .neither,
        .ratio(handled.of(.field("work_seconds")), handled), basis: [handled],
        """
        Σ (talk + hold + wrap) ÷ contacts handled (average handle time), by the end of the wrap-up.
        """),
      Metric(
        "handle_time", "Handle time", .seconds, good: .neither,
        .ratio(ticketWork.of(.field("handle_seconds")), ticketWork),
        """
        Σ handle seconds ÷ solved tickets that have them (average handle time), by the last solve; \
        there are no exports of contacts.
        """),
      Metric(
        "abandonment", "Abandoned", .share, good: .down,
        .ratio(
          [told.of(.field("kept_count"))], less: [],
          [told.of(.field("offered_less_short"))]),
        basis: [told.of(.field("offered_less_short"))],
        """
        Inbound contacts that the customer gave up ÷ offered, both without those given up in less \
        than \(thresholds.short) s, which stand apart; by the time they were offered. Where no waiting \
        time is known, none of them is taken to be so short.
        """),
      Metric(
        "abandonment.short", "Short abandons", .count, good: .neither,
        .total(told.with(present("wait_seconds")).of(.field("short_count"))),
        version: 2,
        evidence: .init(
          known: givenUp.with(present("short_count")),
          unknown: givenUp.with(FieldTest("short_count", .missing))),
        """
        Inbound contacts that were given up in less than \(thresholds.short) s, of those whose waiting \
        time is known.
        """),
      Metric(
        "service_level", "Answered within \(thresholds.within) s", .share, good: .up,
        .ratio(served.of(.field("served_count")), served.of(.field("judged_count"))),
        basis: [served.of(.field("judged_count"))],
        """
        Inbound contacts answered within \(thresholds.within) s ÷ (answered + abandoned, without those \
        given up in less than \(thresholds.short) s); by the time they were offered.
        """),
    ]
  }

  // MARK: People

  private static let paid = Measure(
    .staff, .at("date"), .field("paid_seconds"), [present("paid_seconds")])
  private static let staffed = Measure(
    .staff, .at("date"), .field("team_headcount"), [present("team_headcount")])
  private static let reviewed = Measure(
    .staff, .at("date"), .one, [present("qa_possible"), present("qa_critical_fail")])

  private static func attrition(_ suffix: String, _ label: String, _ field: String, _ who: String)
    -> Metric
  {
    Metric(
      "attrition\(suffix)", label, .share, good: .down,
      .monthly(staffed.with(present(field)).of(.field(field)), staffed),
      """
      \(who) ÷ headcount of the teams' rows, month by month; the value of a longer period is the sum of \
      its months. Not known for periods shorter than a month, nor where nobody tells of leavers.
      """
    ).detail
  }

  static let people = [
    Metric(
      "occupancy", "Occupancy", .share, good: .band,
      quotient(.staff, at: "date", "interacting_seconds", "on_queue_seconds"),
      "Time with customers ÷ time on the queue; between 75 and 85 % is usually good."),
    Metric(
      "utilisation", "Utilisation", .share, good: .band,
      .ratio(handled.of(.field("work_seconds")), paid),
      "Handle time of contacts ÷ paid time."),
    Metric(
      "utilisation", "Utilisation", .share, good: .band,
      .ratio(ticketWork.of(.field("handle_seconds")), paid),
      "Handle time of solved tickets ÷ paid time; there are no exports of contacts."),
    Metric(
      "headcount", "Headcount", .number, good: .neither, .lastMonth(staffed),
      "People in full-time equivalents, by the teams' rows of the last month of the period."),
    attrition("", "Attrition", "leavers", "All leavers"),
    attrition(
      ".voluntary", "Attrition, voluntary", "leavers_voluntary", "Voluntary leavers"),
    attrition(
      ".involuntary", "Attrition, involuntary", "leavers_involuntary", "Involuntary leavers"),
    Metric(
      "ramp", "Weeks to full performance", .weeks, good: .down,
      .quantile(Measure(.ramp, .at("started"), .field("weeks"), [present("weeks")]), q: 0.5),
      """
      The median of the weeks that agents who started in the period took until they solved, four \
      weeks running, at least 90 % of what agents of 180 days and more solve in the middle.
      """),
    Metric(
      "qa", "Quality reviews", .share, good: .up,
      quotient(.staff, at: "date", "qa_earned", "qa_possible"),
      "Σ points ÷ Σ points possible in quality reviews; with a critical failure the points are 0."),
    Metric(
      "qa.critical_fail_rate", "Reviews with a critical failure", .share, good: .down,
      share(reviewed.with(FieldTest("qa_critical_fail", .compares(.greater, 0))), reviewed),
      "Reviewed days with a critical failure ÷ reviewed days."),
  ]

  // MARK: Money

  private static let spent = Measure(
    .cost, .at("month"), .field("actual_amount"), [present("actual_amount")])
  private static let planned = Measure(
    .cost, .at("month"), .field("budget_amount"),
    [present("actual_amount"), present("budget_amount")])
  private static let unlinked = inbound.with(zero("is_linked")).of(.field("offered_count"))

  private static let costWords =
    "of whole months, in the pipeline's currency at the rate of the month's last day or the latest before it"

  private static func costPerContact(_ denominator: [Measure], _ words: String) -> Metric {
    Metric(
      "cost_per_contact", "Cost per contact", .money, good: .down,
      .ratio([spent], less: [], denominator), version: 2, basis: denominator,
      "Actual cost, \(costWords) ÷ \(words).")
  }

  static let money = [
    costPerContact(
      [created, unlinked],
      "tickets created by customers and inbound contacts that belong to no ticket"),
    costPerContact([created], "tickets created by customers; there are no exports of contacts"),
    costPerContact([unlinked], "inbound contacts; there are no exports of tickets"),
    Metric(
      "budget_variance", "Actual cost less budget", .money, good: .down,
      .total([planned.of(.field("actual_amount"))], less: [planned]),
      "Actual cost − budget, of budget lines with both, \(costWords)."),
    Metric(
      "budget_variance.share", "Actual cost over budget", .share, good: .down,
      .ratio([planned.of(.field("actual_amount"))], less: [planned], [planned]),
      "(Actual cost − budget) ÷ budget, of budget lines with both."),
  ]
}
