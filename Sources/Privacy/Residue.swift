/// A number modulo the prime 2⁶¹ − 1.
///
/// What follows from sums is a matter of ranks, and a rank modulo a prime is that over the rationals
/// unless the prime divides one of the minors. Those of sums of few multiples are small, and one of a
/// size without bound is a multiple of it once in 2·10¹⁸: no figure is added up here, so no value
/// can come out wrong.
struct Residue: Hashable, ExpressibleByIntegerLiteral {
  private static let prime: UInt64 = 1 << 61 - 1

  /// Below the prime.
  private let number: UInt64

  private init(reduced number: UInt64) { self.number = number }

  init(_ number: Int) {
    let rest = number % Int(Self.prime)
    self.number = UInt64(rest < 0 ? rest + Int(Self.prime) : rest)
  }

  init(integerLiteral number: Int) { self.init(number) }

  var isZero: Bool { number == 0 }

  static prefix func - (a: Self) -> Self {
    Self(reduced: a.number == 0 ? 0 : prime - a.number)
  }

  static func + (a: Self, b: Self) -> Self {
    let sum = a.number + b.number
    return Self(reduced: sum >= prime ? sum - prime : sum)
  }

  static func += (a: inout Self, b: Self) { a = a + b }

  static func * (a: Self, b: Self) -> Self {
    // 2⁶¹ is 1, so what stands above the lowest 61 bits is added to them.
    let (high, low) = a.number.multipliedFullWidth(by: b.number)
    let sum = (high << 3 | low >> 61) + (low & prime)
    return Self(reduced: sum >= prime ? sum - prime : sum)
  }

  /// By Fermat's little theorem; not of zero.
  var inverse: Self {
    var (result, power, exponent) = (1 as Self, self, Self.prime - 2)
    while exponent > 0 {
      if exponent & 1 == 1 { result = result * power }
      power = power * power
      exponent >>= 1
    }
    return result
  }
}
