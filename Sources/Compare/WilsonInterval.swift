/// What a share may be, given how many of how many were counted: Wilson's interval at 95 %.
///
/// E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209–212.
public struct WilsonInterval: Sendable, Hashable {
  /// The normal quantile of 97.5 %.
  static let z = 1.959963984540054

  public let low: Double
  public let high: Double

  /// - Parameters:
  ///   - share: of one.
  ///   - n: of how many.
  /// - Returns: nil where there is nothing to go by.
  public init?(share: Double, n: Int) {
    guard n > 0, share >= 0, share <= 1 else { return nil }
    let n = Double(n)
    let square = Self.z * Self.z
    let middle = (share + square / (2 * n)) / (1 + square / n)
    let reach =
      Self.z / (1 + square / n) * (share * (1 - share) / n + square / (4 * n * n)).squareRoot()
    low = max(0, middle - reach)
    high = min(1, middle + reach)
  }
}
