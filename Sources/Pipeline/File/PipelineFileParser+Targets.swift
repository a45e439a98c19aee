import Aggregate
import Civil
import Columnar
import Compare
import Yams

extension PipelineFileParser {
  static let targetKeys = ["target", "where", "from", "to"]

  /// What the pipeline aims at, by metric: a bound, or a list of bounds each with its group and
  /// time.
  func targets(
    _ map: ConfigMap, _ metrics: [Metric], _ scope: FieldScope, fiscalStart: Int
  ) -> Targets {
    guard let node = map.node("targets"),
      let targets = ConfigMap(node, "'targets'", keys: metrics.map(\.id), problems)
    else { return Targets() }
    return Targets(
      targets.all.flatMap { entry -> [Target] in
        guard let metric = metrics.first(where: { $0.id == entry.key }) else { return [] }
        return (entry.value.sequence.map(Array.init) ?? [entry.value]).compactMap {
          target($0, metric, scope, fiscalStart)
        }
      })
  }

  private func target(
    _ node: Node, _ metric: Metric, _ scope: FieldScope, _ fiscalStart: Int
  ) -> Target? {
    if let text = node.scalar?.string {
      return bound(text, metric, at: node).map { Target(metric: metric.id, bound: $0) }
    }
    let what = "the target of '\(metric.id)'"
    guard let map = ConfigMap(node, what, keys: Self.targetKeys, problems) else { return nil }
    let text = map.requiredText("target")
    let first = period(map, "from", fiscalStart)?.first
    let end = period(map, "to", fiscalStart)?.end
    if let first, let end, first >= end, let to = map.node("to") {
      problems.add(.targetNeverHolds(first, end), at: to)
    }
    let members = members(map, scope)
    guard let text, let bound = bound(text, metric, at: map.node("target") ?? node) else {
      return nil
    }
    return Target(metric: metric.id, bound: bound, members: members, from: first, until: end)
  }

  private func period(_ map: ConfigMap, _ key: String, _ fiscalStart: Int) -> Period? {
    guard let node = map.node(key), let text = map.text(key) else { return nil }
    guard let period = Period(text, fiscalStart: fiscalStart) else {
      problems.add(.notAPeriod(text), at: node)
      return nil
    }
    return period
  }

  /// Dimensions and one member each.
  private func members(_ map: ConfigMap, _ scope: FieldScope) -> [String: String] {
    guard let node = map.node("where"),
      let group = ConfigMap(node, "'where'", keys: nil, problems)
    else { return [:] }
    var members: [String: String] = [:]
    for entry in group.all {
      checkDimension(entry.keyNode, scope)
      guard let member = group.text(entry.value, entry.key) else { continue }
      let types = scope.kinds.values.joined().filter { $0.name == entry.key }.map(\.type)
      if case .enumeration(let words)? = types.first, !words.contains(member),
        member != Group.none
      {
        problems.add(.notAChoice(member, entry.key, words), at: entry.value)
      }
      members[entry.key] = member
    }
    return members
  }

  /// `>= 90%`, `<= 4h` or `75%..85%`.
  private func bound(_ text: String, _ metric: Metric, at node: Node) -> Target.Bound? {
    let ends = text.split(separator: "..", omittingEmptySubsequences: false)
      .map { quantity($0, metric.unit) }
    if ends.count == 2, let lower = ends[0], let upper = ends[1] {
      guard lower <= upper else {
        problems.add(.bandReversed(text), at: node)
        return nil
      }
      return .within(lower...upper)
    }
    let isLeast = text.hasPrefix(">=")
    guard isLeast || text.hasPrefix("<="), let value = quantity(text.dropFirst(2), metric.unit)
    else {
      problems.add(.notATarget(text, metric), at: node)
      return nil
    }
    return isLeast ? .atLeast(value) : .atMost(value)
  }

  /// A number in a metric's unit.
  private func quantity(_ text: Substring, _ unit: Metric.Unit) -> Double? {
    let text = text.filter { $0 != " " }
    let number: Double? =
      switch unit {
      case .share: percentage(text)
      case .seconds: durationSeconds(text).map(Double.init)
      case .money:
        Double(text).map { number in (0..<moneyDigits).reduce(number) { major, _ in major * 10 } }
      default: Double(text)
      }
    return number.flatMap { $0.isFinite ? $0 : nil }
  }
}

extension Diagnostic.Message {
  static func notATarget(_ text: String, _ metric: Metric) -> Self {
    let example =
      switch (metric.unit, metric.good) {
      case (.share, .band): "75%..85%"
      case (.share, _): ">= 90%"
      case (.seconds, _): "<= 4h"
      default: "<= 100"
      }
    return Self("'\(text)' is no target of '\(metric.id)'; expected one such as '\(example)'")
  }

  static func bandReversed(_ text: String) -> Self {
    Self("the band '\(text)' ends below its start; expected the lower end first")
  }

  static func targetNeverHolds(_ first: CivilDate, _ end: CivilDate) -> Self {
    Self("the target ends on \(end + -1), before it begins on \(first)")
  }
}
