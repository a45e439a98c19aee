public import Columnar

/// Writes records back as they stood in files of one layout, each with why it was rejected, so that
/// they can be corrected and sent again.
public struct RecordWriter {
  /// A record as it stands in its file, and why it was rejected.
  public typealias Reject = (bytes: [UInt8], reason: String)

  /// The name of the column, member or attribute of the reason.
  public static let reasonName = "deskbrief_reason"

  /// What must be the same in files whose records may stand in one.
  private struct Layout: Equatable {
    let format: FileFormat
    let encoding: TextEncoding
    let dialect: Dialect
    let records: String
    /// The rows of the header, without a reason's column.
    let header: [[UInt8]]
  }

  private let path: String
  private let layout: Layout
  private let form: any RejectForm
  /// Whether the text begins with a byte order mark.
  private let isMarked: Bool

  /// - Parameter request: a file that the records stand in.
  public init(like request: ReadRequest) throws(Diagnostic) {
    let source = try openSource(request)
    let encoding = source.encoding ?? .utf8
    let top = ByteWindow(fileOffset: 0, capacity: 1 << 16)
    _ = try source.read(into: top)
    var header: [[UInt8]] = []
    switch request.format.name {
    case "csv":
      var cutter = BlockCutter(try openSource(request), request)
      let head = try DelimitedHead(&cutter, request)
      let delimited = DelimitedForm(
        head, request.dialect,
        trailing: try request.trailingDelimiters(fieldCount: head.names.count))
      header = delimited.header
      form = delimited
    case "xml":
      form = XMLForm(
        encoding, top: Array(top.bytes), lineEnd: Self.lineEnd(in: top.bytes))
    default:
      form = JSONForm(
        records: request.records, isLines: request.format.name == "ndjson",
        lineEnd: Self.lineEnd(in: top.bytes))
    }
    path = request.path
    layout = Layout(
      format: request.format, encoding: encoding, dialect: request.dialect,
      records: request.records, header: header)
    isMarked = encoding.unit == 2 || top.bytes.startsWithByteOrderMark
  }

  /// Whether records of another writer's files may stand in one file with those of this.
  public func isLike(_ other: RecordWriter) -> Bool { layout == other.layout }

  /// What a record that was sent again begins with: an earlier reason; empty where it has none.
  public func reason(of record: [UInt8]) -> [UInt8] { form.parted(record).reason }

  /// A record without an earlier reason.
  public func plain(_ record: [UInt8]) -> [UInt8] { form.parted(record).record }

  /// The bytes of a file of plain records, in the original's encoding.
  public func file(_ records: [Reject]) throws(Diagnostic) -> [UInt8] {
    try encoded((isMarked ? [0xEF, 0xBB, 0xBF] : []) + form.text(of: records))
  }

  /// What the first line of a text ends with; LF where it has but one.
  private static func lineEnd(in text: Span<UInt8>) -> [UInt8] {
    for at in text.indices where text[at] == 0x0A || text[at] == 0x0D {
      if text[at] == 0x0A { return [0x0A] }
      return at + 1 < text.count && text[at + 1] == 0x0A ? [0x0D, 0x0A] : [0x0D]
    }
    return [0x0A]
  }

  /// Text of UTF-8 in the file's encoding; bytes that were invalid there come back as they were.
  private func encoded(_ text: [UInt8]) throws(Diagnostic) -> [UInt8] {
    guard layout.encoding != .utf8 else { return text }
    var result: [UInt8] = []
    var start = 0
    var at = 0
    while at <= text.count {
      let byte = at < text.count ? InvalidByte.marked(text.span, at: at) : nil
      if byte != nil || at == text.count {
        result += try layout.encoding.bytes(of: Array(text[start..<at]), path: path)
        if let byte { result.append(byte) }
        at += byte == nil ? 1 : 3
        start = at
      } else {
        at += 1
      }
    }
    return result
  }
}
