import Columnar

/// Turns a source into windows of whole records: it reads a block behind what the last window left
/// over, and asks the format where the last whole record ends.
///
/// Memory is one block, or one record where that is longer.
struct BlockCutter {
  /// A record longer than this is taken for a quote or bracket left open. Twice as much is held.
  static let longestRecord = 48 << 20

  /// A window and how many of its bytes are whole records. What follows may be read, not used.
  struct Cut {
    let window: ByteWindow
    let end: Int
  }

  let request: ReadRequest
  private let source: any ByteSource
  private var window = ByteWindow(fileOffset: 0, capacity: 0)
  private var consumed = 0
  private var isAtEnd = false

  /// How many bytes of the file the cuts so far came to.
  var offset: Int { window.fileOffset + consumed }

  init(_ source: any ByteSource, _ request: ReadRequest) {
    self.source = source
    self.request = request
  }

  /// The next window; it begins where the last one was cut.
  ///
  /// - Parameter findEnd: given the window and whether the file ends with it, how many of its bytes
  ///   are whole records. 0 asks for a longer window.
  /// - Returns: nil at the end of the file.
  mutating func next(
    _ findEnd: (ByteWindow, _ isLast: Bool) throws(Diagnostic) -> Int
  ) throws(Diagnostic) -> Cut? {
    var extra = request.blockSize
    while true {
      let kept = window.count - consumed
      let longer = ByteWindow(fileOffset: window.fileOffset + consumed, capacity: kept + extra)
      longer.append(window.bytes.extracting(consumed..<window.count))
      if !isAtEnd { isAtEnd = try source.read(into: longer) < extra }
      window = longer
      consumed = 0
      if window.count == 0 { return nil }
      consumed = try findEnd(window, isAtEnd)
      if consumed > 0 { return Cut(window: window, end: consumed) }
      if isAtEnd { return nil }
      guard window.count < Self.longestRecord else {
        throw Diagnostic(
          .recordTooLong, at: try request.location(of: window.fileOffset), failure: .dataGate)
      }
      // Longer by what it has, so that few copies are made; but not far past the longest record.
      extra = max(request.blockSize, min(window.count, Self.longestRecord - window.count))
    }
  }
}

extension Diagnostic.Message {
  static var recordTooLong: Self {
    Self("a record of more than 48 MiB begins here; is a quote or a bracket left open?")
  }
}
