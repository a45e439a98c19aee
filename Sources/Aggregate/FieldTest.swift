/// A claim about one field of a record, as a `where:` states it.
public struct FieldTest: Sendable, Hashable {
  public enum Operator: String, Sendable, CaseIterable {
    case atMost = "<="
    case atLeast = ">="
    case notEqual = "!="
    case less = "<"
    case greater = ">"
    case equal = "="

    @inline(__always)
    func holds(_ a: Int64, _ b: Int64) -> Bool {
      switch self {
      case .atMost: a <= b
      case .atLeast: a >= b
      case .notEqual: a != b
      case .less: a < b
      case .greater: a > b
      case .equal: a == b
      }
    }
  }

  public enum Claim: Sendable, Hashable {
    case present
    case missing
    /// A text that is one of these; false where the field is missing.
    case isAny(of: [String])
    /// A text that is none of these, or missing.
    case isNone(of: [String])
    /// A number, in stored units; false where the field is missing.
    case compares(Operator, Int64)
    /// Another field of the record; false where either is missing.
    case comparesField(Operator, String)
    /// An instant that is known to the day only, or another that is.
    case isDay(or: [String])
    /// An instant that is not known to the day only.
    case isTimed
  }

  public let field: String
  public let claim: Claim

  public init(_ field: String, _ claim: Claim) {
    self.field = field
    self.claim = claim
  }

  /// All fields that the test reads.
  public var fields: [String] {
    switch claim {
    case .comparesField(_, let other): [field, other]
    case .isDay(let others): [field] + others
    default: [field]
    }
  }

  /// The claim in words, for definitions.
  public var text: String {
    switch claim {
    case .present: "\(field) is given"
    case .missing: "\(field) is missing"
    case .isAny(let words): "\(field) is \(words.joined(separator: " or "))"
    case .isNone(let words): "\(field) is not \(words.joined(separator: " or "))"
    case .compares(let comparison, let number): "\(field) \(comparison.rawValue) \(number)"
    case .comparesField(let comparison, let other): "\(field) \(comparison.rawValue) \(other)"
    case .isDay(let others):
      "\(([field] + others).joined(separator: " or ")) is known to the day only"
    case .isTimed: "\(field) is not known to the day only"
    }
  }
}
