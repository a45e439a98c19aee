/// A fast, well-mixed hash of bytes, the same on every machine. Not for secrets.
///
/// Built on the 64 × 64 → 128 bit multiply, as the wyhash family is: 16 bytes a step.
@frozen public struct ByteHash: Sendable, Equatable {
  public var low: UInt64
  public var high: UInt64

  @inlinable init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  @usableFromInline static let k0: UInt64 = 0x9E37_79B9_7F4A_7C15
  @usableFromInline static let k1: UInt64 = 0xBF58_476D_1CE4_E5B9
  @usableFromInline static let k2: UInt64 = 0x94D0_49BB_1331_11EB

  @inlinable static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.low ^ product.high
  }

  /// The hash of `bytes`; both halves are mixed.
  @inlinable public static func of(_ bytes: Span<UInt8>, seed: UInt64 = 0) -> ByteHash {
    // Safe: every load below stays within `count` bytes from the base.
    unsafe bytes.withUnsafeBufferPointer { buffer in
      let count = buffer.count
      // The length is spread over all bits: beside the bytes themselves it could cancel one of them.
      var state = seed ^ k0 ^ UInt64(truncatingIfNeeded: count) &* k2
      var a: UInt64 = 0
      var b: UInt64 = 0
      if let base = buffer.baseAddress {
        let p = unsafe UnsafeRawPointer(base)
        var at = 0
        while count &- at > 16 {
          state = unsafe mix(
            UInt64(littleEndian: p.loadUnaligned(fromByteOffset: at, as: UInt64.self)) ^ k1,
            UInt64(littleEndian: p.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self)) ^ state)
          at &+= 16
        }
        let words = unsafe ShortText(p + at, count &- at)
        a = words.low
        b = words.high
      }
      let product = (a ^ k1).multipliedFullWidth(by: b ^ state)
      let low = mix(product.low ^ k2, product.high ^ k0)
      return ByteHash(low: low, high: mix(product.high ^ k1, low ^ product.low))
    }
  }

  /// A well-mixed hash of one word.
  @inlinable public static func of(_ word: UInt64) -> UInt64 { mix(word ^ k0, k1) }
}

/// Up to 16 bytes as two words; texts of one length are equal where their words are.
@frozen public struct ShortText: Sendable, Equatable {
  public var low: UInt64
  public var high: UInt64

  /// - Parameter count: at most 16 bytes from `p`.
  @unsafe @inlinable init(_ p: UnsafeRawPointer, _ count: Int) {
    // Safe: overlapping loads within `count` bytes.
    if count >= 8 {
      low = unsafe UInt64(littleEndian: p.loadUnaligned(as: UInt64.self))
      high = unsafe UInt64(
        littleEndian: p.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
    } else if count >= 4 {
      low = unsafe UInt64(UInt32(littleEndian: p.loadUnaligned(as: UInt32.self)))
      high = unsafe UInt64(
        UInt32(littleEndian: p.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)))
    } else if count > 0 {
      let first = unsafe UInt64(p.load(as: UInt8.self))
      let middle = unsafe UInt64(p.load(fromByteOffset: count / 2, as: UInt8.self))
      let last = unsafe UInt64(p.load(fromByteOffset: count &- 1, as: UInt8.self))
      low = first | middle << 8 | last << 16
      high = 0
    } else {
      low = 0
      high = 0
    }
  }

  /// The words of `bytes`, of which there are at most 16.
  @inlinable public init(_ bytes: Span<UInt8>) {
    precondition(bytes.count <= 16)
    // Safe: the count was checked.
    self = unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return ShortText(low: 0, high: 0) }
      return unsafe ShortText(UnsafeRawPointer(base), buffer.count)
    }
  }

  @inlinable init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }
}
