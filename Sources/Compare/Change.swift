public import Aggregate

/// How a value moved from one period to another.
public struct Change: Sendable, Hashable {
  public enum Verdict: String, Sendable {
    case better, worse, unchanged
    /// It moved, but neither way is good.
    case changed
    /// There was no value before, and now there is one.
    case appeared
    case vanished
    /// Neither is known, or one may not be shown.
    case unknown
  }

  public let old: MetricValue
  public let new: MetricValue
  public let verdict: Verdict

  public init(from old: MetricValue, to new: MetricValue, good: Metric.Direction) {
    self.old = old
    self.new = new
    switch (old.value, new.value) {
    case _ where old.isSuppressed || new.isSuppressed: verdict = .unknown
    case (nil, nil): verdict = .unknown
    case (nil, _): verdict = .appeared
    case (_, nil): verdict = .vanished
    case (let a?, let b?) where a == b: verdict = .unchanged
    case (let a?, let b?):
      switch good {
      case .up: verdict = b > a ? .better : .worse
      case .down: verdict = b < a ? .better : .worse
      case .neither, .band: verdict = .changed
      }
    }
  }

  /// The unit in which the change of a metric is shown.
  public func unit(_ unit: Metric.Unit) -> Metric.Unit { old.unit(new.unit(unit)) }

  /// New less old, in the metric's own unit; nil where either is not known.
  public var absolute: Double? {
    guard let a = old.value, let b = new.value else { return nil }
    return b - a
  }

  /// The absolute change as a part of the old value; nil where that is zero or not known.
  public var relative: Double? {
    guard let a = old.value, let absolute, a != 0 else { return nil }
    return absolute / abs(a)
  }
}
