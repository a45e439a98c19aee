import Aggregate

extension Sections {
  /// Who does the work, and what it costs.
  var people: ReportSection? {
    let staff = [
      "headcount", "attrition", "attrition.voluntary", "attrition.involuntary", "ramp", "occupancy",
      "utilisation", "qa", "qa.critical_fail_rate",
    ]
    let money = ["cost_per_contact", "budget_variance", "budget_variance.share"]
    // The backlog per agent needs no export of staff, and alone would be no section.
    guard let first = (known(money) + known(staff)).first else { return nil }
    let people = known(staff + ["backlog_per_agent"])
    var section = ReportSection(
      id: "people",
      heading: peopleFinding(first),
      subtitle: "Exports of staff and cost; headcount in full-time equivalents; all teams; \(span)")
    section.charts = [
      line("cost_per_contact"), line("budget_variance.share"), line("headcount"),
      line(
        "Attrition, voluntary and involuntary", ["attrition.voluntary", "attrition.involuntary"],
        names: ["voluntary", "involuntary"]),
      line("occupancy"), line("utilisation"), line("qa"), line("ramp"),
    ].compactMap { $0 }
    section.tables = [("People", people), ("Cost", known(money))].filter { !$1.isEmpty }
      .map { trend("\($0) by \(kindName)", $1) }
    // Of one team's leavers which of them went by their own will is no figure.
    let compared = people.filter { !$0.hasPrefix("attrition.") }
    for name in ["region", "team"] where input.dimensions.contains(name) {
      section.tables += [
        members(name, compared, caption: "People by \(name)", withChanges: false),
        members(name, known(money), caption: "Cost by \(name)", withChanges: false),
      ].compactMap { $0 }
    }
    section.notes = [coverageNote(people + money)].compactMap { $0 }
    return section
  }

  /// What the first of the metrics did, and where occupancy lies.
  private func peopleFinding(_ first: String) -> String {
    let finding = finding(first, "People and cost")
    guard let place = place("occupancy") else { return finding }
    if first == "occupancy" { return "\(finding), \(place)" }
    let value = input.snapshot.value("occupancy", input.period) ?? .unknown
    return "\(finding); occupancy \(Format.value(value, .share)), \(place)"
  }
}
