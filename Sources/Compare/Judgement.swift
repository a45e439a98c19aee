public import Aggregate
public import Statistics

/// What the values of a metric in two periods say of each other, for one group.
public struct Judgement: Sendable, Hashable {
  public let metric: Metric
  public let change: Change
  /// How sure the change is; nil where the statistics do not say.
  public let difference: Difference?
  /// How often chance alone would make such a change, or a greater one.
  public let p: Double?
  /// The share of false findings among all that are at least as sure as this one.
  public let q: Double?
  public let verdict: Verdict

  /// Of counts how much longer the later period is than the earlier, by its weekdays; 1 for all else.
  public var exposure: Double {
    guard case .count(let old) = difference?.from, case .count(let new) = difference?.to else {
      return 1
    }
    return (new.exposure / old.exposure).decidable
  }

  /// How much a reader should look at it: certainty times size, as of signals; 0 where nothing changed
  /// detectably.
  public var impact: Double {
    switch verdict {
    case .improved, .worse, .changed: Impact.of(metric, change, p: p ?? 1)
    case .noDetectableChange, .notComparable, .notKnown: 0
    }
  }

  /// The interval of the change that misses the truth in 5 of 100 cases, in the metric's own unit; of a
  /// count, from what the earlier period would have brought in as many days. nil where the statistics do
  /// not say.
  public var interval: Bounds? {
    guard let difference, let old = change.old.value else { return nil }
    guard let growth = difference.growth(missing: 0.05) else {
      let interval = difference.interval(missing: 0.05)
      guard case .count(let new) = difference.to else { return interval }
      // Of none there is no factor: the two differ by so many in a day of average weight.
      return Bounds(
        low: interval.low.map { $0 * new.exposure }, high: interval.high.map { $0 * new.exposure })
    }
    let start = old * exposure
    return Bounds(low: growth.low.map { start * $0 }, high: growth.high.map { start * $0 })
  }
}
