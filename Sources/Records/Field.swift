public import Columnar

/// A field of a record kind.
public struct Field: Sendable, Hashable {
  public let name: String
  public let type: FieldType
  public let summary: String
  /// Who may see the values of a text by name; nobody, where it does not say so.
  public let shownTo: Set<Audience>

  /// - Parameter shownTo: nil for everyone where the words are of the schema, and else for nobody.
  public init(
    _ name: String, _ type: FieldType, _ summary: String = "", shownTo: Set<Audience>? = nil
  ) {
    self.name = name
    self.type = type
    self.summary = summary
    if case .enumeration = type {
      self.shownTo = shownTo ?? .everyone
    } else {
      self.shownTo = shownTo ?? .nobody
    }
  }

  /// Which instants of a record are known to the day only: a bit each, see `DayPrecision`.
  public static let dayFields = Field(
    "day_fields", .integer, "which of its instants are known to the day only")

  /// How old a record is that stands at the end of a period; no column of any batch.
  public static let age = Field("age", .seconds, "from the creation to the end of the period")

  /// The hash of the key of the ticket that a record is, or is about. Two tickets of ten million
  /// share one with a chance of one in 370,000.
  public static let ticketLink = Field("ticket_link", .integer, "which ticket the record is about")
}
