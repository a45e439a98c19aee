public import Civil

/// What a pipeline aims at with one metric: for the whole or one group, always or for a time.
public struct Target: Sendable, Hashable {
  /// In the metric's own unit: shares as parts of one, durations in seconds.
  public enum Bound: Sendable, Hashable {
    case atLeast(Double)
    case atMost(Double)
    /// A band; both ends are in it.
    case within(ClosedRange<Double>)
  }

  /// The metric's id.
  public let metric: String
  public let bound: Bound
  /// The dimensions and members of the group that it is for; empty for the whole.
  public let members: [String: String]
  /// The first day of the first period that it holds for; nil for all until `end`.
  public let first: CivilDate?
  /// The first day after the last period that it holds for; nil for all from `first`.
  public let end: CivilDate?

  public init(
    metric: String, bound: Bound, members: [String: String] = [:], from first: CivilDate? = nil,
    until end: CivilDate? = nil
  ) {
    self.metric = metric
    self.bound = bound
    self.members = members
    self.first = first
    self.end = end
  }

  /// Whether it holds for a period: whether the period starts in its time.
  public func holds(for period: Period) -> Bool {
    (first.map { $0 <= period.first } ?? true) && (end.map { period.first < $0 } ?? true)
  }
}

extension Target.Bound {
  public func isMet(by actual: Double) -> Bool {
    switch self {
    case .atLeast(let least): actual >= least
    case .atMost(let most): actual <= most
    case .within(let band): band.contains(actual)
    }
  }

  /// The actual value less the bound; for a band less its nearer end, and 0 in it.
  public func distance(from actual: Double) -> Double {
    switch self {
    case .atLeast(let bound), .atMost(let bound): actual - bound
    case .within(let band): actual - min(max(actual, band.lowerBound), band.upperBound)
    }
  }

  /// The values that a chart draws a line at: one, or the two ends of a band.
  public var ends: [Double] {
    switch self {
    case .atLeast(let bound), .atMost(let bound): [bound]
    case .within(let band): [band.lowerBound, band.upperBound]
    }
  }
}
