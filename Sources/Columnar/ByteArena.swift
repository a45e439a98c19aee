#if canImport(Glibc)
  public import Glibc
#else
  public import Darwin
#endif

/// Bytes that are only ever added to, and read back by offset.
@safe public struct ByteArena: ~Copyable, @unchecked Sendable {
  @usableFromInline var base: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int
  @inlinable public var count: Int { filled }
  @usableFromInline var filled = 0

  public init(capacity: Int = 256) {
    self.capacity = max(capacity, ByteWindow.padding)
    // Safe: allocated here and freed in deinit.
    unsafe base = .allocate(capacity: self.capacity + ByteWindow.padding)
  }

  deinit {
    // Safe: the allocation is owned by self alone.
    unsafe base.deallocate()
  }

  /// Adds bytes to the end and returns where they begin.
  @discardableResult
  public mutating func append(_ bytes: Span<UInt8>) -> Int {
    let offset = count
    reserve(bytes.count)
    // Safe: room was reserved, and `bytes` is no part of this allocation.
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      unsafe memcpy(base + count, start, source.count)
    }
    filled += bytes.count
    return offset
  }

  /// Adds all bytes of another arena and returns where they begin.
  @inlinable public mutating func append(all other: borrowing ByteArena) -> Int {
    let offset = count
    // Safe: the other arena has as many bytes as it counts.
    unsafe append(UnsafePointer(other.base), other.count)
    return offset
  }

  /// Adds a copy of `length` of its own bytes.
  public mutating func append(copyOf offset: Int, _ length: Int) {
    precondition(offset >= 0 && length >= 0 && offset + length <= count)
    reserve(length)
    // Safe: within the initialised bytes, by the precondition; room was reserved before the
    // pointer was taken.
    unsafe append(UnsafePointer(base + offset), length)
  }

  @inlinable public mutating func append(_ byte: UInt8) {
    reserve(1)
    // Safe: room was reserved.
    unsafe base[count] = byte
    filled += 1
  }

  /// Adds the eight bytes of a word, the lowest first.
  @inlinable public mutating func append(_ word: Int64) {
    reserve(8)
    // Safe: room was reserved.
    unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: word.littleEndian, as: Int64.self)
    filled += 8
  }

  /// Adds `length` bytes from `start`.
  @unsafe @inlinable public mutating func append(_ start: UnsafePointer<UInt8>, _ length: Int) {
    reserve(length)
    // Safe: room was reserved; the caller vouches for the source.
    unsafe memcpy(base + count, start, length)
    filled += length
  }

  @inlinable public mutating func removeAll() { filled = 0 }

  public mutating func truncate(to newCount: Int) {
    precondition(newCount <= count)
    filled = newCount
  }

  /// The bytes of a stretch that was appended.
  @_lifetime(borrow self)
  @inlinable public func bytes(_ offset: Int, _ length: Int) -> Span<UInt8> {
    precondition(offset >= 0 && length >= 0 && offset + length <= count)
    // Safe: within the initialised bytes, by the precondition; the span borrows self.
    let span = unsafe Span(_unsafeStart: UnsafePointer(base + offset), count: length)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// Makes room for `extra` more bytes.
  @inlinable public mutating func reserve(_ extra: Int) {
    if count + extra > capacity { grow(extra) }
  }

  @usableFromInline mutating func grow(_ extra: Int) {
    capacity = max(capacity * 2, count + extra)
    // Safe: the initialised bytes move to the larger allocation before the old one is freed.
    let larger = UnsafeMutablePointer<UInt8>.allocate(
      capacity: capacity + ByteWindow.padding)
    unsafe memcpy(larger, base, count)
    unsafe base.deallocate()
    unsafe base = larger
  }
}
