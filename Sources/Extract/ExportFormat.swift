import Columnar

/// All that is done otherwise in one format than in another; a file each.
protocol ExportFormat: Sendable {
  var name: String { get }
  /// File name endings that suggest the format, before any `.gz`, `.zst` or `.zip`.
  var extensions: [String] { get }
  /// Whether workers can split pieces of one file at the same time.
  var isSplittable: Bool { get }
  /// Whether it has a dialect, and columns under a header.
  var isDelimited: Bool { get }
  /// Whether the place of the records in a file can be named.
  var namesRecords: Bool { get }

  // MARK: To read

  func open(_ source: any ByteSource, _ request: ReadRequest) throws(Diagnostic)
    -> any RecordReader

  /// All columns of a file, as the beginning of its text shows them.
  func columns(_ request: ReadRequest) throws(Diagnostic) -> [String]

  /// Those of some columns that none of the first records has, be it empty or null.
  func absent(among columns: [String], _ request: ReadRequest) throws(Diagnostic) -> [String]

  /// What makes a column one that no record of the format can have; nil where nothing does.
  func mistake(ofColumn column: String) -> Diagnostic.Message?

  // MARK: To find out

  /// Whether a text without blanks and marks at its beginning looks like one.
  func isBegun(by text: ArraySlice<UInt8>) -> Bool

  /// What is found in the beginning of a text.
  func sniff(_ text: SniffedText) throws(Diagnostic) -> SniffedLayout

  /// The layout in words.
  func words(_ layout: SniffedLayout) -> [String]

  // MARK: To write back

  /// The column of reasons in records that are sent again.
  var reasonColumn: String { get }

  /// - Parameters:
  ///   - request: a file that rejected records stand in.
  ///   - top: the beginning of its text.
  func rejectForm(
    _ request: ReadRequest, _ encoding: TextEncoding, top: Span<UInt8>
  ) throws(Diagnostic) -> any RejectForm
}

extension ExportFormat {
  var isDelimited: Bool { false }
  var namesRecords: Bool { false }
  var reasonColumn: String { RecordWriter.reasonName }
}

/// The beginning of a text whose layout is to be found.
struct SniffedText {
  let bytes: [UInt8]
  /// Behind a byte order mark.
  let start: Int
  /// Whether it is all of the text.
  let isWhole: Bool
  /// Where the delimiter is known already.
  let delimiter: [UInt8]?
  /// The file, with the place of its records where that is known already.
  let request: ReadRequest
}

/// What tells how a text is laid out.
struct SniffedLayout {
  var dialect = Dialect()
  /// The path of the records in JSON, or the record element in XML.
  var records = ""
  /// Header names, or paths of leaves.
  var columns: [String] = []
}
