public import Columnar

/// A reader of one export: it cuts the file into pieces, which then are split into fields.
///
/// Cutting goes from front to back and is cheap; splitting a piece needs nothing from the others.
/// So one worker at a time calls `nextPiece`, and all workers split pieces.
public protocol RecordReader: AnyObject, Sendable {
  /// Tells layouts apart in the fingerprint of the input: files whose records look alike but mean
  /// something else, such as those under another CSV header, have different seeds.
  var layoutSeed: UInt64 { get }

  /// The next stretch of whole records; nil at the end.
  /// - Throws: a diagnostic that names the file, where the file is broken as a whole.
  func nextPiece() throws(Diagnostic) -> (any RecordPiece)?

  /// What makes a file doubtful that could be read to its end, once it was.
  func doubts() throws(Diagnostic) -> [Diagnostic]
}

extension RecordReader {
  public var layoutSeed: UInt64 { 0 }

  public func doubts() throws(Diagnostic) -> [Diagnostic] { [] }
}

/// Whole records of an export, to be split by one worker.
public protocol RecordPiece: AnyObject, Sendable {
  /// Fills the batch with the next records of this piece; false when there are none left.
  func read(into batch: inout TextBatch) throws(Diagnostic) -> Bool
}

/// What to read from a file, and how.
public struct ReadRequest: Sendable {
  /// The file, as messages name it and as it is opened.
  public var path: String
  public var format: FileFormat
  /// The wanted columns: header names in CSV; nested paths such as `via.channel` in JSON and XML,
  /// where `element@attribute` is an attribute and `@id` one of the record element's own.
  public var columns: [String]
  /// For a wanted column other names that it may have, in delimited text.
  public var aliases: [String: [String]] = [:]
  /// For a wanted column others that stand in where it is empty: one of all these must be there.
  public var alternatives: [String: [String]] = [:]
  /// Wanted columns that are made of others, with `|` between, in delimited text.
  public var joins: [String: [String]] = [:]
  /// Wanted columns that delimited text may lack: their fields are absent.
  public var optional: Set<String> = []
  public var dialect = Dialect()
  /// The encoding of the text; nil for what its first bytes tell, or else UTF-8.
  public var encoding: TextEncoding?
  /// In JSON the path to the array of records, empty for the top level; in XML the name of the
  /// record element, empty for each child of the root.
  public var records: String = ""
  /// The file as it was when it was found: one that has changed since is not read. Nil where it may
  /// have.
  public var stamp: FileStamp?
  /// Whether records are read without a parser where they look like one another. Makes no difference
  /// to what is read.
  var seesLikeness = true
  /// How many bytes are read at a time; tests make it small to meet every boundary.
  var blockSize = 1 << 20

  public init(path: String, format: FileFormat, columns: [String]) {
    self.path = path
    self.format = format
    self.columns = columns
  }
}
