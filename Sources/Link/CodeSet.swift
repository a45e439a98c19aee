/// A few codes of one dictionary, found without hashing.
struct CodeSet: Sendable, ExpressibleByArrayLiteral {
  /// Bit `c` is set where the code `c` is in the set.
  private var low: UInt64 = 0
  /// The codes that have no bit.
  private var others: Set<Int64> = []

  init(_ codes: [Int64]) {
    for code in codes {
      if code >= 0 && code < 64 { low |= 1 << UInt64(code) } else { others.insert(code) }
    }
  }

  init(arrayLiteral codes: Int64...) { self.init(codes) }

  @inline(__always)
  func contains(_ code: Int64) -> Bool {
    let bit = UInt64(bitPattern: code)
    if bit < 64 { return low >> bit & 1 == 1 }
    return !others.isEmpty && others.contains(code)
  }
}
