public import Columnar
import Extract
public import Transform

/// A look at one export: what it is, what its columns hold, and how they may map onto the common
/// schema.
public struct Inspection: Sendable {
  /// The order of the parts of a date.
  public enum DateOrder: String, Sendable, CaseIterable {
    case dmy, mdy, ymd

    /// How patterns of the order begin.
    var first: String {
      switch self {
      case .dmy: "dd"
      case .mdy: "MM"
      case .ymd: "yy"
      }
    }
  }

  /// What is known of the file beforehand; nil or empty where it is to be found.
  public struct Hints: Sendable {
    public var format: String?
    public var encoding: String?
    public var records = ""
    public var delimiter: String?
    /// What comes first in dates that may be read in several ways.
    public var dateOrder: DateOrder?
    /// Whether a comma stands before the decimals of numbers that may be read either way.
    public var usesDecimalComma: Bool?

    public init() {}
  }

  public struct Column: Sendable {
    public let name: String
    public let types: [ColumnType]
    public let missing: Int
    /// nil past the limit of `ColumnSketch`.
    public let distinct: Int?
    public let examples: [String]
    /// The field that it likely is.
    public let field: String?
  }

  public static var formats: [String] { FileFormat.all.map(\.name) }
  public static var encodings: [String] { TextEncoding.all.map(\.name) }

  public let path: String
  /// Container, encoding, format and dialect, in words.
  public let layout: String
  public let rows: Int
  public let broken: Int
  public let columns: [Column]
  /// The nearest preset with how much of it is there, in words.
  public let preset: String?
  /// A source for a pipeline file.
  public let stanza: String
  /// What can be read in two ways.
  public let doubts: [Diagnostic]

  /// Looks at the first rows of a file.
  public init(_ path: String, _ hints: Hints, rows: Int = 10_000) throws(Diagnostic) {
    let format = hints.format.flatMap(FileFormat.named)
    let sniffed = try Sniffer(
      path, format: format, encoding: hints.encoding.flatMap(TextEncoding.named),
      records: hints.records, delimiter: hints.delimiter.map { Array($0.utf8) })
    var request = ReadRequest(path: path, format: sniffed.format, columns: sniffed.columns)
    request.dialect = sniffed.dialect
    request.encoding = sniffed.encoding
    request.records = sniffed.records

    var sketches = request.columns.map { _ in ColumnSketch() }
    var batch = TextBatch(columnCount: request.columns.count)
    var broken = 0
    var looked = 0
    let reader = try request.open()
    reading: while let piece = try reader.nextPiece() {
      while try piece.read(into: &batch) {
        for column in sketches.indices {
          for row in 0..<batch.rowCount { sketches[column].add(batch.text(column, row)) }
        }
        broken += batch.broken.count
        looked += batch.rowCount
        if looked >= rows { break reading }
      }
    }
    self.path = path
    self.rows = looked + broken
    self.broken = broken
    layout = sniffed.words
    let likeness = try Preset.nearest(to: request.columns, format: sniffed.format.name)
    preset = likeness.map { "\($0.preset.name) (\($0.present) of its \($0.total) columns)" }
    let draft = SourceDraft(
      path: path, sniffed: sniffed, sketches: sketches, hints: hints,
      preset: likeness.flatMap { $0.isClose ? $0.preset : nil })
    stanza = draft.stanza
    doubts = draft.doubts
    let fields = draft.fields
    columns = zip(request.columns, sketches).map { name, sketch in
      Column(
        name: name, types: sketch.readings, missing: sketch.missing, distinct: sketch.distinct,
        examples: sketch.examples,
        field: fields[name])
    }
  }
}
