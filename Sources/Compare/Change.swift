public import Aggregate

/// How a value moved from one period to another.
public struct Change: Sendable, Hashable {
  public let old: MetricValue
  public let new: MetricValue

  public init(from old: MetricValue, to new: MetricValue) {
    self.old = old
    self.new = new
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
