import CByteMasks
import Columnar

/// Reads delimited text: CSV of RFC 4180 and its relatives, with a header.
///
/// A class for its position in the file. Unchecked, because one worker at a time calls
/// `nextPiece`, as `RecordReader` asks.
final class DelimitedReader: RecordReader, @unchecked Sendable {
  let layoutSeed: UInt64
  private var cutter: BlockCutter
  private let dialect: Dialect
  private var first: DelimitedPiece?

  /// What a piece needs to know of the file.
  struct Dialect: Sendable {
    let delimiter: UInt8
    let quote: UInt8
    /// How many fields the header has.
    var fieldCount = 0
    /// For each wanted column its place in the header.
    var places: [Int] = []
  }

  init(_ source: any ByteSource, _ request: ReadRequest) throws(Diagnostic) {
    var dialect = Dialect(delimiter: request.delimiter, quote: request.quote)
    var cutter = BlockCutter(source, request)
    let whole = dialect
    guard
      let cut = try cutter.next({ (window, isLast) throws(Diagnostic) in
        try whole.recordsEnd(window, isLast, request.path)
      })
    else { throw Diagnostic(.noHeader, at: request.path, .dataGate) }

    let start = cut.window.bytes.startsWithByteOrderMark ? 3 : 0
    let headerPiece = DelimitedPiece(cut.window, from: start, to: cut.end, dialect)
    let (names, end) = headerPiece.header()
    dialect.fieldCount = names.count
    let missing = request.columns.filter { !names.contains($0) }
    guard missing.isEmpty else {
      throw Diagnostic(
        .noColumns(missing, names), at: .init(file: request.path, line: 1, column: 1),
        failure: .dataGate)
    }
    dialect.places = request.columns.compactMap { names.firstIndex(of: $0) }
    layoutSeed = ByteHash.of(cut.window.bytes.extracting(start..<end)).low
    first = DelimitedPiece(cut.window, from: end, to: cut.end, dialect)
    self.dialect = dialect
    self.cutter = cutter
  }

  func nextPiece() throws(Diagnostic) -> (any RecordPiece)? {
    if let piece = first {
      first = nil
      return piece
    }
    let path = cutter.path
    let dialect = dialect
    let cut = try cutter.next { (window, isLast) throws(Diagnostic) in
      try dialect.recordsEnd(window, isLast, path)
    }
    return cut.map { DelimitedPiece($0.window, from: 0, to: $0.end, dialect) }
  }

  /// The header's names of a file, as they stand there.
  static func header(_ request: ReadRequest) throws(Diagnostic) -> [String] {
    let dialect = Dialect(delimiter: request.delimiter, quote: request.quote)
    var cutter = BlockCutter(try openSource(request.path), request)
    let cut = try cutter.next { (window, isLast) throws(Diagnostic) in
      try dialect.recordsEnd(window, isLast, request.path)
    }
    guard let cut else { throw Diagnostic(.noHeader, at: request.path, .dataGate) }
    let start = cut.window.bytes.startsWithByteOrderMark ? 3 : 0
    return DelimitedPiece(cut.window, from: start, to: cut.end, dialect).header().names
  }
}

extension DelimitedReader.Dialect {
  /// Where the last whole record of a window ends; all of it, at the end of the file.
  func recordsEnd(
    _ window: ByteWindow, _ isLast: Bool, _ path: String
  ) throws(Diagnostic) -> Int {
    var quotes = QuoteMask()
    var end = 0
    var at = 0
    while at < window.count {
      // Safe: a block begins within the window, which has a block of padding.
      let masks = unsafe delimited_masks_of(window.start + at, quote, delimiter)
      let newlines = masks.newlines & ~quotes.inside(masks)
      if newlines != 0 { end = at + 64 - newlines.leadingZeroBitCount }
      at += 64
    }
    guard isLast else { return end }
    if quotes.endsInside {
      throw Diagnostic(
        .openQuote, at: try location(of: window.fileOffset + end, in: path), failure: .dataGate)
    }
    return window.count
  }
}

extension Span<UInt8> {
  var startsWithByteOrderMark: Bool {
    count >= 3 && self[0] == 0xEF && self[1] == 0xBB && self[2] == 0xBF
  }
}

extension Diagnostic.Message {
  static var noHeader: Self { Self("the file is empty; expected a header") }

  static func noColumns(_ missing: [String], _ header: [String]) -> Self {
    let quoted = { (names: ArraySlice<String>) in names.map { "'\($0)'" }.joined(separator: ", ") }
    let more = header.count > 40 ? " and \(header.count - 40) more" : ""
    let column = missing.count == 1 ? "column" : "columns"
    return Self(
      "no \(column) \(quoted(missing[...])); the header has \(quoted(header.prefix(40)))\(more)")
  }

  static var openQuote: Self {
    Self("a quoted field of the record that begins here is not closed before the file ends")
  }
}
