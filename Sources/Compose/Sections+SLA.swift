import Aggregate
import Language

extension SectionPlan {
  /// Promises kept: ours, and by the export's own verdict.
  static let sla = SectionPlan("sla") { $0.sla }
}

extension Composer {
  fileprivate var sla: Section? {
    let own = ["sla_first_reply", "sla_next_reply", "sla_resolution"]
    let export = "sla_resolution.export"
    let ids = known(own + [export])
    guard let first = ids.first else { return nil }
    let isBoth = ids.contains(export) && ids.contains("sla_resolution")
    var charts = ids.filter { !isBoth || !$0.hasPrefix("sla_resolution") }.map { line($0) }
    if isBoth {
      charts.append(
        line(.phrase(.slaBoth), ["sla_resolution", export], names: [.slaOurs, .slaExports]))
    }
    let byPriority =
      input.dimensions.contains("priority")
      ? members("priority", ids, caption: .phrase(.slaByPriority)) : nil
    return Section(
      "sla", finding(first, .sla), subtitle: .phrase(.slaSubtitle, ["span": span]),
      blocks(
        charts, [byPriority, trend(.phrase(.slaTable, ["kind": kindName]), ids)],
        [isBoth ? .phrase(.slaNote) : nil, coverageNote(ids)]))
  }
}
