import Aggregate

/// How many records a value must rest on.
public struct SmallN: Sendable, Hashable {
  /// A value that rests on fewer is marked indicative.
  public var indicative: Int
  /// A value that rests on fewer is not shown where others may read it; 0 shows all.
  public var suppress: Int
  /// Whether staff records are of agents, a day each, and so of persons.
  public var staffAreAgents = false

  public init(indicative: Int = 30, suppress: Int = 10) {
    self.indicative = indicative
    self.suppress = suppress
  }
}

extension Metric {
  /// Whether its values say something of the records behind them, beyond how many there are.
  ///
  /// Counts and sums do not: how few tickets there were is no secret of any of them. Nor do budget
  /// lines, and staff records that are totals of teams as they come.
  func isOfRecords(_ limits: SmallN) -> Bool {
    formula.isOfRecords && leading.kind != .cost
      && (leading.kind != .staff || limits.staffAreAgents)
  }
}

extension MetricSnapshot {
  /// The same values, those that rest on few records marked.
  func markingIndicative(_ limits: SmallN) -> MetricSnapshot {
    mapValues { metric, value in
      let isFew = metric.isOfRecords(limits) && value.n > 0 && value.n < limits.indicative
      var value = value
      let flags = Set(value.flags).subtracting([.indicative]).union(isFew ? [.indicative] : [])
      value.flags = MetricValue.Flag.allCases.filter(flags.contains)
      return value
    }
  }

  /// The same metrics, periods and groups with other values.
  func mapValues(_ body: (Metric, MetricValue) -> MetricValue) -> MetricSnapshot {
    MetricSnapshot(
      metrics: metrics, periods: periods, spans: spans, groups: groups,
      values: metrics.map { metric in
        groups.map { series(metric.id, $0)?.map { body(metric, $0) } }
      }, courses: courses, queues: queues)
  }
}
