/// What one unit of a currency is worth in another: an exact fraction in lowest terms.
public struct Rate: Sendable, Hashable {
  public let numerator: Int64
  public let denominator: Int64

  /// nil where the fraction is not positive, or does not fit in lowest terms.
  public init?(_ numerator: Int128, _ denominator: Int128) {
    guard numerator > 0, denominator > 0 else { return nil }
    let divisor = Self.greatestDivisor(numerator, denominator)
    guard let top = Int64(exactly: numerator / divisor),
      let bottom = Int64(exactly: denominator / divisor)
    else { return nil }
    self.numerator = top
    self.denominator = bottom
  }

  /// A decimal number such as `1.0847`: digits, and a point among them.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard 1...2 ~= parts.count,
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { 48...57 ~= $0 } })
    else { return nil }
    let decimals = parts.count == 2 ? parts[1].utf8.count : 0
    guard decimals <= 18, let digits = Int128(parts.joined()) else { return nil }
    self.init(digits, Self.powerOfTen(decimals))
  }

  public static let one = Rate(1)

  private init(_ whole: Int64) {
    numerator = whole
    denominator = 1
  }

  public var inverse: Rate { Rate(numerator: denominator, denominator: numerator) }

  private init(numerator: Int64, denominator: Int64) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// One rate after the other; nil where the product does not fit.
  public func times(_ other: Rate) -> Rate? {
    // Two factors below 2^63: the products fit into 128 bits.
    Rate(
      Int128(numerator) * Int128(other.numerator), Int128(denominator) * Int128(other.denominator))
  }

  /// An amount in minor units of one currency, in minor units of the other: the exact quotient,
  /// rounded half to even.
  ///
  /// - Returns: nil where the amount does not fit into 64 bits.
  public func convert(minor: Int64, from: String, to: String) -> Int64? {
    let shift = CurrencyCode.minorDigits(to) - CurrencyCode.minorDigits(from)
    let (scaled, overflow) = (Int128(minor) * Int128(numerator)).multipliedReportingOverflow(
      by: Self.powerOfTen(max(0, shift)))
    if overflow { return nil }
    return Int64(
      exactly: Self.halfEven(scaled, Int128(denominator) * Self.powerOfTen(max(0, -shift))))
  }

  /// - Parameter divisor: positive, below 2^126.
  static func halfEven(_ number: Int128, _ divisor: Int128) -> Int128 {
    var (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
    if rest < 0 {
      quotient -= 1
      rest += divisor
    }
    let twice = rest * 2
    return twice > divisor || twice == divisor && quotient % 2 != 0 ? quotient + 1 : quotient
  }

  static func powerOfTen(_ exponent: Int) -> Int128 { (0..<exponent).reduce(1) { p, _ in p * 10 } }

  private static func greatestDivisor(_ a: Int128, _ b: Int128) -> Int128 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
