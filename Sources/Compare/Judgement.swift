import Aggregate
public import Statistics

/// What the values of a metric in two periods say of each other, for one group.
public struct Judgement: Sendable, Hashable {
  public let change: Change
  /// How sure the change is; nil where the statistics do not say.
  public let difference: Difference?
  /// How often chance alone would make such a change, or a greater one.
  public let p: Double?
  /// The share of false findings among all that are at least as sure as this one.
  public let q: Double?
  public let verdict: Verdict

  /// The interval of the change that misses the truth in 5 of 100 cases, in the metric's own unit; nil
  /// where the statistics do not say.
  public var interval: Bounds? {
    guard let difference, let old = change.old.value else { return nil }
    guard let growth = difference.growth(missing: 0.05) else {
      return difference.interval(missing: 0.05)
    }
    return Bounds(low: growth.low.map { old * $0 }, high: growth.high.map { old * $0 })
  }
}
