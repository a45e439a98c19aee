import Columnar

/// JSON: an array of records somewhere in a document, or a record a line.
struct JSONFormat: ExportFormat {
  let layout: JSONReader.Layout
  let name: String
  let extensions: [String]
  let isSplittable = true
  var namesRecords: Bool { layout == .document }

  static let document = JSONFormat(layout: .document, name: "json", extensions: ["json"])
  static let lines = JSONFormat(layout: .lines, name: "ndjson", extensions: ["ndjson", "jsonl"])

  func open(
    _ source: any ByteSource, _ request: ReadRequest
  ) throws(Diagnostic) -> any RecordReader {
    try JSONReader(source, request, layout: layout)
  }

  func columns(_ request: ReadRequest) throws(Diagnostic) -> [String] {
    try JSONSniffer.columns(request)
  }

  func absent(
    among columns: [String], _ request: ReadRequest
  ) throws(Diagnostic) -> [String] {
    var left = columns.map(JSONPath.init)
    try JSONSniffer.forEachRecord(request) { record in left.removeAll { $0.isIn(record) } }
    return left.map(\.text)
  }

  func mistake(ofColumn column: String) -> Diagnostic.Message? { JSONPath.mistake(column) }

  func isBegun(by text: ArraySlice<UInt8>) -> Bool {
    switch text.first {
    case UInt8(ascii: "["): layout == .document
    case UInt8(ascii: "{"): JSONSniffer.isLines(text) == (layout == .lines)
    default: false
    }
  }

  func sniff(_ text: SniffedText) throws(Diagnostic) -> SniffedLayout {
    var request = text.request
    if request.records.isEmpty && layout == .document {
      request.records = try JSONSniffer.records(of: text.bytes)
    }
    return SniffedLayout(
      records: request.records, columns: try JSONSniffer.columns(request))
  }

  func words(_ layout: SniffedLayout) -> [String] {
    layout.records.isEmpty ? [] : ["records at '\(layout.records)'"]
  }

  func rejectForm(
    _ request: ReadRequest, _ encoding: TextEncoding, top: Span<UInt8>
  ) -> any RejectForm {
    JSONForm(records: request.records, isLines: layout == .lines, lineEnd: top.firstLineEnd)
  }
}
