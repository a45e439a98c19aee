/// A measure of a metric, and what it is for the value: what an explanation names and traces.
public struct MetricPart: Sendable, Hashable {
  public enum Role: String, Sendable, CaseIterable {
    /// Records that are counted, or whose values are added up.
    case counted
    case numerator
    /// What is taken off the counted or the numerator.
    case less
    case denominator
    /// The values that a quantile or a variance is made of.
    case values
    /// The values of which only the different ones count.
    case distinct
    case squares
  }

  /// Which records of its measure belong to a period.
  enum Span: Sendable, Hashable {
    case period
    /// Those that stood at the end of the period before.
    case opening
    case months
    case lastMonth
  }

  public let role: Role
  public let measure: Measure
  let span: Span
  /// In what form it is accumulated.
  let form: Accumulation.Form

  /// - Parameter isDistributed: whether each value is kept, not their sum.
  init(_ role: Role, _ measure: Measure, _ span: Span = .period, isDistributed: Bool = false) {
    self.role = role
    self.measure = measure
    self.span = span
    switch span {
    case .months, .lastMonth: form = .monthlySum
    case .period, .opening: form = isDistributed ? .values : .sum
    }
  }

  /// Whether it is what stood at the end of the period before.
  public var isOpening: Bool { span == .opening }
}
