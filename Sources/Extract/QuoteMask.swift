import CByteMasks

/// Which bytes of a delimited text are enclosed in quotes, 64 at a time.
///
/// A quote opens a field only where a field begins, and after a quote that has just closed one (a
/// doubled quote); elsewhere outside quotes it is an ordinary byte. So Python's `csv` reads it.
struct QuoteMask {
  /// All ones while the last block ended inside quotes.
  private(set) var carry: UInt64 = 0
  /// 1 where a quote at the next byte would open a field.
  private var mayOpen: UInt64 = 1

  var endsInside: Bool { carry != 0 }

  /// The bytes of the block inside quotes; an opening quote is, a closing one is not.
  @inline(__always)
  mutating func inside(_ masks: delimited_masks) -> UInt64 {
    if masks.quotes == 0 {
      mayOpen = (masks.delimiters | masks.newlines) >> 63
      return carry
    }
    let inside = prefixXor(masks.quotes) ^ carry
    let openers = masks.quotes & inside
    let closers = masks.quotes & ~inside
    let before = masks.delimiters | masks.newlines | closers
    guard openers & ~(before << 1 | mayOpen) == 0 else { return insideWithStrays(masks) }
    mayOpen = before >> 63
    carry = UInt64(bitPattern: Int64(bitPattern: inside) >> 63)
    return inside
  }

  /// The same where some quotes are ordinary bytes: bit by bit.
  private mutating func insideWithStrays(_ masks: delimited_masks) -> UInt64 {
    var isInside = carry != 0
    var inside: UInt64 = 0
    var mayOpen = self.mayOpen != 0
    for bit in 0..<64 {
      let here = UInt64(1) << UInt64(bit)
      if masks.quotes & here != 0 {
        if isInside {
          isInside = false
          mayOpen = true
          continue
        }
        isInside = mayOpen
      }
      if isInside { inside |= here }
      mayOpen = (masks.delimiters | masks.newlines) & here != 0
    }
    carry = isInside ? .max : 0
    self.mayOpen = mayOpen ? 1 : 0
    return inside
  }

  @inline(__always)
  private func prefixXor(_ word: UInt64) -> UInt64 {
    var word = word
    word ^= word << 1
    word ^= word << 2
    word ^= word << 4
    word ^= word << 8
    word ^= word << 16
    word ^= word << 32
    return word
  }
}
