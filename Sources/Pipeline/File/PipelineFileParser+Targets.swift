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
        return targets.nodes(entry.key, atLeastOne: true).compactMap {
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
    let members = members(map, scope).mapValues { $0[0] }
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

  /// The dimensions of a `where`, with a member of each.
  ///
  /// - Parameter eachMayBeList: whether there may be several of each.
  func members(
    _ map: ConfigMap, _ scope: FieldScope, eachMayBeList: Bool = false
  ) -> [String: [String]] {
    guard let node = map.node("where"),
      let group = ConfigMap(node, "'where'", keys: nil, problems)
    else { return [:] }
    var members: [String: [String]] = [:]
    for entry in group.all {
      checkDimension(entry.keyNode, scope)
      let types = scope.kinds.values.joined().filter { $0.name == entry.key }.map(\.type)
      let nodes = eachMayBeList ? group.nodes(entry.key, atLeastOne: true) : [entry.value]
      for node in nodes {
        guard let member = group.text(node, entry.key) else { continue }
        if case .enumeration(let words)? = types.first, !words.contains(member),
          member != Group.none
        {
          problems.add(.notAChoice(member, entry.key, words), at: node)
        }
        members[entry.key, default: []].append(member)
      }
    }
    if group.all.isEmpty { problems.add(.emptyList("where"), at: node) }
    return members
  }

  /// `>= 90%`, `<= 4h` or `75%..85%`.
  private func bound(_ text: String, _ metric: Metric, at node: Node) -> Target.Bound? {
    let (isLeast, isMost) = (text.hasPrefix(">="), text.hasPrefix("<="))
    let numbers =
      isLeast || isMost
      ? [text.dropFirst(2)] : text.split(separator: "..", omittingEmptySubsequences: false)
    let ends = numbers.compactMap { quantity($0, metric.unit) }
    let isWhole = ends.count == numbers.count && ends.count == (isLeast || isMost ? 1 : 2)
    let mistake: Diagnostic.Message? =
      if !isWhole {
        .notATarget(text, metric)
      } else if !ends.allSatisfy(metric.possibleValues.contains) {
        .targetOutOfRange(text, metric)
      } else if isMost && metric.good == .up || isLeast && metric.good == .down {
        .targetReversed(text, metric)
      } else if ends.count == 2 && ends[1] < ends[0] {
        .bandReversed(text)
      } else {
        nil
      }
    if let mistake {
      problems.add(mistake, at: node)
      return nil
    }
    return isLeast ? .atLeast(ends[0]) : isMost ? .atMost(ends[0]) : .within(ends[0]...ends[1])
  }

  /// A number in a metric's unit.
  private func quantity(_ text: Substring, _ unit: Metric.Unit) -> Double? {
    let text = text.filter { $0 != " " }
    return switch unit {
    case .share: percentage(text)
    case .seconds: durationSeconds(text).map(Double.init)
    case .money:
      plainNumber(text).map { number in (0..<moneyDigits).reduce(number) { major, _ in major * 10 }
      }
    default: plainNumber(text)
    }
  }
}

extension Metric {
  /// The values that it can have, as far as its formula tells.
  fileprivate var possibleValues: ClosedRange<Double> {
    let all = -Double.infinity...Double.infinity
    if unit == .points { return -100...100 }
    if unit == .seconds { return 0...Double.infinity }
    if unit == .share, let ratio = formula as? RatioFormula, ratio.isOfCounts { return 0...1 }
    if unit == .count, let total = formula as? TotalFormula, total.less.isEmpty {
      return 0...Double.infinity
    }
    return all
  }

  fileprivate var possibleWords: String {
    switch possibleValues.upperBound {
    case 1: "from 0% to 100%"
    case 100: "from -100 to 100"
    default: "zero or more"
    }
  }

  fileprivate var exampleTarget: String {
    let sign = good == .up ? ">=" : "<="
    return switch (unit, good) {
    case (.share, .band): "75%..85%"
    case (.share, _): good == .down ? "<= 5%" : ">= 90%"
    case (.seconds, _): "\(sign) 4h"
    default: "\(sign) 100"
    }
  }
}

extension Diagnostic.Message {
  static func notATarget(_ text: String, _ metric: Metric) -> Self {
    Self(
      "'\(text)' is not a target of '\(metric.id)'; expected one such as '\(metric.exampleTarget)'")
  }

  static func targetOutOfRange(_ text: String, _ metric: Metric) -> Self {
    Self("'\(metric.id)' cannot have a value of '\(text)'; expected \(metric.possibleWords)")
  }

  static func targetReversed(_ text: String, _ metric: Metric) -> Self {
    let better = metric.good == .up ? "more" : "less"
    return Self(
      "'\(text)' is met by worse values, as \(better) of '\(metric.id)' is better; expected one such "
        + "as '\(metric.exampleTarget)'")
  }

  static func bandReversed(_ text: String) -> Self {
    Self("the band '\(text)' ends below its start; expected the lower end first")
  }

  static func targetNeverHolds(_ first: CivilDate, _ end: CivilDate) -> Self {
    Self("the target ends on \(end + -1), before it begins on \(first)")
  }
}
