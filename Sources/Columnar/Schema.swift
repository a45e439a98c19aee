/// The kinds of record: those of the common schema, which exports bring, and the moments that are
/// made of tickets and their events.
public enum RecordKind: String, Sendable, CaseIterable {
  case ticket, event, contact, survey, staff, cost
  /// The first reply to a ticket, or the next to a later message; with or without the reply.
  case reply
  /// A solve of a ticket, or the open end of one that is not solved.
  case solve
  /// A stretch in which a ticket stood in the backlog of one team.
  case spell
  /// A new agent's way to full performance.
  case ramp

  /// Whether records of the kind are made of others.
  public var isDerived: Bool {
    switch self {
    case .reply, .solve, .spell, .ramp: true
    default: false
    }
  }
}

/// What a field of the common schema holds. Every value is one 64-bit integer, so that sums and
/// merges are exact; see `Int64.missing` for the value that is not there.
public enum FieldType: Sendable, Hashable {
  /// A code of the field's `TextDictionary`.
  case text
  /// A code as of `text`, of these words and no others.
  case enumeration([String])
  /// Seconds since 1970-01-01 UTC.
  case instant
  /// A duration in seconds.
  case seconds
  case integer
  /// A number times `FieldType.decimalScale`.
  case decimal
  /// A share of one, times `FieldType.decimalScale`.
  case share
  /// 0 or 1.
  case boolean
  /// An amount of a currency times `FieldType.decimalScale`.
  case money

  public static let decimalScale: Int64 = 1_000_000

  /// Whether its values may have decimals.
  public var hasDecimals: Bool {
    switch self {
    case .seconds, .decimal, .share, .money: true
    default: false
    }
  }

  public var isText: Bool {
    switch self {
    case .text, .enumeration: true
    default: false
    }
  }

  /// What one unit of the field's meaning is in stored units.
  public var scale: Int64 {
    switch self {
    case .decimal, .share, .money: Self.decimalScale
    default: 1
    }
  }

  public var name: String {
    switch self {
    case .text: "text"
    case .enumeration(let words): words.joined(separator: " | ")
    case .instant: "instant"
    case .seconds: "seconds"
    case .integer: "integer"
    case .decimal: "decimal"
    case .share: "share"
    case .boolean: "boolean"
    case .money: "money"
    }
  }
}

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

  /// The hash of the key of the ticket that a record is, or is about. Two tickets of ten million
  /// share one with a chance of one in 370,000.
  public static let ticketLink = Field("ticket_link", .integer, "which ticket the record is about")
}

/// The fields that a batch of one record kind carries, in column order.
public struct Schema: Sendable, Hashable {
  public let kind: RecordKind
  public let fields: [Field]

  public init(kind: RecordKind, fields: [Field]) {
    self.kind = kind
    self.fields = fields
  }

  public func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }

  public subscript(name: String) -> Field? { fields.first { $0.name == name } }
}

extension Int64 {
  /// The value that is not there: not given, not known, not applicable. Never zero.
  @inlinable public static var missing: Int64 { .min }
}
