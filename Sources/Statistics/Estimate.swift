/// The sufficient statistics of a value: from them alone come the value, its intervals and its
/// comparison with another. They add up exactly over records, so they may be published and merged.
public enum Estimate: Sendable, Hashable {
  case share(Share)
  case mean(Mean)
  case ratio(RatioOfSums)
  case count(Count)
  case nps(NetPromoters)
  case quantile(QuantileLadder)
  /// A complete count without sampling error: a standing, a budget line.
  case full(Double)

  /// nil where there is nothing to estimate from.
  public var value: Double? {
    switch self {
    case .share(let share): share.value
    case .mean(let mean): mean.value
    case .ratio(let ratio): ratio.value
    case .count(let count): Double(count.count)
    case .nps(let nps): nps.value
    case .quantile(let ladder): ladder.value
    case .full(let value): value
    }
  }

  /// The interval that misses the truth with probability `p`, 0.05 for 95 %; nil where the value has
  /// none.
  public func interval(missing p: Double) -> Bounds? {
    switch self {
    case .share(let share): share.interval(missing: p)
    case .mean(let mean): mean.interval(missing: p)
    case .ratio(let ratio): ratio.interval(missing: p)
    case .count(let count): count.interval(missing: p)
    case .nps(let nps): nps.interval(missing: p)
    case .quantile(let ladder): ladder.interval(missing: p)
    case .full: nil
    }
  }

  /// Whether differences are taken of logarithms, so that a doubling weighs as much as a halving.
  var isRelative: Bool {
    switch self {
    case .mean, .ratio, .count: true
    case .share, .nps, .quantile, .full: false
    }
  }
}
