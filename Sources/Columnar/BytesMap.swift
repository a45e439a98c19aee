/// An open-addressing map from short texts to numbers, for dictionary encoding.
///
/// Texts of up to 16 bytes are compared as two words, without a look at the arena.
public struct BytesMap: ~Copyable, Sendable {
  @usableFromInline struct Entry: Sendable {
    /// The text itself up to 16 bytes; else its hash and its place in the arena.
    @usableFromInline var words: ShortText
    /// -1 where the slot is free.
    @usableFromInline var length: Int
    @usableFromInline var value: Int64

    @usableFromInline init(words: ShortText, length: Int, value: Int64) {
      self.words = words
      self.length = length
      self.value = value
    }
  }

  @usableFromInline var entries: [Entry]
  @usableFromInline var mask: Int
  @usableFromInline var arena = ByteArena()
  public private(set) var count = 0

  static let free = Entry(words: ShortText(low: 0, high: 0), length: -1, value: 0)

  public init() {
    entries = Array(repeating: Self.free, count: 64)
    mask = 63
  }

  /// The number stored for `text`; nil where there is none.
  @inlinable public func value(of text: Span<UInt8>) -> Int64? {
    let length = text.count
    if length <= 16 {
      let words = ShortText(text)
      var slot = Int(truncatingIfNeeded: Self.hash(words, length)) & mask
      while true {
        let entry = entries[slot]
        if entry.words == words && entry.length == length { return entry.value }
        if entry.length < 0 { return nil }
        slot = (slot &+ 1) & mask
      }
    }
    let hash = ByteHash.of(text).low
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = entries[slot]
      if entry.length < 0 { return nil }
      if entry.words.low == hash && entry.length == length
        && equal(arena.bytes(Int(entry.words.high), length), text)
      {
        return entry.value
      }
      slot = (slot &+ 1) & mask
    }
  }

  /// Stores a number for a text that has none.
  public mutating func insert(_ text: Span<UInt8>, _ value: Int64) {
    if count * 2 >= entries.count { grow() }
    let length = text.count
    let entry: Entry
    if length <= 16 {
      entry = Entry(words: ShortText(text), length: length, value: value)
    } else {
      let hash = ByteHash.of(text).low
      entry = Entry(
        words: ShortText(low: hash, high: UInt64(arena.append(text))), length: length,
        value: value)
    }
    place(entry)
    count += 1
  }

  @usableFromInline static func hash(_ words: ShortText, _ length: Int) -> UInt64 {
    ByteHash.of(words.low ^ (words.high &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(length) << 56)
  }

  private mutating func place(_ entry: Entry) {
    let hash =
      entry.length <= 16 ? Self.hash(entry.words, entry.length) : entry.words.low
    var slot = Int(truncatingIfNeeded: hash) & mask
    while entries[slot].length >= 0 { slot = (slot + 1) & mask }
    entries[slot] = entry
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: Self.free, count: old.count * 2)
    mask = entries.count - 1
    for entry in old where entry.length >= 0 { place(entry) }
  }
}

/// Whether two stretches hold the same bytes.
@inlinable public func equal(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
  guard a.count == b.count else { return false }
  for i in a.indices where a[i] != b[i] { return false }
  return true
}
