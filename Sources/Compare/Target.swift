/// What a pipeline aims at with one metric.
public struct Target: Sendable, Hashable {
  public enum Bound: String, Sendable {
    case atLeast = "≥"
    case atMost = "≤"
  }

  /// The metric's id.
  public let metric: String
  public let bound: Bound
  /// In the metric's own unit: shares as parts of one, durations in seconds.
  public let value: Double

  public init(metric: String, bound: Bound, value: Double) {
    self.metric = metric
    self.bound = bound
    self.value = value
  }

  public func isMet(by actual: Double) -> Bool {
    bound == .atLeast ? actual >= value : actual <= value
  }
}
