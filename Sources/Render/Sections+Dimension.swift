import Aggregate

extension Sections {
  /// One dimension: bars of demand, the course of some KPIs, tables.
  func dimension(_ name: String) -> ReportSection? {
    let names = input.snapshot.members(of: name).filter { $0 != Group.none }
    guard names.count > 1 else { return nil }
    let shown = Array(sortedByDemand(name, names).prefix(8))
    var section = ReportSection(
      id: "by-\(name)", heading: "By \(name): \(dimensionFinding(name, shown))",
      subtitle:
        "\(input.name(against: input.previous)) against \(input.previous.map(input.name) ?? "the period before")"
    )
    if let metric = input.snapshot["created"] {
      let rows = shown.map { member in
        BarChart.Row(
          name: member, value: value("created", name, member),
          previous: change("created", Group([name: member]))?.old.value)
      }
      section.charts.append(bars("\(metric.label) by \(name)", rows, .count))
    }
    if shown.count <= 5 {
      section.charts += ["first_response.median", "csat", "backlog", "sla_resolution"]
        .compactMap { byMember($0, name, shown) }
    }
    section.tables = [
      members(
        name,
        ["created", "backlog", "first_response.median", "resolution.median"],
        caption: "Demand and speed by \(name)"),
      members(
        name, ["sla_first_reply", "sla_resolution", "csat", "nps", "ces"],
        caption: "Service levels and answers by \(name)"),
      members(
        name, ["one_touch", "fcr", "reopen_rate", "transfer_rate", "escalation_rate"],
        caption: "What came back by \(name)"),
    ].compactMap { $0 }
    return section
  }

  private func dimensionFinding(_ name: String, _ members: [String]) -> String {
    var best: (move: Double, text: String)?
    for (id, subject, object) in [("created", "", " tickets"), ("backlog", "its backlog ", "")] {
      for member in members {
        guard let change = change(id, Group([name: member])), let old = change.old.value,
          old >= 30 || id == "backlog", let new = change.new.value, new != old
        else { continue }
        if abs(new - old) > best?.move ?? 0 {
          best = (
            abs(new - old),
            "\(member) moved most, \(subject)from \(Format.grouped(old, 0)) to "
              + "\(Format.grouped(new, 0))\(object)"
          )
        }
      }
    }
    return best?.text ?? "\(members.count) members"
  }
}
