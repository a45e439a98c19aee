// Freshdesk's analytics, by its own articles and staff; some facts come from its sister Freshservice.
extension VendorFigure {
  private static let metrics =
    "https://support.freshdesk.com/en/support/solutions/articles/50000000041"
  private static let distribution =
    "https://crmsupport.freshworks.com/en/support/solutions/articles/50000007673"
  private static let agents =
    "https://partnersupport.freshworks.com/en/support/solutions/articles/50000000024"
  private static let staff =
    "https://community.freshworks.com/archives-freshdesk-11421/"
    + "how-are-first-contact-resolution-and-average-first-response-time-defined-10470"
  private static let firstContact =
    "https://support.freshservice.com/en/support/solutions/articles/50000004904"

  private static let assigned = VendorRule(
    "assigned only", "Only tickets that are assigned to an agent or a group count.", metrics,
    VendorRule.all { $0.with(MetricTable.flag("is_assigned")) })

  private static let averages = [
    assigned,
    VendorRule(
      "business hours", "Time runs in the business hours that serve the ticket.", distribution,
      VendorRule.all {
        $0.with(MetricTable.present("business_seconds")).of(.field("business_seconds"))
      }),
    VendorRule("the mean", "An average, not a median.", staff, VendorRule.mean),
  ]

  static let freshdesk = [
    VendorFigure(
      "first_response.median", as: "Average first response time", averages,
      note: "by the time of the response; public notes count as one, where the export has them"),
    VendorFigure(
      "resolution.median", as: "Average resolution time", averages,
      note: "by the time of the resolution, whenever the ticket was created"),
    VendorFigure(
      "fcr", as: "First contact resolution, as in Freshservice",
      [
        VendorRule(
          "every resolved ticket", "All tickets resolved in the period are in the denominator.",
          firstContact,
          VendorRule.denominator {
            $0.without(
              "requester", "category", "group_changes", "reopened_in_7d", "reopens_before")
          }),
        VendorRule(
          "no more messages", "The customer wrote no further message before the resolution.",
          firstContact,
          VendorRule.numerator {
            $0.with([
              MetricTable.present("customer_replies"), MetricTable.zero("customer_replies"),
            ])
          }),
        VendorRule(
          "no other test", "Reopenings, changes of group and other tickets do not matter.",
          firstContact,
          VendorRule.numerator {
            $0.without(
              "requester", "category", "group_changes", "reopened_in_7d", "reopens_before",
              "repeated_7d")
          }),
      ],
      note: "Freshdesk's own definition, resolved in the first response, is of 2012"),
    VendorFigure(
      "backlog.reopened", as: "Tickets reopened",
      [
        VendorRule(
          "tickets, not times", "A ticket counts once, however often it was reopened.", agents,
          VendorRule.all { $0.once })
      ],
      note: "by the time of the reopening, whenever the solve was"),
    VendorFigure("created", as: "Created tickets", [assigned], note: "by the time of creation"),
    VendorFigure(
      "solved", as: "Resolved tickets", [assigned],
      note: "resolved or closed in the period, whenever created"),
    VendorFigure(
      "backlog", as: "Unresolved tickets", [assigned],
      note: "neither resolved nor closed, of any age"),
    none("reopen_rate", "reopened tickets are a count: see backlog.reopened"),
    none("one_touch", "first contact resolution (fcr) is the only such figure"),
    none("handle_time", "only the time that agents log is documented"),
    none("requester_wait.median", "no such figure was found"),
    none("nps", "no such figure was found"),
  ]
}
