import CBoostMath

/// Student's t; with infinite degrees of freedom the normal distribution.
public struct StudentT: Sendable, Hashable {
  public let degreesOfFreedom: Double

  public init(degreesOfFreedom: Double = .infinity) { self.degreesOfFreedom = degreesOfFreedom }

  public static let normal = StudentT()

  /// The magnitude that a share `p` of the distribution exceeds, both sides together.
  ///
  /// - Parameter p: a share, `0...1`; 0 for no share at all, which is infinite.
  public func critical(_ p: Double) -> Double {
    if p >= 1 { return 0 }
    if p <= 0 { return .infinity }
    guard let place = Self.usual.firstIndex(of: self),
      let level = QuantileLadder.levels.firstIndex(of: p)
    else { return quantile(p) }
    return Self.quantiles[place][level]
  }

  /// The normal distribution, and those of the days of a month: nearly all that is asked for, again and
  /// again.
  private static let usual = [normal] + (1...30).map { StudentT(degreesOfFreedom: Double($0)) }
  /// Of these by the levels of a ladder.
  private static let quantiles = usual.map { law in QuantileLadder.levels.map(law.quantile) }

  private func quantile(_ p: Double) -> Double {
    degreesOfFreedom.isFinite
      ? t_upper_quantile(p / 2, degreesOfFreedom) : normal_upper_quantile(p / 2)
  }

  /// The probability of a value at least as far from 0 as `t`, on either side.
  public func probability(beyond t: Double) -> Double {
    let tail =
      degreesOfFreedom.isFinite
      ? t_upper_tail(abs(t), degreesOfFreedom) : normal_upper_tail(abs(t))
    return min(1, 2 * tail)
  }
}
