import CZstd
import Columnar

/// A zstd file of one or several frames, decompressed block by block.
///
/// A class, because it owns the decompressor's state.
@safe final class ZstdSource: ByteSource {
  private let file: FileSource
  // Safe: made in init and freed in deinit.
  private let stream: OpaquePointer
  private var input = ByteWindow(fileOffset: 0, capacity: 1 << 18)
  private var consumed = 0
  private var isAtEnd = false
  private var isWithinFrame = false
  private var limit: ExpansionLimit

  init(_ file: FileSource) throws(Diagnostic) {
    self.file = file
    limit = ExpansionLimit(path: file.path)
    // Safe: null is answered where memory is lacking.
    guard let made = unsafe ZSTD_createDStream() else {
      throw Diagnostic(.brokenZstd("zstd cannot start"), at: file.path, .software)
    }
    unsafe stream = made
  }

  deinit {
    // Safe: made in init.
    unsafe ZSTD_freeDStream(stream)
  }

  func read(into window: ByteWindow) throws(Diagnostic) -> Int {
    // Safe: zstd writes at most `size` bytes of the free space, and reads only the input's bytes.
    let made = try unsafe window.fill {
      (free: UnsafeMutableBufferPointer<UInt8>) throws(Diagnostic) in
      var output = unsafe ZSTD_outBuffer(dst: free.baseAddress, size: free.count, pos: 0)
      while unsafe output.pos < output.size {
        if consumed == input.count && !isAtEnd { try refill() }
        if isAtEnd && !isWithinFrame { break }
        var from = unsafe ZSTD_inBuffer(src: input.start, size: input.count, pos: consumed)
        let before = unsafe output.pos
        let status = unsafe ZSTD_decompressStream(stream, &output, &from)
        guard ZSTD_isError(status) == 0 else {
          throw Diagnostic(
            .brokenZstd(unsafe String(cString: ZSTD_getErrorName(status)).lowercased()),
            at: file.path, .dataGate)
        }
        consumed = unsafe from.pos
        isWithinFrame = status != 0
        if isAtEnd && isWithinFrame, unsafe output.pos == before {
          throw Diagnostic(
            .brokenZstd("the file ends in the middle of a frame"), at: file.path, .dataGate)
        }
      }
      return unsafe output.pos
    }
    try limit.add(written: made)
    return made
  }

  private func refill() throws(Diagnostic) {
    input = ByteWindow(fileOffset: 0, capacity: input.capacity)
    consumed = 0
    let got = try file.read(into: input)
    isAtEnd = got == 0
    try limit.add(read: got)
  }
}

extension Diagnostic.Message {
  static func brokenZstd(_ reason: String) -> Self { Self("broken zstd data: \(reason)") }
}
