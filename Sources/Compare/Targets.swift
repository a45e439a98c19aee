public import Aggregate
public import Civil

/// All targets of a pipeline, and which of them holds where.
///
/// The last one that fits counts. One with members is for that group alone; one without is for the
/// whole, and for each group of which none with its members fits.
public struct Targets: Sendable {
  /// In the order of the pipeline file.
  public let entries: [Target]
  /// By metric, then members; last first.
  private let byGroup: [String: [[String: String]: [Target]]]

  public init(_ entries: [Target] = []) {
    self.entries = entries
    var byGroup: [String: [[String: String]: [Target]]] = [:]
    for entry in entries.reversed() {
      byGroup[entry.metric, default: [:]][entry.members, default: []].append(entry)
    }
    self.byGroup = byGroup
  }

  public func target(_ metric: String, _ period: Period, _ group: Group = .whole) -> Target? {
    guard let groups = byGroup[metric] else { return nil }
    func last(_ members: [String: String]) -> Target? {
      groups[members]?.first { $0.holds(for: period) }
    }
    return last(group.members) ?? (group == .whole ? nil : last([:]))
  }

  /// Each metric and group that has a target of its own, in the order of the pipeline file.
  public var aims: [(metric: String, group: Group)] {
    var aims: [(metric: String, group: Group)] = []
    for entry in entries {
      let aim = (entry.metric, Group(entry.members))
      if !aims.contains(where: { $0 == aim }) { aims.append(aim) }
    }
    return aims
  }
}
