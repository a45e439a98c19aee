public import Aggregate
public import Privacy

/// The milestones of a pipeline, and which of them concern a group of a report.
public struct Milestones: Sendable {
  /// By date.
  public let all: [Milestone]
  /// For a member of one dimension those of another that it has records in common with.
  private let company: [Group: [String: Set<String>]]

  /// - Parameter snapshot: its pairs say that a team has records of one region alone.
  public init(_ milestones: [Milestone] = [], in snapshot: ShownSnapshot) {
    all = milestones.enumerated()
      .sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }.map(\.element)
    let named = Set(all.flatMap(\.members.keys))
    var company: [Group: [String: Set<String>]] = [:]
    for pair in snapshot.groups where pair.members.count == 2 {
      for (dimension, member) in pair.members where named.contains(dimension) {
        guard let other = pair.members.first(where: { $0.key != dimension }) else { continue }
        let group = Group([other.key: other.value])
        if company[group]?[dimension] == nil { company[group, default: [:]][dimension] = [] }
        if snapshot.hasRecords(pair) { company[group]?[dimension]?.insert(member) }
      }
    }
    self.company = company
  }

  /// Those that may have moved a metric of a group: of the whole each that concerns a part of it.
  public func concerning(_ metric: String, _ group: Group = .whole) -> [Milestone] {
    all.filter { $0.concerns(metric, group) && meets($0, group) }
  }

  /// Whether the group's members have records of those that a milestone is confined to, where pairs say.
  private func meets(_ milestone: Milestone, _ group: Group) -> Bool {
    milestone.members.allSatisfy { dimension, names in
      if group.members[dimension] != nil { return true }
      return group.members.allSatisfy { own in
        guard let met = company[Group([own.key: own.value])]?[dimension] else { return true }
        return !met.isDisjoint(with: names)
      }
    }
  }
}

extension ShownSnapshot {
  /// Whether any figure of a group rests on records; suppressed ones do.
  fileprivate func hasRecords(_ group: Group) -> Bool {
    metrics.contains { metric in
      series(metric.id, group)?.contains { $0.publishedN != 0 } ?? false
    }
  }
}
