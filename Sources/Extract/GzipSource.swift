import CZlib
import Columnar

/// A gzip file of one or several members, inflated block by block.
///
/// A class, because it owns zlib's state.
@safe final class GzipSource: ByteSource {
  private let file: FileSource
  // Safe: the stream is on the heap, since zlib keeps a pointer to it; freed in deinit.
  private let stream: UnsafeMutablePointer<z_stream> = .allocate(capacity: 1)
  private var input = ByteWindow(fileOffset: 0, capacity: 1 << 18)
  private var isAtEnd = false
  private var isBetweenMembers = false
  private var limit: ExpansionLimit

  init(_ file: FileSource) throws(Diagnostic) {
    self.file = file
    limit = ExpansionLimit(path: file.path)
    // Safe: zeroed memory is a valid z_stream with default allocators.
    unsafe stream.initialize(to: z_stream())
    let status = unsafe inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      throw Diagnostic(.notInflated("zlib cannot start"), at: file.path, .software)
    }
  }

  deinit {
    // Safe: initialised in init.
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  func read(into window: ByteWindow) throws(Diagnostic) -> Int {
    // Safe: zlib writes at most `avail_out` bytes of the free space that the window lends.
    try unsafe window.fill { (free: UnsafeMutableBufferPointer<UInt8>) throws(Diagnostic) in
      unsafe stream.pointee.next_out = free.baseAddress
      unsafe stream.pointee.avail_out = UInt32(free.count)
      while unsafe stream.pointee.avail_out > 0 && !isAtEnd {
        if unsafe stream.pointee.avail_in == 0 { try refill() }
        if isAtEnd { break }
        try inflateSome()
      }
      let made = free.count - Int(unsafe stream.pointee.avail_out)
      try limit.add(written: made)
      return made
    }
  }

  private func refill() throws(Diagnostic) {
    input = ByteWindow(fileOffset: 0, capacity: input.capacity)
    let got = try file.read(into: input)
    try limit.add(read: got)
    if got == 0 {
      guard isBetweenMembers else {
        throw Diagnostic(
          .notInflated("the file ends in the middle of a member"),
          at: file.path, .dataGate)
      }
      isAtEnd = true
      return
    }
    // Safe: `input` keeps the bytes alive until the next refill; zlib does not write to them.
    unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.start)
    unsafe stream.pointee.avail_in = UInt32(got)
  }

  private func inflateSome() throws(Diagnostic) {
    if isBetweenMembers {
      // Safe: next_in has at least one byte. Zeros after the last member are padding.
      if unsafe stream.pointee.next_in.pointee == 0 {
        unsafe stream.pointee.next_in += 1
        unsafe stream.pointee.avail_in -= 1
        return
      }
      unsafe inflateReset(stream)
      isBetweenMembers = false
    }
    // Safe: the stream was set up above.
    switch unsafe inflate(stream, Z_NO_FLUSH) {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isBetweenMembers = true
    default:
      // Safe: zlib's message is a static C string, or null.
      let reason = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "unknown"
      throw Diagnostic(.notInflated(reason), at: file.path, .dataGate)
    }
  }
}

extension Diagnostic.Message {
  static func notInflated(_ reason: String) -> Self { Self("broken gzip data: \(reason)") }
}
