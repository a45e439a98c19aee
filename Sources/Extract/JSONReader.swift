import Columnar

/// Reads JSON: records a line, or the elements of an array at a path. Cutting is ours; each record
/// is then split by simdjson.
///
/// A class for its position in the file. Unchecked, because one worker at a time calls
/// `nextPiece`, as `RecordReader` asks.
final class JSONReader: RecordReader, @unchecked Sendable {
  enum Layout {
    /// One record a line.
    case lines
    /// Documents with an array at a path each, or records one after the other.
    case document
  }

  private let request: ReadRequest
  private var cutter: BlockCutter
  private let layout: Layout
  private var scanner: JSONDocumentScanner
  private var isFirst = true

  init(_ source: any ByteSource, _ request: ReadRequest, layout: Layout) throws(Diagnostic) {
    self.request = request
    cutter = BlockCutter(source, request)
    self.layout = layout
    scanner = JSONDocumentScanner(request)
  }

  func nextPiece() throws(Diagnostic) -> (any RecordPiece)? {
    switch layout {
    case .lines:
      guard let cut = try cutter.next(lastLineEnd) else {
        guard isFirst else { return nil }
        throw Diagnostic(.emptyLines, at: .init(file: request.path), failure: .dataGate)
      }
      let start = isFirst && cut.window.bytes.startsWithByteOrderMark ? 3 : 0
      isFirst = false
      return JSONPiece(cut.window, .lines(from: start, to: cut.end), request)
    case .document:
      while true {
        let cut = try cutter.next { (window, isLast) throws(Diagnostic) in
          try scanner.scan(window, isLast: isLast)
        }
        guard let cut else {
          try scanner.finish(at: cutter.offset)
          return nil
        }
        let records = scanner.takeRecords()
        if !records.isEmpty { return JSONPiece(cut.window, .extents(records), request) }
      }
    }
  }

  private func lastLineEnd(_ window: ByteWindow, _ isLast: Bool) throws(Diagnostic) -> Int {
    let bytes = window.bytes
    var end = window.count
    while end > 0 && bytes[end - 1] != UInt8(ascii: "\n") { end -= 1 }
    guard isLast else { return end }
    // A last line without an end whose brackets are open was cut.
    var nesting = JSONNesting(depth: 0)
    for at in end..<window.count { nesting.take(bytes[at]) }
    if nesting.depth > 0 || nesting.isInString {
      throw Diagnostic(
        .truncatedLine, at: try request.location(of: window.fileOffset + end),
        failure: .dataGate)
    }
    return window.count
  }
}

extension Diagnostic.Message {
  /// An export without records still has its header or brackets in other formats; here nothing
  /// tells it from one that failed.
  static var emptyLines: Self {
    Self("the file is empty; expected a record a line, or an empty line where there are none")
  }

  static var truncatedLine: Self { Self("the file ends in the middle of this record") }
}
