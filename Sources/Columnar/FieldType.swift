/// What a field holds. Every value is one 64-bit integer, so that sums and
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

extension Int64 {
  /// The value that is not there: not given, not known, not applicable. Never zero.
  @inlinable public static var missing: Int64 { .min }
}
