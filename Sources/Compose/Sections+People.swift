import Aggregate
import Language

extension SectionPlan {
  /// Who does the work, and what it costs.
  static let people = SectionPlan("people") { $0.people }
}

extension Composer {
  fileprivate var people: Section? {
    let staff = [
      "headcount", "attrition", "attrition.voluntary", "attrition.involuntary", "ramp", "occupancy",
      "utilisation", "qa", "qa.critical_fail_rate",
    ]
    let money = ["cost_per_contact", "budget_variance", "budget_variance.share"]
    // The backlog per agent needs no export of staff, and alone would be no section.
    guard let first = (known(money) + known(staff)).first else { return nil }
    let people = known(staff + ["backlog_per_agent"])
    let charts = [
      line("cost_per_contact"), line("budget_variance.share"), line("headcount"),
      line(
        .phrase(.attrition), ["attrition.voluntary", "attrition.involuntary"],
        names: [.voluntary, .involuntary]),
      line("occupancy"), line("utilisation"), line("qa"), line("ramp"),
    ]
    let trends: [(PhraseID, [String])] = [(.peopleTable, people), (.costTable, known(money))]
    var tables: [Table?] = trends.filter { !$1.isEmpty }
      .map { trend(.phrase($0, ["kind": kindName]), $1) }
    // Of one team's leavers which of them went by their own will is no figure.
    let compared = people.filter { !$0.hasPrefix("attrition.") }
    for name in ["region", "team"] where input.dimensions.contains(name) {
      let parts: [(PhraseID, [String])] = [(.peopleBy, compared), (.costBy, known(money))]
      tables += parts.map { caption, ids in
        members(
          name, ids, caption: .phrase(caption, ["dimension": .text(name)]), withChanges: false)
      }
    }
    return Section(
      "people", peopleFinding(first), subtitle: .phrase(.peopleSubtitle, ["span": span]),
      blocks(charts, tables, [coverageNote(people + money)]))
  }

  /// What the first of the metrics did, and where occupancy lies.
  private func peopleFinding(_ first: String) -> Words {
    let finding = finding(first, .people)
    guard let place = place("occupancy") else { return finding }
    if first == "occupancy" { return .phrase(.clausePlace, ["finding": finding, "place": place]) }
    return .phrase(
      .occupancyPlace,
      [
        "finding": finding, "place": place,
        "value": .figure(.value(CellID("occupancy", input.period))),
      ])
  }
}
