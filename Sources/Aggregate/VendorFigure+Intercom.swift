// Intercom's reports and custom charts, by Intercom's help pages and its staff in the forum.
extension VendorFigure {
  private static let attributes =
    "https://intercom.com/help/en/articles/7022438-reporting-metrics-attributes"
  private static let responsiveness = "https://www.intercom.com/help/en/articles/3653556"
  private static let columns = "https://www.intercom.com/help/en/articles/6762778"
  private static let levels = "https://www.intercom.com/help/en/articles/2672572-slas-report"
  private static let ratings = "https://www.intercom.com/help/en/articles/7872853"
  private static let effectiveness = "https://www.intercom.com/help/en/articles/3941598"

  private static func byStart(_ field: String, _ source: String) -> VendorRule {
    VendorRule(
      "by the start", "By the time at which the conversation started, whatever is measured.",
      source, VendorRule.by(field))
  }

  private static let firstMessage = VendorRule(
    "the customer's first message",
    "The clock starts with the first message of the customer, also where we wrote first.", columns,
    needs: "who opened a ticket")

  /// Stretches with an agent, of conversations that are closed.
  private static let handled = Measure(
    .spell, .at("created"), .difference("until", "from"),
    [
      MetricTable.present("agent"), MetricTable.present("until"),
      FieldTest("status", .isAny(of: ["solved", "closed"])),
    ])

  static let intercom = [
    VendorFigure(
      "first_response.median", as: "First response time, median",
      [byStart("asked", responsiveness), firstMessage],
      note: "the first reply of a human; no reply, no value; the median; all hours"),
    VendorFigure(
      "resolution.median", as: "Time to close, median",
      [byStart("created", responsiveness), firstMessage],
      note: "to the last close; the median; all hours"),
    VendorFigure(
      "fcr", as: "Closed on first contact",
      [
        VendorRule(
          "the conversation alone",
          "Neither other conversations of the customer nor changes of the team matter.",
          attributes,
          VendorRule.all { $0.without("requester", "category", "group_changes", "repeated_7d") }),
        VendorRule(
          "closed once", "The conversation was closed once and never reopened, at any time.",
          attributes,
          { metric in
            metric.changing(
              numerator: {
                $0.without("reopened_in_7d", "reopens_before")
                  .with([MetricTable.present("reopens"), MetricTable.zero("reopens")])
              },
              denominator: {
                $0.without("reopened_in_7d", "reopens_before").with(MetricTable.present("reopens"))
              })
          }),
        VendorRule(
          "one teammate", "Exactly one teammate took part.", attributes,
          VendorRule.numerator { $0.with(MetricTable.flag("repliers")) }),
        VendorRule(
          "by the start", "By the time at which the conversation started.", attributes,
          VendorRule.all { $0.by("created").with(MetricTable.present("solved")) }),
      ],
      note: "of which conversations it is a share is not said: closed ones are taken"),
    VendorFigure(
      "handle_time", as: "Handling time",
      [
        VendorRule(
          "open and assigned, by the start",
          "The time in which closed conversations were open and assigned to a teammate, by the time "
            + "at which they started.",
          attributes,
          { metric in
            metric.with(
              .ratio(
                handled,
                MetricTable.lastSolves.with(MetricTable.flag("is_done")).by("created"))
            ).withoutBasis
          })
      ],
      note: "the mean is taken; the median of conversations is the user's choice"),
    VendorFigure(
      "csat", as: "Conversation rating",
      [
        VendorRule(
          "of humans' conversations", "A teammate must have taken part for a rating to be asked.",
          ratings, needs: "who replied to the ticket that a survey is about")
      ],
      note: "one rating a conversation; four and five of five are good"),
    VendorFigure(
      "sla_first_reply", as: "SLA hit rate, first response",
      [
        byStart("asked", levels),
        VendorRule(
          "one rule at a time", "The report covers one SLA rule, never a mix of several.", levels,
          needs: "a --where that fits one policy"),
      ],
      note: "met ÷ (met + missed), a conversation once"),
    VendorFigure(
      "created", as: "New conversations",
      [
        VendorRule(
          "inbound only", "A message of ours that nobody answered is not a conversation.", columns,
          needs: "who opened a ticket")
      ],
      note: "by the time of the start"),
    none(
      "one_touch",
      "the nearest are closed on first contact (fcr) and the replies to close, a count: "
        + effectiveness),
    none("sla_resolution", "the report has first and next responses only: " + levels),
    none("requester_wait.median", "no such figure was found"),
    none("nps", "no such figure was found"),
    none("backlog", "no such figure was found"),
  ]
}
