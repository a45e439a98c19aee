public import Aggregate
public import Civil

/// Two periods of a snapshot, side by side: each metric, for the whole and for each group.
public struct Comparison: Sendable {
  /// One line: a metric for a group.
  public struct Row: Sendable {
    public let metric: Metric
    public let group: Group
    public let change: Change
  }

  public let from: Period
  public let to: Period
  /// In the order of the metric table; within a metric the whole first, then by group.
  public let rows: [Row]

  /// Compares two periods that the snapshot holds.
  public init(_ snapshot: MetricSnapshot, from: Period, to: Period) {
    self.from = from
    self.to = to
    rows = snapshot.metrics.flatMap { metric in
      snapshot.groups.compactMap { group -> Row? in
        guard let old = snapshot.value(metric.id, from, group),
          let new = snapshot.value(metric.id, to, group)
        else { return nil }
        let change = Change(from: old, to: new, good: metric.good)
        // A group that neither period knows says nothing; the whole always does.
        if group != .whole && old.publishedN == 0 && new.publishedN == 0 { return nil }
        return Row(metric: metric, group: group, change: change)
      }
    }
  }
}
