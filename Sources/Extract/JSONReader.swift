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

  private var cutter: BlockCutter
  private let columns: [String]
  private let layout: Layout
  private var scanner: JSONDocumentScanner
  private var isFirst = true

  init(_ source: any ByteSource, _ request: ReadRequest, layout: Layout) throws(Diagnostic) {
    cutter = BlockCutter(source, request)
    columns = request.columns
    self.layout = layout
    scanner = JSONDocumentScanner(request)
  }

  func nextPiece() throws(Diagnostic) -> (any RecordPiece)? {
    switch layout {
    case .lines:
      guard let cut = try cutter.next(lastLineEnd) else { return nil }
      let start = isFirst && cut.window.bytes.startsWithByteOrderMark ? 3 : 0
      isFirst = false
      return JSONPiece(cut.window, .lines(from: start, to: cut.end), columns)
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
        if !records.isEmpty { return JSONPiece(cut.window, .extents(records), columns) }
      }
    }
  }

  private func lastLineEnd(_ window: ByteWindow, _ isLast: Bool) -> Int {
    if isLast { return window.count }
    let bytes = window.bytes
    var end = window.count
    while end > 0 && bytes[end - 1] != UInt8(ascii: "\n") { end -= 1 }
    return end
  }
}
