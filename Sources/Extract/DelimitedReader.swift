import Columnar

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads delimited text: CSV of RFC 4180 and its relatives.
///
/// A class for its position in the file. Unchecked, because one worker at a time calls
/// `nextPiece`, as `RecordReader` asks.
final class DelimitedReader: RecordReader, @unchecked Sendable {
  let layoutSeed: UInt64
  private var cutter: BlockCutter
  private let layout: Layout
  private var first: DelimitedPiece?
  /// What was cut last, and where its records begin.
  private var last: (cut: BlockCutter.Cut, start: Int)?

  /// What a piece needs to know of the file.
  struct Layout: Sendable {
    let dialect: Dialect
    /// The encoding that the text was converted from, as messages name it.
    let encoding: TextEncoding
    /// How many fields the header has.
    var fieldCount = 0
    /// For each wanted column its place in the header; -1 where it has several.
    var places: [Int] = []
    /// Behind any row's last field.
    static let absent = 1 << 40
    /// The columns of several places: those whose name stands in the header several times, of which
    /// empty ones are left out, and those that are made of others.
    var lists: [(column: Int, places: [Int], keepsEmpty: Bool)] = []
    /// How many delimiters nearly all rows have behind the last field of the header.
    var trailing = 0
  }

  init(_ source: any ByteSource, _ request: ReadRequest) throws(Diagnostic) {
    var cutter = BlockCutter(source, request)
    let head = try DelimitedHead(&cutter, request)
    var layout = Layout(
      dialect: request.dialect, encoding: source.encoding ?? .utf8)
    layout.fieldCount = head.names.count
    layout.trailing = try request.trailingDelimiters(fieldCount: head.names.count)
    let places = request.columns.map { column -> [Int] in
      guard let parts = request.joins[column] else {
        return head.places(of: [column], request.aliases)[0]
      }
      let places = head.places(of: parts, request.aliases)
      // All parts must be there.
      return places.contains { $0.isEmpty } ? [] : places.flatMap { $0.prefix(1) }
    }
    // The names of each, of which one is enough.
    var missing: [[String]] = []
    for (column, found) in zip(request.columns, places)
    where found.isEmpty && !request.optional.contains(column)
      && head.places(of: request.alternatives[column] ?? [], request.aliases).allSatisfy(\.isEmpty)
    {
      if let parts = request.joins[column] {
        missing += parts.filter { head.places(of: [$0], request.aliases)[0].isEmpty }.map { [$0] }
      } else {
        missing.append([column] + (request.alternatives[column] ?? []))
      }
    }
    guard missing.isEmpty else {
      throw Diagnostic(
        .noColumns(missing, head.names),
        at: .init(file: request.path, line: head.line, column: 1), failure: .dataGate)
    }
    layout.places = places.map { $0.isEmpty ? Layout.absent : $0.count == 1 ? $0[0] : -1 }
    layout.lists = places.enumerated().filter { $0.element.count > 1 }
      .map { ($0.offset, $0.element, request.joins[request.columns[$0.offset]] != nil) }
    layoutSeed = head.seed
    if let window = head.window {
      first = DelimitedPiece(
        DelimitedSplitter(window, from: head.end, to: head.cutEnd, layout))
      last = (.init(window: window, end: head.cutEnd), head.end)
    }
    self.layout = layout
    self.cutter = cutter
  }

  func nextPiece() throws(Diagnostic) -> (any RecordPiece)? {
    if let piece = first {
      first = nil
      return piece
    }
    let request = cutter.request
    let cut = try cutter.next { (window, isLast) throws(Diagnostic) in
      try request.recordsEnd(window, isLast)
    }
    guard let cut else { return nil }
    last = (cut, 0)
    return DelimitedPiece(DelimitedSplitter(cut.window, from: 0, to: cut.end, layout))
  }

  /// A file whose last line has no end may have been cut there; it was, where that line lacks
  /// fields.
  func doubts() throws(Diagnostic) -> [Diagnostic] {
    guard let (cut, start) = last, cut.end > 0,
      !"\r\n".utf8.contains(cut.window.bytes[cut.end - 1])
    else { return [] }
    var splitter = DelimitedSplitter(cut.window, from: start, to: cut.end, layout)
    var batch = TextBatch(columnCount: layout.places.count)
    var short: Int?
    while splitter.read(into: &batch) {
      short = batch.broken.last { $0.category == .fewerFields && $0.offset + $0.length == cut.end }
        .map(\.offset)
    }
    if let short {
      throw Diagnostic(
        .truncatedRow, at: try cutter.request.location(of: cut.window.fileOffset + short),
        failure: .dataGate)
    }
    if layout.dialect.openEnd { return [] }
    return [
      .warning(
        .openEnd, at: try cutter.request.location(of: cut.window.fileOffset + cut.end - 1))
    ]
  }
}

extension ReadRequest {
  /// Where the last whole record of a window ends; all of it, at the end of the file.
  ///
  /// - Parameter rows: that so many must be in it, unless the file ends; else 0 is returned.
  func recordsEnd(
    _ window: ByteWindow, _ isLast: Bool, rows: Int = 1
  ) throws(Diagnostic) -> Int {
    if rows == 1, !isLast, let end = plainRecordsEnd(window) { return end }
    var scanner = FieldScanner(dialect)
    var end = 0
    var count = 0
    var at = 0
    let last = window.count - 1
    let endsWithReturn =
      !isLast && last >= 0 && window.bytes[last] == UInt8(ascii: "\r")
    while at < window.count {
      // Safe: blocks begin within the window, which has a block of padding.
      unsafe scanner.scan(window.start + at, length: window.count - at) { offset, found in
        var ends = found.rows
        let base = at &+ offset
        // A CR that ends the window may be the first half of a CRLF.
        if endsWithReturn && last - base < 64 { ends &= ~(1 << UInt64(last - base)) }
        if ends != 0 { end = base &+ 64 &- ends.leadingZeroBitCount }
        count &+= ends.nonzeroBitCount
      }
      at += FieldScanner.blocks * 64
    }
    guard isLast else { return count >= rows ? end : 0 }
    if scanner.endsInside {
      throw Diagnostic(
        .openQuote, at: try location(of: window.fileOffset + end), failure: .dataGate)
    }
    return window.count
  }
}

extension ReadRequest {
  /// The same where the window has no quote and rows end with LF: behind the last of these.
  private func plainRecordsEnd(_ window: ByteWindow) -> Int? {
    guard FieldScanner(dialect).isPlain else { return nil }
    // Safe: the window has as many bytes as it counts.
    guard unsafe memchr(window.start, Int32(dialect.quote), window.count) == nil else { return nil }
    let bytes = window.bytes
    var end = bytes.count
    while end > 0 && bytes[end - 1] != UInt8(ascii: "\n") { end -= 1 }
    return end > 0 ? end : nil
  }
}

extension Diagnostic.Message {
  static func noColumns(_ missing: [[String]], _ header: [String]) -> Self {
    let quoted = { (names: ArraySlice<String>) in names.map { "'\($0)'" }.joined(separator: ", ") }
    let listed = missing.map { $0.map { "'\($0)'" }.joined(separator: " or ") }
    let more = header.count > 40 ? " and \(header.count - 40) more" : ""
    let column = missing.count == 1 ? "column" : "columns"
    return Self(
      "no \(column) \(listed.joined(separator: ", ")); the header has \(quoted(header.prefix(40)))\(more)"
    )
  }

  static var openEnd: Self {
    Self(
      "the file has no final newline and may be truncated; if the export never "
        + "ends its last line, say 'open_end: true'"
    )
  }

  static var truncatedRow: Self {
    Self(
      "the file ends in the middle of this record, without a line end; if it is below the "
        + "records, its source needs 'footer'")
  }

  static var openQuote: Self {
    Self("a quoted field of the record that begins here is not closed before the file ends")
  }
}
