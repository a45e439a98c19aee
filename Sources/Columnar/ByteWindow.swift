#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A stretch of an export's bytes, owned, followed by zeros that may be read past its end.
///
/// A class, because the batches cut from a window keep it alive; written by the one reader that
/// made it and read-only from then on.
@safe public final class ByteWindow: @unchecked Sendable {
  /// Bytes that may be read behind the last one: a SIMD block.
  public static let padding = 64

  /// Where the first byte stands in the file (in its decompressed text).
  public let fileOffset: Int
  public let capacity: Int
  @inlinable public var count: Int { filled }
  @usableFromInline var filled = 0
  @usableFromInline let base: UnsafeMutablePointer<UInt8>

  public init(fileOffset: Int, capacity: Int) {
    self.fileOffset = fileOffset
    self.capacity = capacity
    // Safe: allocated here, freed in deinit, and never larger than `capacity + padding`.
    unsafe base = .allocate(capacity: capacity + Self.padding)
    unsafe base.initialize(repeating: 0, count: min(Self.padding, capacity + Self.padding))
  }

  deinit {
    // Safe: allocated in init and owned by self alone.
    unsafe base.deallocate()
  }

  /// A window that holds a copy of `bytes`.
  public convenience init(_ bytes: [UInt8], fileOffset: Int = 0) {
    self.init(fileOffset: fileOffset, capacity: bytes.count)
    append(bytes.span)
  }

  @inlinable public var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      // Safe: `count` bytes are initialised, and the span borrows self.
      let span = unsafe Span(_unsafeStart: UnsafePointer(base), count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Copies bytes to the end; they must fit.
  public func append(_ bytes: Span<UInt8>) {
    precondition(count + bytes.count <= capacity)
    // Safe: the precondition keeps the copy within the allocation.
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      unsafe memcpy(base + count, start, source.count)
    }
    filled += bytes.count
    zeroPadding()
  }

  /// Lets `body` fill the free space; it returns how many bytes it wrote.
  public func fill<E: Error>(
    _ body: (UnsafeMutableBufferPointer<UInt8>) throws(E) -> Int
  ) throws(E) -> Int {
    // Safe: the buffer covers just the free capacity.
    let free = unsafe UnsafeMutableBufferPointer(start: base + count, count: capacity - count)
    let written = unsafe try body(free)
    precondition(written <= capacity - count)
    filled += written
    zeroPadding()
    return written
  }

  /// Gives up the bytes from `newCount` on.
  public func truncate(to newCount: Int) {
    precondition(newCount <= count)
    filled = newCount
    zeroPadding()
  }

  /// The first byte, for readers that index by pointer; `count + padding` bytes may be read.
  @unsafe @inlinable public var start: UnsafePointer<UInt8> { unsafe UnsafePointer(base) }

  private func zeroPadding() {
    // Safe: `capacity + padding` bytes are allocated and `count <= capacity`.
    unsafe (base + count).initialize(repeating: 0, count: Self.padding)
  }
}
