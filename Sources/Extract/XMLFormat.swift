import Columnar

/// XML: an element a record.
struct XMLFormat: ExportFormat {
  let name = "xml"
  let extensions = ["xml"]
  let isSplittable = false
  let namesRecords = true
  var reasonColumn: String { "@" + RecordWriter.reasonName }

  func open(
    _ source: any ByteSource, _ request: ReadRequest
  ) throws(Diagnostic) -> any RecordReader {
    try XMLReader(source, request)
  }

  func columns(_ request: ReadRequest) throws(Diagnostic) -> [String] {
    XMLSniffer(try Sniffer.sample(try openSource(request))).columns(of: request.records)
  }

  func absent(
    among columns: [String], _ request: ReadRequest
  ) throws(Diagnostic) -> [String] {
    let there = XMLSniffer(try Sniffer.sample(try openSource(request))).paths(of: request.records)
    return columns.filter { !there.contains($0) }
  }

  func mistake(ofColumn column: String) -> Diagnostic.Message? {
    let parts = column.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.last == "" { return .pathMistake(column, "the attribute's name behind the '@'") }
    if column.contains("[") { return .pathMistake(column, "elements by their names alone") }
    let hasGap =
      !parts[0].isEmpty
      && parts[0].split(separator: ".", omittingEmptySubsequences: false).contains("")
    return hasGap ? .pathMistake(column, "a name on each side of a '.'") : nil
  }

  func isBegun(by text: ArraySlice<UInt8>) -> Bool { text.first == UInt8(ascii: "<") }

  func sniff(_ text: SniffedText) throws(Diagnostic) -> SniffedLayout {
    let found = XMLSniffer(text.bytes)
    let records = text.request.records.isEmpty ? try found.records() : text.request.records
    return SniffedLayout(records: records, columns: found.columns(of: records))
  }

  func words(_ layout: SniffedLayout) -> [String] { ["record element '\(layout.records)'"] }

  func rejectForm(
    _ request: ReadRequest, _ encoding: TextEncoding, top: Span<UInt8>
  ) -> any RejectForm {
    XMLForm(encoding, top: Array(top), lineEnd: top.firstLineEnd)
  }
}
