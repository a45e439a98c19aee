/// What names a record among those of its kind: its system and its own key, in 16 bytes.
///
/// A key of up to 13 bytes stands in it as it is; a longer one as 120 bits of two independent hashes,
/// which two of a thousand million keys share with a chance of one in 10^18.
@frozen public struct RecordKey: Sendable, Hashable {
  public let low: UInt64
  public let high: UInt64

  /// How many partitions records are dealt to, by the hash of their key or of their ticket's.
  public static let partitionCount = 64

  /// - Parameter system: its code, so that each system has keys of its own.
  @inlinable public init(system: Int64, _ text: Span<UInt8>) {
    let code = UInt64(bitPattern: system)
    if text.count <= 13 && code < 1 << 16 {
      let words = ShortText(text)
      // Of up to eight bytes the words hold the first and the last four, of more the first and the last
      // eight.
      low = text.count < 8 ? words.low | words.high << 32 : words.low
      let rest = text.count > 8 ? words.high >> UInt64(8 &* (16 &- text.count)) : 0
      high = rest | code << 40 | UInt64(truncatingIfNeeded: text.count) << 56
    } else {
      low = ByteHash.of(text, seed: code).low
      high = ByteHash.of(text, seed: code ^ ByteHash.k2).low | 0xFF << 56
    }
  }

  /// The key that has these words.
  @inlinable public init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  @inlinable public var hash: UInt64 { ByteHash.mix(low ^ ByteHash.k0, high ^ ByteHash.k1) }

  @inlinable public var partition: Int { Int(truncatingIfNeeded: hash >> 58) }

  /// The key as a value of `Field.ticketLink`, which must not say "missing".
  @inlinable public var link: Int64 {
    let value = Int64(bitPattern: hash)
    return value == .missing ? .missing + 1 : value
  }

  /// The partition of the ticket with a link.
  @inlinable public static func partition(ofLink link: Int64) -> Int {
    Int(truncatingIfNeeded: UInt64(bitPattern: link) >> 58)
  }

  /// The key of the record that is the `number`-th of those alike within a file, counted from 0.
  public func repeated(_ number: Int) -> RecordKey {
    if number == 0 { return self }
    let word = ByteHash.of(high ^ UInt64(number))
    return RecordKey(
      low: ByteHash.mix(low ^ word, ByteHash.k2), high: ByteHash.of(word ^ low) | 0xFF << 56)
  }

  @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
