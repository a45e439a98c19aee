public import Aggregate
public import Civil

/// A snapshot as an audience may see it: all that is compared, rendered and published. A `Publication`
/// makes it, or it was published.
public struct ShownSnapshot: Sendable {
  private let snapshot: MetricSnapshot

  init(_ snapshot: MetricSnapshot) { self.snapshot = snapshot }

  public var metrics: [Metric] { snapshot.metrics }
  /// Oldest first; the last is the one reported on.
  public var periods: [Period] { snapshot.periods }
  /// The whole first, then by dimensions and members.
  public var groups: [Group] { snapshot.groups }

  public subscript(id: String) -> Metric? { snapshot[id] }

  /// The values of a metric for a group, one a period, oldest first; nil where the snapshot has
  /// none such.
  public func series(_ id: String, _ group: Group = .whole) -> [MetricValue]? {
    snapshot.series(id, group)
  }

  /// The value of a metric for a group and period; nil where the snapshot has none such.
  public func value(_ id: String, _ period: Period, _ group: Group = .whole) -> MetricValue? {
    snapshot.value(id, period, group)
  }

  /// The days of a metric for a group; nil where it is not forecast, or any of its values is suppressed.
  public func course(_ id: String, _ group: Group = .whole) -> DayCourse? {
    snapshot.course(id, group)
  }

  /// What came to each queue in the last period; none that rests on few records.
  public var queues: [QueueLoad] { snapshot.queues }

  /// Whether any value bears a flag.
  public func contains(_ flag: MetricValue.Flag) -> Bool { snapshot.contains(flag) }

  /// The members of one dimension, in the order of their names.
  public func members(of dimension: String) -> [String] { snapshot.members(of: dimension) }
}

extension ShownSnapshot {
  /// What was published already: whoever reads it sees no more than was shown.
  public init(published snapshot: MetricSnapshot) { self.init(snapshot) }
}
