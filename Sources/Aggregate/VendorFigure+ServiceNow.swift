// ServiceNow's indicators of incidents as they are shipped, by its product documentation.
extension VendorFigure {
  private static let benchmarks =
    "https://www.servicenow.com/docs/r/washingtondc/it-service-management/benchmarks/"
    + "c_BenchKPIConfig.html"
  private static let manager =
    "https://www.servicenow.com/docs/r/yokohama/it-service-management/"
    + "itsm-it-manager-dashboard.html"
  private static let levels =
    "https://www.servicenow.com/docs/r/australia/it-service-management/incident-management/"
    + "incident-sla-mgmt-dashboard.html"

  static let servicenow = [
    VendorFigure(
      "resolution.median", as: "Average time to resolve",
      [
        VendorRule(
          "the mean", "Σ time ÷ resolved incidents, no median.", benchmarks, VendorRule.mean)
      ],
      note: "from opened to resolved, in calendar time, by the time of the resolution"),
    VendorFigure(
      "fcr", as: "Resolved on first assignment",
      [
        VendorRule(
          "every resolved incident", "All incidents resolved in the period are in the denominator.",
          benchmarks,
          VendorRule.denominator {
            $0.without(
              "requester", "category", "group_changes", "reopened_in_7d", "reopens_before")
          }),
        VendorRule(
          "no reassignment", "Never reassigned is all that is asked; contacts do not matter.",
          benchmarks,
          VendorRule.numerator {
            $0.without("requester", "category", "reopened_in_7d", "reopens_before", "repeated_7d")
          }),
      ],
      note: "its pages differ on whether the first group or the first agent is meant: the group is "
        + "taken"),
    VendorFigure(
      "reopen_rate", as: "Reopened incidents",
      [
        VendorRule(
          "no window", "A reopen count above zero, whenever that was.", benchmarks,
          VendorRule.everReopened),
        VendorRule(
          "incidents, not solves", "An incident counts once.", benchmarks,
          VendorRule.all { $0.once }),
      ],
      note: "of incidents resolved in the period; one formula divides by closed ones"),
    VendorFigure(
      "sla_resolution", as: "Incidents resolved within SLA",
      [
        VendorRule(
          "by the resolution",
          "Of incidents resolved in the period; open ones past due are a figure of their own.",
          levels, VendorRule.by("solved"))
      ],
      note: "met at exactly the target; of incidents with an SLA, though some pages divide by all"),
    VendorFigure(
      "sla_first_reply", as: "Response targets met",
      [
        VendorRule(
          "by the response",
          "Of targets that ended in the period; open ones past due are a figure of their own.",
          levels, VendorRule.by("replied"))
      ],
      note: "cancelled targets are out"),
    VendorFigure(
      "csat", as: "Average survey score",
      [
        VendorRule(
          "every answer", "Each answer counts, not only the latest of a ticket.", benchmarks,
          VendorRule.all { $0.without("is_latest_answer") }),
        VendorRule(
          "the mean score", "The mean of the scores, no share of good ones.", benchmarks,
          { metric in
            metric.with(.mean(metric.leading.of(.field("score"))), unit: .number)
          }),
      ],
      note: "by the time of the answer; ServiceNow brings scores to one scale first, which is not "
        + "done here"),
    VendorFigure("created", as: "New incidents", note: "by the time they were opened"),
    VendorFigure(
      "solved", as: "Resolved incidents",
      [
        VendorRule(
          "the last resolution",
          "By the incident's resolved date, which is that of its last resolution.", manager,
          VendorRule.all { $0.with(MetricTable.flag("is_last")) })
      ],
      note: "closed incidents are counted apart, by the close"),
    VendorFigure(
      "backlog", as: "Open incidents",
      note: "without a resolved date at the end of the day; new, in progress and on hold"),
    none("first_response.median", "no indicator of incidents is a reply time"),
    none(
      "one_touch", "no indicator of incidents counts replies; resolved on first assignment is fcr"),
    none("handle_time", "no indicator of incidents is a handle time"),
    none("requester_wait.median", "no indicator of incidents is a wait"),
    none("nps", "no indicator of incidents is one"),
  ]
}
