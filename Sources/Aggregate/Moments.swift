/// Sums of squares, cubes or products of the values of some records: exact, so that they merge and are
/// taken back in any order.
struct Moments: Sendable, Hashable {
  /// How many records.
  var n: Int64 = 0
  /// How many of these have a value too great for its powers to be added up.
  var beyond: Int64 = 0
  /// Σx² of one value, or of two.
  var a: Int128 = 0
  /// Σx³, or Σxy.
  var b: Int128 = 0
  /// Σy² of two values.
  var c: Int128 = 0

  /// Seconds of 34,000 years, or a decimal of a million.
  static let greatest: Int64 = 1 << 40

  init() {}

  /// Those of the powers of one value.
  @inline(__always)
  init(powersOf x: Int64, sign: Int64) {
    n = sign
    guard x > -Self.greatest, x < Self.greatest else {
      beyond = sign
      return
    }
    a = Int128(x) * Int128(x) * Int128(sign)
    b = a * Int128(x)
  }

  /// Adds those of the powers of one more value.
  @inline(__always)
  mutating func add(powersOf x: Int64, sign: Int64) {
    // Of seconds of twelve days the cube fits into 64 bits.
    guard x > -(1 << 20), x < 1 << 20 else { return merge(Moments(powersOf: x, sign: sign)) }
    let square = x &* x &* sign
    n &+= sign
    a &+= Int128(square)
    b &+= Int128(square &* x)
  }

  /// Those of the products of two values.
  @inline(__always)
  init(of x: Int64, _ y: Int64, sign: Int64) {
    n = sign
    guard max(x, y) < Self.greatest, min(x, y) > -Self.greatest else {
      beyond = sign
      return
    }
    a = Int128(x) * Int128(x) * Int128(sign)
    b = Int128(x) * Int128(y) * Int128(sign)
    c = Int128(y) * Int128(y) * Int128(sign)
  }

  @inline(__always)
  mutating func merge(_ other: Moments) {
    n &+= other.n
    beyond &+= other.beyond
    a &+= other.a
    b &+= other.b
    c &+= other.c
  }

  /// Whether the sums are those of all records and fit their width: |Σx³| is at most the greatest
  /// value times Σx².
  var isKnown: Bool { beyond == 0 && n < 1 << 46 && a < Int128(1) << 86 }
}
