import Columnar
import Records

/// A field test with its column and codes looked up.
enum CompiledTest: Sendable {
  case never
  case always
  case present(Int)
  case missing(Int)
  /// Whether the code stands in the list, which tells membership by code.
  case isAny(Int, [Bool])
  case isNone(Int, [Bool])
  case compares(Int, FieldTest.Operator, Int64)
  case comparesColumn(Int, FieldTest.Operator, Int)
  /// Likewise by day, where a record's bits say that one of the two is no more than that.
  case comparesDays(Int, FieldTest.Operator, Int, DayColumn)
  case isDay(DayColumn, Bool)

  /// - Parameter days: which instants are known to the day only.
  init(
    _ test: FieldTest, _ schema: Schema, _ dictionaries: [String: TextDictionary],
    days: DayPrecision = .init()
  ) {
    guard let column = schema.index(of: test.field) else {
      // A field that nobody has is none of the words.
      if case .isNone = test.claim { self = .always } else { self = .never }
      return
    }
    func members(_ words: [String]) -> [Bool] {
      let dictionary = dictionaries[test.field]
      let codes = words.compactMap { dictionary?.knownCode(of: $0) }.map(Int.init)
      var members = [Bool](repeating: false, count: (codes.max() ?? -1) + 1)
      for code in codes { members[code] = true }
      return members
    }
    switch test.claim {
    case .present: self = .present(column)
    case .missing: self = .missing(column)
    case .isAny(let words): self = .isAny(column, members(words))
    case .isNone(let words): self = .isNone(column, members(words))
    case .compares(let comparison, let number): self = .compares(column, comparison, number)
    case .isDay: self = DayColumn(test.fields, schema, days).map { .isDay($0, true) } ?? .never
    case .isTimed: self = DayColumn(test.fields, schema, days).map { .isDay($0, false) } ?? .always
    case .comparesField(let comparison, let other):
      if let other = schema.index(of: other) {
        self =
          DayColumn(test.fields, schema, days).map { .comparesDays(column, comparison, other, $0) }
          ?? .comparesColumn(column, comparison, other)
      } else {
        self = .never
      }
    }
  }
}

/// Which records count at all: deleted, spam, test and merged-away tickets do not.
struct Population {
  private let status: Int?
  private let mergedInto: Int?
  /// Why, by the status's code; nil for the states that count.
  private var reasons: [String?] = []

  init(_ schema: Schema, _ dictionaries: [String: TextDictionary]) {
    let isTicket = schema.kind == .ticket
    status = isTicket ? schema.index(of: "status") : nil
    mergedInto = isTicket ? schema.index(of: "merged_into") : nil
    for word in MetricTable.leftOutStatuses {
      guard let code = dictionaries["status"]?.knownCode(of: word), code >= 0 else { continue }
      while reasons.count <= Int(code) { reasons.append(nil) }
      reasons[Int(code)] = word
    }
  }

  /// Whether nobody can be left out.
  var isEverybody: Bool { (status == nil || reasons.isEmpty) && mergedInto == nil }

  /// Why a record is left out; nil where it counts.
  func reason(_ row: Int, _ columns: [[Int64]]) -> String? {
    if let status {
      let code = columns[status][row]
      if code >= 0, code < reasons.count, let reason = reasons[Int(code)] { return reason }
    }
    if let mergedInto, columns[mergedInto][row] != .missing { return "merged" }
    return nil
  }
}
