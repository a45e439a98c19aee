/// Small readings of ASCII bytes that the casts share.

extension Span<UInt8> {
  /// Without spaces, tabs and line ends at both ends.
  @inline(__always)
  @_lifetime(copy self)
  func trimmed() -> Span<UInt8> {
    isEmpty || !self[0].isBlank && !self[count &- 1].isBlank ? self : cut()
  }

  @inline(never)
  @_lifetime(copy self)
  private func cut() -> Span<UInt8> {
    var low = 0
    var high = count
    while low < high && self[low].isBlank { low &+= 1 }
    while high > low && self[high &- 1].isBlank { high &-= 1 }
    return extracting(low..<high)
  }

  /// Whether it is the word, but for the case of ASCII letters. The word is in lower case.
  func isWord(_ word: StaticString) -> Bool {
    guard count == word.utf8CodeUnitCount else { return false }
    var i = 0
    for byte in word.description.utf8 {
      if self[i].lowercased != byte { return false }
      i += 1
    }
    return true
  }

  /// Whether it is the word, but for the case of ASCII letters. The word is in lower case.
  func equalsIgnoringCase(_ word: [UInt8]) -> Bool {
    guard count == word.count else { return false }
    for i in 0..<count where self[i].lowercased != word[i] { return false }
    return true
  }

  func equals(_ bytes: [UInt8]) -> Bool {
    guard count == bytes.count else { return false }
    for i in 0..<count where self[i] != bytes[i] { return false }
    return true
  }
}

extension UInt8 {
  @inline(__always) var isBlank: Bool { self == 0x20 || self >= 0x09 && self <= 0x0D }
  @inline(__always) var digit: Int? {
    let value = self &- 0x30
    return value <= 9 ? Int(value) : nil
  }
  @inline(__always) var lowercased: UInt8 {
    self >= 0x41 && self <= 0x5A ? self | 0x20 : self
  }
  @inline(__always) var isLetter: Bool {
    let lower = self | 0x20
    return lower >= 0x61 && lower <= 0x7A
  }
}
