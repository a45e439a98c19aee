public import Columnar

/// A row that was not taken, and why. It is written to quarantine whole.
public struct Rejection: Sendable {
  /// Where the record begins.
  public var locator: Locator
  /// Where in the file the trouble is.
  public var offset: Int
  /// The field of the common schema, empty where the record could not be split into fields.
  public var field: String
  /// The export's column.
  public var column: String
  public var value: String
  public var reason: Diagnostic.Message
  /// The reason without the value, by which rejections are counted.
  public var category: String
  /// The record as it stands in the file.
  public var record: [UInt8]
  /// The state of a record that the row is; nil where its key cannot be read.
  public var version: Version?
  /// The origin of a row that was sent again to be taken for another; empty where it was not.
  public var origin = ""

  public init(
    locator: Locator, offset: Int, field: String, column: String, value: String,
    reason: Diagnostic.Message, category: String, record: [UInt8], version: Version? = nil,
    origin: String = ""
  ) {
    self.locator = locator
    self.offset = offset
    self.field = field
    self.column = column
    self.value = value
    self.reason = reason
    self.category = category
    self.record = record
    self.version = version
    self.origin = origin
  }

  /// What tells whether a later state of the same record was kept.
  public struct Version: Sendable {
    public var key: RecordKey
    /// When the record began; missing where that cannot be read.
    public var began: Int64
    /// When the state was written, and its number; nil where they cannot be read.
    public var number: (updated: Int64, version: Int64)?
  }
}

extension Rejection {
  /// A row that was taken, and then was not.
  ///
  /// - Parameter cell: what is wrong with it.
  public init(
    _ batch: borrowing TextBatch, row: Int, at locator: Locator, field: FieldMapping?,
    cell: Int, reason: Diagnostic.Message, category: Diagnostic.Message
  ) {
    self.init(
      locator: locator, offset: batch.fileOffset(column: cell, row: row),
      field: field?.field.name ?? "", column: field?.from ?? "",
      value: String(copying: batch.text(cell, row).trimmed()), reason: reason,
      category: category.text, record: batch.record(row: row).copied())
  }
}

extension Diagnostic.Message {
  static func notCast(_ value: String, _ type: String) -> Self {
    Self("'\(value.prefix(80))' is no \(type)")
  }

  static func decimalInDoubt(_ value: String) -> Self {
    Self(
      "'\(value.prefix(80))' has a comma before decimals or between thousands; say which by 'decimal' "
        + "on its field")
  }

  static func notListed(_ value: String, _ choices: [String]) -> Self {
    Self("'\(value.prefix(80))' is none of \(choices.joined(separator: ", ")) and has no mapping")
  }

  static var requiredMissing: Self { Self("the field is empty; every row needs it") }

  static var notUTF8: Self { Self("the text is not valid UTF-8") }
}

extension Span<UInt8> {
  func copied() -> [UInt8] {
    var copy: [UInt8] = []
    copy.reserveCapacity(count)
    for i in indices { copy.append(self[i]) }
    return copy
  }
}
