// Zendesk's Explore, its pre-built dashboard for Support, by Zendesk's own articles.
extension VendorFigure {
  private static let metrics = "https://support.zendesk.com/hc/en-us/articles/4408827693594"
  private static let dashboard = "https://support.zendesk.com/hc/en-us/articles/4408835846810"
  private static let durations = "https://support.zendesk.com/hc/en-us/articles/4408834848154"
  private static let firstReply = "https://support.zendesk.com/hc/en-us/articles/4408821871642"
  private static let oneTouch = "https://support.zendesk.com/hc/en-us/articles/4408820618266"

  private static let solvedNow = VendorRule(
    "solved now",
    "Only tickets that are solved at present, by their last solve: a ticket that was reopened drops "
      + "out of past periods.",
    dashboard, VendorRule.solvedNow)

  private static let targets = [
    VendorRule(
      "by the update",
      "By the time at which the target was met or breached; taken as the fulfilment where it was in "
        + "time, else the due time.",
      dashboard, VendorRule.by("settled")),
    VendorRule(
      "one verdict a ticket",
      "The headline figure counts a ticket as breached where any of its targets was.", metrics,
      needs: "all targets of a ticket in one record"),
    VendorRule(
      "deleted tickets", "Without a filter the figure includes deleted tickets.", dashboard,
      needs: "service levels of deleted tickets"),
  ]

  static let zendesk = [
    VendorFigure(
      "first_response.median", as: "First reply time, median",
      [
        VendorRule(
          "by the creation",
          "By the time at which the ticket was created, whenever the reply came.", dashboard,
          VendorRule.by("asked")),
        VendorRule(
          "an agent's own ticket",
          "Where an agent opened the ticket with a public comment, the next comment is the reply.",
          firstReply, reads: ["direction"], VendorRule.afterOpening),
        VendorRule(
          "agents of the account",
          "Comments that came from another account through ticket sharing do not count.",
          firstReply, needs: "the account that a comment came from"),
      ],
      note: "the median; bots and private notes do not count; no reply, no value; calendar time"),
    VendorFigure(
      "resolution.median", as: "Full resolution time, median", [solvedNow],
      note:
        "from the creation to the last solve, pending time in it; closing an unsolved ticket is "
        + "a solve; calendar time"),
    VendorFigure(
      "one_touch", as: "One-touch tickets",
      [
        VendorRule(
          "every solve in the denominator", "Every solved ticket counts, replied to or not.",
          metrics,
          VendorRule.denominator { $0.without("replies", "reopened_in_7d", "reopens_before") }),
        VendorRule(
          "fewer than two replies", "A solve without any reply is one-touch too.", metrics,
          VendorRule.numerator {
            $0.without("replies").with([
              MetricTable.present("replies"), FieldTest("replies", .compares(.less, 2)),
            ])
          }),
        VendorRule(
          "no test of reopening", "A reopening does not matter as long as no agent replies again.",
          oneTouch, VendorRule.numerator { $0.without("reopened_in_7d", "reopens_before") }),
        solvedNow,
        VendorRule(
          "an agent's own ticket",
          "The comment with which an agent opened a ticket does not count as a reply.", oneTouch,
          reads: ["direction"], VendorRule.afterOpening),
      ],
      note: "some translations of Zendesk's article say exactly one reply"),
    VendorFigure(
      "reopen_rate", as: "Reopened tickets, as a share of solved ones",
      [
        VendorRule(
          "no window", "Any reopening in the ticket's life counts, not only one within 7 days.",
          metrics, VendorRule.everReopened),
        VendorRule(
          "tickets, not solves", "A ticket counts once.", metrics,
          VendorRule.all { $0.once }),
        solvedNow,
        VendorRule(
          "reopenings of one update",
          "A reopening in the same update as the solve does not count.", metrics,
          needs: "which events were one update"),
      ],
      note: "the denominator is not printed by Zendesk: solved tickets of the period are taken"),
    VendorFigure(
      "csat", as: "Satisfaction score",
      [
        VendorRule(
          "by the solve", "By the time at which the rated ticket was solved, not of the answer.",
          dashboard, VendorRule.by("ticket_solved"))
      ],
      note: "one rating a ticket, the latest; good ÷ (good + bad)"),
    VendorFigure(
      "solved", as: "Solved tickets",
      [
        VendorRule(
          "the last solve only", "A ticket counts once for good, in the period of its last solve.",
          metrics, VendorRule.all { $0.with(MetricTable.flag("is_last")) }),
        VendorRule(
          "solved now", "A ticket that was reopened and not solved again does not count.", metrics,
          VendorRule.all { $0.with(MetricTable.flag("is_done")) }),
      ],
      note: "closing an unsolved ticket is a solve; deleted and spam tickets are out"),
    VendorFigure(
      "created", as: "Created tickets",
      [
        VendorRule(
          "agents' tickets", "Tickets that agents opened count as those of customers do.",
          dashboard,
          reads: ["direction"], VendorRule.ofAgentsToo)
      ],
      note:
        "by the time of creation; tickets of customers and agents, of every channel; deleted and "
        + "spam tickets are out"),
    VendorFigure(
      "requester_wait.median", as: "Requester wait time, median", [solvedNow],
      note: "new, open and on-hold, not pending; the median; calendar time"),
    VendorFigure(
      "sla_first_reply", as: "Achieved SLA targets, first reply time", targets,
      note: "unanswered past due is breached, not yet due is neither"),
    VendorFigure(
      "sla_resolution", as: "Achieved SLA targets, total resolution time", targets,
      note: "unsolved past due is breached, not yet due is neither"),
    VendorFigure(
      "backlog", as: "Unsolved tickets, of the tab Tickets",
      [
        VendorRule(
          "of the tickets created",
          "Tickets created in the period that are unsolved at present; the tab Backlog counts all "
            + "unsolved ones at the end of a day, as we do.",
          dashboard,
          { metric in
            metric.with(
              .total(
                MetricTable.opened.with(
                  FieldTest("status", .isAny(of: MetricTable.openStatuses)))))
          })
      ],
      note: "pending and on-hold are unsolved"),
    none("fcr", "the dashboard has no first contact figure; its one-touch tickets are the nearest"),
    none("nps", "the datasets of Support have no NPS"),
    none("handle_time", "the datasets of Support have no handle time"),
  ]
}
