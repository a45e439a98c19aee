import Aggregate
import Civil
import Columnar
import Compare
import Yams

extension PipelineFileParser {
  static let milestoneKeys = ["date", "label", "kind", "where", "metrics", "rebase"]

  /// What happened that may have moved figures, in the order of the pipeline file.
  func milestones(_ map: ConfigMap, _ metrics: [Metric], _ scope: FieldScope) -> [Milestone] {
    map.nodes("milestones").compactMap { node in
      guard let map = ConfigMap(node, "the milestone", keys: Self.milestoneKeys, problems) else {
        return nil
      }
      let date = date(map)
      let label = map.requiredName("label")
      _ = map.requiredNode("kind")
      let kind = map.choice("kind", Milestone.Kind.allCases.map(\.rawValue))
        .flatMap(Milestone.Kind.init)
      let members = members(map, scope, eachMayBeList: true)
      let concerned = self.metrics(map, "metrics", metrics)
      let rebases = map.isTrue("rebase") ?? false
      guard let date, let label, let kind else { return nil }
      return Milestone(
        date: date, label: label, kind: kind, members: members, metrics: concerned,
        rebases: rebases)
    }
  }

  private func date(_ map: ConfigMap) -> CivilDate? {
    guard let node = map.requiredNode("date"), let text = map.text("date") else { return nil }
    guard let date = CivilDate(text) else {
      problems.add(.notADate(text), at: node)
      return nil
    }
    return date
  }
}
