/// Σx ÷ Σy over units that were drawn as a whole: contacts, agents' days, teams' months.
public struct RatioOfSums: Sendable, Hashable {
  public let units: Int
  public let x, y, xx, xy, yy: Double

  /// - Parameters:
  ///   - x: Σx, and `xx` Σx², `xy` Σxy, `yy` Σy².
  public init(units: Int, x: Double, y: Double, xx: Double, xy: Double, yy: Double) {
    (self.units, self.x, self.y, self.xx, self.xy, self.yy) = (units, x, y, xx, xy, yy)
  }

  public var value: Double? { y != 0 && units > 0 ? x / y : nil }

  /// Fieller's interval: the roots θ of (x̄ − θȳ)² = t²(s_xx − 2θ s_xy + θ² s_yy) ÷ n; open where
  /// the denominator may be zero.
  ///
  /// E. C. Fieller, Journal of the Royal Statistical Society B 16 (1954), 175–185.
  public func interval(missing p: Double) -> Bounds? {
    guard value != nil, units > 1 else { return nil }
    let n = Double(units)
    let t = StudentT(degreesOfFreedom: n - 1).critical(p)
    guard t.isFinite else { return .open }
    let (meanX, meanY) = (x / n, y / n)
    let weight = t * t / n / (n - 1)
    let a = meanY * meanY - weight * (yy - y * meanY)
    let b = meanX * meanY - weight * (xy - x * meanY)
    let c = meanX * meanX - weight * (xx - x * meanX)
    guard a > 0 else { return .open }
    let root = max(0, b * b - a * c).squareRoot()
    return Bounds(low: (b - root) / a, high: (b + root) / a)
  }
}
