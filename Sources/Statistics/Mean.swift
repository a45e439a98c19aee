/// The mean of `n` values, from their sums of powers.
public struct Mean: Sendable, Hashable {
  public let n: Int
  /// Σx, Σx², Σx³.
  public let sum: Double
  public let squares: Double
  public let cubes: Double

  public init(n: Int, sum: Double, squares: Double, cubes: Double) {
    self.n = n
    self.sum = sum
    self.squares = squares
    self.cubes = cubes
  }

  public var value: Double? { n > 0 ? sum / Double(n) : nil }

  /// The sample variance, n − 1 below; nil under two values.
  public var variance: Double? {
    guard n > 1, let value else { return nil }
    return max(0, (squares - sum * value) / Double(n - 1))
  }

  /// The third standardised moment; 0 where all values are alike.
  public var skewness: Double {
    guard n > 1, let value else { return 0 }
    let n = Double(n)
    let second = squares / n - value * value
    let third = cubes / n - 3 * value * squares / n + 2 * value * value * value
    return second > 0 ? third / (second * second.squareRoot()) : 0
  }

  /// Whether the skewness is so great that the interval deserves a mark: its correction would move
  /// the middle by more than a tenth of the standard error.
  public var isHeavyTailed: Bool { n > 1 && abs(skewness) / (6 * Double(n).squareRoot()) > 0.1 }

  /// Hall's interval for the mean of a skewed population.
  ///
  /// P. Hall, Journal of the Royal Statistical Society B 54 (1992), 221–228: x̄ − s·T(±t ÷ √n) with
  /// T(A) = (3 ÷ γ)(∛(1 + γ(A − γ ÷ 6n)) − 1).
  public func interval(missing p: Double) -> Bounds? {
    guard let value, let variance else { return nil }
    let reach =
      StudentT(degreesOfFreedom: Double(n - 1)).critical(p) / Double(n).squareRoot()
    guard reach.isFinite else { return .open }
    let deviation = variance.squareRoot()
    return Bounds(
      low: value - deviation * transformed(reach), high: value - deviation * transformed(-reach))
  }

  private func transformed(_ a: Double) -> Double {
    let skewness = skewness
    // As γ vanishes, T(A) becomes A.
    if abs(skewness) < 1e-9 { return a }
    let inner = 1 + skewness * (a - skewness / (6 * Double(n)))
    return 3 / skewness * (Self.cubeRoot(inner) - 1)
  }

  /// By Newton from a power of two, so that every processor finds the same.
  static func cubeRoot(_ x: Double) -> Double {
    guard x != 0, x.isFinite else { return x }
    let magnitude = abs(x)
    var root = Double(
      sign: .plus, exponent: Int((Double(magnitude.exponent) / 3).rounded()), significand: 1)
    for _ in 0..<12 { root = (2 * root + magnitude / (root * root)) / 3 }
    return x < 0 ? -root : root
  }
}
