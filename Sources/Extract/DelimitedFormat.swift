import Columnar

/// CSV and its like: rows of fields under a header.
struct DelimitedFormat: ExportFormat {
  let name = "csv"
  let extensions = ["csv", "tsv", "txt"]
  let isSplittable = true
  let isDelimited = true

  func open(
    _ source: any ByteSource, _ request: ReadRequest
  ) throws(Diagnostic) -> any RecordReader {
    try DelimitedReader(source, request)
  }

  func columns(_ request: ReadRequest) throws(Diagnostic) -> [String] {
    var cutter = BlockCutter(try openSource(request), request)
    var known: Set<String> = []
    return try DelimitedHead(&cutter, request).names.filter { known.insert($0).inserted }
  }

  /// None, since the reader demands all columns.
  func absent(among columns: [String], _ request: ReadRequest) -> [String] { [] }

  func mistake(ofColumn column: String) -> Diagnostic.Message? { nil }

  /// Any text may be one: it is what no other format is.
  func isBegun(by text: ArraySlice<UInt8>) -> Bool { false }

  func sniff(_ text: SniffedText) throws(Diagnostic) -> SniffedLayout {
    let found = try DelimitedSniffer(
      text.bytes, from: text.start, isWhole: text.isWhole, delimiter: text.delimiter)
    return SniffedLayout(dialect: found.dialect, columns: found.columns)
  }

  func words(_ layout: SniffedLayout) -> [String] {
    let dialect = layout.dialect
    func shown(_ bytes: [UInt8]) -> String {
      bytes == [0x09] ? "tab" : "'\(String(decoding: bytes, as: UTF8.self))'"
    }
    func count(_ number: Int, _ one: String, _ several: String) -> String {
      "\(number) \(number == 1 ? one : several)"
    }
    var words = ["delimiter \(shown(dialect.delimiter))"]
    if dialect.quote != Dialect().quote { words.append("quote \(shown([dialect.quote]))") }
    if dialect.escape != 0 { words.append("escape \(shown([dialect.escape]))") }
    if dialect.preamble > 0 {
      words.append("\(count(dialect.preamble, "line", "lines")) above the header")
    }
    if dialect.headerRows != 1 { words.append("\(dialect.headerRows) header rows") }
    if !dialect.footer.isEmpty {
      words.append("\(count(dialect.footer.count, "row", "rows")) below the records")
    }
    return words
  }

  func rejectForm(
    _ request: ReadRequest, _ encoding: TextEncoding, top: Span<UInt8>
  ) throws(Diagnostic) -> any RejectForm {
    var cutter = BlockCutter(try openSource(request), request)
    let head = try DelimitedHead(&cutter, request)
    return DelimitedForm(
      head, request.dialect,
      trailing: try request.trailingDelimiters(fieldCount: head.names.count))
  }
}
