/// `k` of `n` records.
public struct Share: Sendable, Hashable {
  public let k: Int
  public let n: Int
  public let dispersion: Dispersion

  public init(k: Int, n: Int, dispersion: Dispersion = .none) {
    self.k = k
    self.n = n
    self.dispersion = dispersion
  }

  public var value: Double? { n > 0 ? Double(k) / Double(n) : nil }

  /// Wilson's interval of `n` ÷ φ records, within 0...1.
  ///
  /// E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209–212; with φ as
  /// quasi-binomial models have it.
  public func interval(missing p: Double) -> Bounds? {
    guard let value else { return nil }
    let n = Double(n) / dispersion.factor
    let critical = dispersion.law(degreesOfFreedom: dispersion.days - 1).critical(p)
    let square = critical * critical
    guard square.isFinite else { return Bounds(low: 0, high: 1) }
    let middle = (value + square / (2 * n)) / (1 + square / n)
    let reach =
      critical / (1 + square / n) * (value * (1 - value) / n + square / (4 * n * n)).squareRoot()
    // At the ends the two terms are equal; rounding must not leave a trace.
    return Bounds(
      low: k == 0 ? 0 : max(0, middle - reach), high: k == self.n ? 1 : min(1, middle + reach))
  }
}
