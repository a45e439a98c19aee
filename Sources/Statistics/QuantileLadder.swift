/// A quantile with its intervals at several levels of confidence, from the ranks that enclose it: the
/// values themselves need not be kept.
public struct QuantileLadder: Sendable, Hashable {
  /// The shares of cases that the intervals miss, widest interval last.
  public static let levels = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 1e-3, 1e-4, 1e-6]

  public let value: Double
  public let n: Int
  /// One a level.
  public let rungs: [Bounds]

  public init(value: Double, n: Int, rungs: [Bounds]) {
    self.value = value
    self.n = n
    self.rungs = rungs
  }

  /// - Parameters:
  ///   - q: which quantile, `0...1`.
  ///   - n: how many values there are.
  ///   - dispersion: φ of "not above the quantile" by day.
  ///   - at: the value at a rank from 1 to `n`, ascending.
  /// - Returns: nil without values.
  public init?(_ q: Double, n: Int, dispersion: Dispersion = .none, at: (Int) -> Double) {
    guard n > 0 else { return nil }
    func interpolated(_ rank: Double) -> Double? {
      guard rank >= 1, rank <= Double(n) else { return nil }
      let below = Int(rank)
      let part = rank - Double(below)
      return part == 0 ? at(below) : at(below) + (at(below + 1) - at(below)) * part
    }
    self.init(
      value: interpolated(1 + q * Double(n - 1)) ?? at(n), n: n,
      rungs: Self.levels.map { level in
        let ranks = Self.ranks(q, n: n, missing: level, dispersion)
        return Bounds(low: interpolated(ranks.low), high: interpolated(ranks.high))
      })
  }

  /// nq + ½ ± z√(nq(1 − q)) + (z² − 1)(1 − 2q) ÷ 6: the normal approximation of the binomial ranks
  /// with its first correction for skewness (Cornish and Fisher), z widened by √φ.
  public static func ranks(
    _ q: Double, n: Int, missing p: Double, _ dispersion: Dispersion = .none
  ) -> (low: Double, high: Double) {
    let z =
      dispersion.law(degreesOfFreedom: dispersion.days - 1).critical(p)
      * dispersion.factor.squareRoot()
    let n = Double(n)
    let middle = n * q + 0.5 + (z * z - 1) * (1 - 2 * q) / 6
    let reach = z * (n * q * (1 - q)).squareRoot()
    return (middle - reach, middle + reach)
  }

  /// The rung of a level; between two levels straight in the normal quantile; beyond the last one
  /// open.
  public func interval(missing p: Double) -> Bounds? {
    guard let wider = Self.levels.firstIndex(where: { $0 <= p }) else { return .open }
    if Self.levels[wider] == p { return rungs[wider] }
    let normal = StudentT.normal
    let z = normal.critical(p)
    let outer = normal.critical(Self.levels[wider])
    // Inside the first rung the interval shrinks to the value itself.
    let inner = wider == 0 ? 0 : normal.critical(Self.levels[wider - 1])
    let innerBounds = wider == 0 ? Bounds(low: value, high: value) : rungs[wider - 1]
    let part = (z - inner) / (outer - inner)
    func between(_ a: Double?, _ b: Double?) -> Double? {
      guard let a, let b else { return nil }
      return a + (b - a) * part
    }
    return Bounds(
      low: between(innerBounds.low, rungs[wider].low),
      high: between(innerBounds.high, rungs[wider].high))
  }
}
