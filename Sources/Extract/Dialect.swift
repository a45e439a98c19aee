/// How delimited text is written.
public struct Dialect: Sendable, Equatable {
  /// What becomes of a row that has not as many fields as the header.
  public enum Ragged: String, Sendable, CaseIterable {
    case reject
    /// The fields that a short row lacks are absent; a long row is rejected.
    case pad
    /// The last field of a long row takes all that is left of it; a short row is rejected.
    case rest
  }

  /// How a column gets its name from several header rows.
  public enum HeaderNames: String, Sendable, CaseIterable {
    /// From the first of them.
    case first
    /// From all of them, with ` / ` between; an empty cell of an upper row stands for the one
    /// left of it.
    case joined
  }

  /// A delimiter may be so long that what lies behind a block can still be read.
  public static let longestDelimiter = 16

  /// What ends a field, in bytes: one or more.
  public var delimiter: [UInt8] = [UInt8(ascii: ",")]
  /// What encloses a field; 0 for nothing. Doubled, it stands for itself within one.
  public var quote = UInt8(ascii: "\"")
  /// What makes the byte behind it an ordinary one; 0 for nothing.
  public var escape: UInt8 = 0
  /// What begins a line that is no record; empty for nothing.
  public var comment: [UInt8] = []
  /// How many lines stand above the header.
  public var preamble = 0
  /// How many rows the header has. Without one, columns are named `1`, `2`, `3` by their place.
  public var headerRows = 1
  public var headerNames = HeaderNames.first
  /// What begins rows that are no records, such as totals below them.
  public var footer: [[UInt8]] = []
  public var ragged = Ragged.reject
  /// Whether the last line is never ended, so that its want of an end says nothing.
  public var openEnd = false

  public init() {}
}
