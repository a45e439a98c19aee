/// Where the slot, the day and the places of a value lie in the words that stand beside it: each in as
/// many bits as it needs.
struct ValueStamp: Sendable {
  /// Some bits of one of the words.
  struct Bits: Sendable {
    let word: Int
    let shift: UInt64
    let mask: UInt64

    @inline(__always)
    func value(in word: UInt64) -> Int { Int(truncatingIfNeeded: word &>> shift & mask) }

    /// A word with these bits alone.
    @inline(__always)
    func word(_ value: Int) -> UInt64 { (UInt64(truncatingIfNeeded: value) & mask) &<< shift }

    /// Sets the bits of some words that have none of them yet.
    func mark(_ words: inout [[UInt64]], _ values: [Int32]) {
      let values = values.span
      var own = words[word].mutableSpan
      for row in 0..<values.count { own[row] |= word(Int(values[row])) }
    }
  }

  let slot: Bits
  /// On the axis; 0 for what stands at the end of a period.
  let day: Bits
  /// By dimension.
  let places: [Bits]
  /// How many words a value has.
  let words: Int

  /// - Parameters:
  ///   - slots: how many there are.
  ///   - days: likewise.
  ///   - sizes: how many places each dimension has.
  init(slots: Int, days: Int, sizes: [Int]) {
    var word = 0
    var end: UInt64 = 0
    func bits(for count: Int) -> Bits {
      let width = UInt64(max(1, Int.bitWidth - max(0, count - 1).leadingZeroBitCount))
      if end + width > 64 { (word, end) = (word + 1, 0) }
      defer { end += width }
      return Bits(word: word, shift: end, mask: width == 64 ? .max : 1 << width - 1)
    }
    slot = bits(for: slots)
    day = bits(for: days)
    places = sizes.map(bits)
    words = word + 1
  }
}
