extension Span<UInt8> {
  /// Eight bytes as a word, the first of them lowest.
  @inlinable public func word(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset &+ 8 <= count)
    // Safe: in bounds by the precondition.
    return unsafe withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      let word = unsafe UnsafeRawPointer(base).loadUnaligned(
        fromByteOffset: offset, as: UInt64.self)
      return UInt64(littleEndian: word)
    }
  }

  /// Four bytes as a word, the first of them lowest.
  @inlinable public func halfWord(at offset: Int) -> UInt32 {
    precondition(offset >= 0 && offset &+ 4 <= count)
    // Safe: in bounds by the precondition.
    return unsafe withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      let word = unsafe UnsafeRawPointer(base).loadUnaligned(
        fromByteOffset: offset, as: UInt32.self)
      return UInt32(littleEndian: word)
    }
  }
}
