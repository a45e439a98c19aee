public import Aggregate
import Civil

/// The least change of each metric that is worth a word, as a pipeline says it.
public struct Worth: Sendable, Hashable {
  public enum Least: Sendable, Hashable {
    /// In the metric's own unit: a part of one for shares, seconds for durations.
    case absolute(Double)
    /// As a part of the earlier value.
    case relative(Double)
  }

  /// By metric.
  public let least: [String: Least]

  public init(_ least: [String: Least] = [:]) { self.least = least }

  /// Whether a change is as great as it must be; one that has no size is not.
  public func allows(_ metric: Metric, _ change: Change) -> Bool {
    switch least[metric.id] {
    case .absolute(let least): (change.absolute.map { abs($0) >= least }) ?? false
    case .relative(let least): (change.relative.map { abs($0) >= least }) ?? false
    case nil: true
    }
  }

  func allows(_ found: SignalSearch.Found, _ periods: [Period]) -> Bool {
    let values = found.course.values
    guard found.period > 0 else { return true }
    return allows(
      found.course.metric,
      Change(from: values[found.period - 1], to: values[found.period]))
  }
}
