public import Columnar

/// Writes records back as they stood in files of one layout, each with why it was rejected, so that
/// they can be corrected and sent again: the head of a file, record after record, and its tail.
public struct RecordWriter: Sendable {
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
    form = try request.format.export.rejectForm(request, encoding, top: top.bytes)
    path = request.path
    layout = Layout(
      format: request.format, encoding: encoding, dialect: request.dialect,
      records: request.records, header: form.header)
    isMarked = encoding.unit == 2 || top.bytes.startsWithByteOrderMark
  }

  /// Whether records of another writer's files may stand in one file with those of this.
  public func isLike(_ other: RecordWriter) -> Bool { layout == other.layout }

  /// What a record that was sent again begins with: an earlier reason; empty where it has none.
  public func reason(of record: [UInt8]) -> [UInt8] { form.parted(record).reason }

  /// A record without an earlier reason.
  public func plain(_ record: [UInt8]) -> [UInt8] { form.parted(record).record }

  /// What a file begins with, in the original's encoding.
  public func head() throws(Diagnostic) -> [UInt8] {
    try encoded((isMarked ? [0xEF, 0xBB, 0xBF] : []) + form.head)
  }

  /// A plain record, in the original's encoding.
  ///
  /// - Parameter isFirst: whether none stands above it in the file.
  public func text(of record: Reject, isFirst: Bool) throws(Diagnostic) -> [UInt8] {
    try encoded(form.text(of: record, isFirst: isFirst))
  }

  /// What a file ends with, in the original's encoding.
  public func tail() throws(Diagnostic) -> [UInt8] { try encoded(form.tail) }

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
