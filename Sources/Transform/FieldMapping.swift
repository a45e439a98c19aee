import Columnar
public import Records

/// How one field of the common schema is read from a column of an export.
public struct FieldMapping: Sendable, Equatable {
  public enum Unit: String, Sendable, CaseIterable {
    case seconds = "s"
    case milliseconds = "ms"
    case minutes = "min"
    case hours = "h"
    case days = "d"
    /// `H:mm:ss`, `mm:ss`, hours of any size.
    case hms
    /// `[-]HH:mm`, as Jira writes what is left of a service level.
    case signedHM = "signed-hm"
    /// A part of a day: 0.5 is twelve hours.
    case dayFraction = "day-fraction"
    /// `1970-01-02 00:04:53`: a duration written as an instant.
    case epochDate = "epoch-date"
  }

  /// Whether an instant is a moment, or the whole of a day.
  public enum Precision: String, Sendable, CaseIterable {
    case day, time
  }

  public var field: Field
  /// The column's name or path in the export.
  public var from: String
  /// Where the column is not there or empty, those that are looked at instead, row by row.
  public var alternatives: [String] = []
  /// The columns whose values, with `|` between, are the value, in delimited text; empty for `from`.
  public var joined: [String] = []
  /// The instant that a duration in the column is counted from.
  public var after: String?
  /// What is added to a whole number.
  public var addend: Int64 = 0
  /// Whether the text is HTML, of which only the words are wanted.
  public var isHTML = false
  /// How instants are written; nil for ISO 8601.
  public var format: InstantFormat?
  /// The IANA zone of instants that carry no offset; nil for the source's.
  public var zone: String?
  /// nil where the values say it: they are days where all lack a time.
  public var precision: Precision?
  public var unit: Unit?
  /// nil where it is not said.
  public var decimalMark: DecimalMark?
  /// Their words to ours.
  public var values: [String: String] = [:]
  /// For texts that `values` does not list.
  public var otherwise: String?
  /// Words that mean "not given", beside the source's.
  public var missing: [String] = []
  public var trueWords: [String] = []
  public var falseWords: [String] = []
  /// Who may see its values by name, where the pipeline says so; nil for those of the field.
  public var shownTo: Set<Audience>?

  public init(_ field: Field, from: String) {
    self.field = field
    self.from = from
  }
}

/// What one source's rows mean: its constants and its mapped columns.
public struct SourceMapping: Sendable {
  public var kind: CommonSchema.Kind
  public var system: String
  /// Fields with one value for every row.
  public var constants: [String: String] = [:]
  public var fields: [FieldMapping] = []
  /// The IANA zone of instants that carry no offset.
  public var zone: String
  /// Words that mean "not given".
  public var missing: [String] = []
  /// Rows that are no records of the kind: those with one of the words in the column.
  public var drops: [(column: String, words: [String])] = []

  public init(kind: CommonSchema.Kind, system: String, zone: String) {
    self.kind = kind
    self.system = system
    self.zone = zone
  }

  /// The fields that its rows have: constants and mapped ones, in the common schema's order, then
  /// those of the pipeline's own.
  public var readFields: [Field] {
    let mapped = fields.map(\.field)
    let common = kind.fields.filter { field in
      constants[field.name] != nil || mapped.contains { $0.name == field.name }
    }
    return common + mapped.filter { kind.field($0.name) == nil }
  }
}
