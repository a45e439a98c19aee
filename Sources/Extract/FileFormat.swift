public import Columnar

/// A format of exports: a row of the table of formats.
public struct FileFormat: Sendable, Equatable {
  let export: any ExportFormat

  private init(_ export: any ExportFormat) { self.export = export }

  /// The first is what any other text is.
  public static let all: [FileFormat] = [
    FileFormat(DelimitedFormat()), FileFormat(JSONFormat.document), FileFormat(JSONFormat.lines),
    FileFormat(XMLFormat()),
  ]

  public static func == (a: FileFormat, b: FileFormat) -> Bool { a.name == b.name }

  public var name: String { export.name }
  /// Whether workers can split pieces of one file at the same time.
  public var isSplittable: Bool { export.isSplittable }
  /// Whether it has a dialect, and columns under a header.
  public var isDelimited: Bool { export.isDelimited }
  /// Whether the place of the records in a file can be named.
  public var namesRecords: Bool { export.namesRecords }

  /// What makes a column one that no record of the format can have; nil where nothing does.
  public func mistake(ofColumn column: String) -> Diagnostic.Message? {
    export.mistake(ofColumn: column)
  }

  public static func named(_ name: String) -> FileFormat? { all.first { $0.name == name } }

  /// The format that a path's ending suggests.
  public static func suggested(by path: String) -> FileFormat? {
    var parts = path.split(separator: "/").last.map { $0.split(separator: ".") } ?? []
    if let last = parts.last, ["gz", "zst", "zip"].contains(last.lowercased()) {
      parts.removeLast()
    }
    guard parts.count > 1, let ending = parts.last?.lowercased() else { return nil }
    return all.first { $0.export.extensions.contains(ending) }
  }

  /// The format that a text looks like.
  ///
  /// - Parameter start: where it begins, behind any mark.
  static func begun(by text: [UInt8], from start: Int) -> FileFormat {
    let text = text[start...].drop { $0 <= 0x20 }
    return all.first { $0.export.isBegun(by: text) } ?? all[0]
  }
}

extension ReadRequest {
  /// Opens the file, through decompression where its first bytes call for it.
  public func open() throws(Diagnostic) -> any RecordReader {
    try format.export.open(try openSource(self), self)
  }

  /// All columns of the file, as the beginning of its text shows them.
  public func sampledColumns() throws(Diagnostic) -> [String] { try format.export.columns(self) }

  /// Those of some columns that none of the first records has, be it empty or null. In delimited
  /// text there are none, since its reader demands all columns.
  public func absent(among columns: [String]) throws(Diagnostic) -> [String] {
    try format.export.absent(among: columns, self)
  }
}
