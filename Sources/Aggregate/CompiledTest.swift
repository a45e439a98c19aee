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

  /// Keeps the rows for which the test holds.
  func filter(_ rows: inout [Int], _ columns: [[Int64]]) {
    switch self {
    case .never: rows.removeAll(keepingCapacity: true)
    case .always: break
    case .present(let column):
      let values = columns[column]
      keep(&rows) { values[$0] != .missing }
    case .missing(let column):
      let values = columns[column]
      keep(&rows) { values[$0] == .missing }
    case .isAny(let column, let members):
      let values = columns[column]
      keep(&rows) { isMember(values[$0], members) }
    case .isNone(let column, let members):
      let values = columns[column]
      keep(&rows) { !isMember(values[$0], members) }
    case .compares(let column, let comparison, let number):
      let values = columns[column]
      keep(&rows) { values[$0] != .missing && comparison.holds(values[$0], number) }
    case .comparesColumn(let column, let comparison, let other):
      let values = columns[column]
      let others = columns[other]
      keep(&rows) {
        values[$0] != .missing && others[$0] != .missing && comparison.holds(values[$0], others[$0])
      }
    case .comparesDays(let column, let comparison, let other, let days):
      let (values, others) = (columns[column], columns[other])
      keep(&rows) { row in
        guard values[row] != .missing && others[row] != .missing else { return false }
        return days.isDay(row, columns)
          ? comparison.holds(days.precision.seconds(from: others[row], to: values[row]), 0)
          : comparison.holds(values[row], others[row])
      }
    case .isDay(let days, let wanted): keep(&rows) { days.isDay($0, columns) == wanted }
    }
  }

  @inline(__always)
  private func isMember(_ code: Int64, _ members: [Bool]) -> Bool {
    code >= 0 && code < members.count && members[Int(code)]
  }

  /// Without a branch on the outcome: each row is written, and the place moves on if it is kept.
  @inline(__always)
  private func keep(_ rows: inout [Int], _ holds: (Int) -> Bool) {
    var kept = 0
    for i in rows.indices {
      let row = rows[i]
      rows[kept] = row
      kept &+= holds(row) ? 1 : 0
    }
    rows.removeLast(rows.count - kept)
  }
}

/// Which records count at all: deleted, spam, test and merged-away tickets do not.
struct Population {
  private let status: Int?
  private let mergedInto: Int?
  /// Why, by the status's code; nil for the states that count.
  private var reasons: [Int64: String] = [:]

  init(_ schema: Schema, _ dictionaries: [String: TextDictionary]) {
    let isTicket = schema.kind == .ticket
    status = isTicket ? schema.index(of: "status") : nil
    mergedInto = isTicket ? schema.index(of: "merged_into") : nil
    for word in MetricTable.leftOutStatuses {
      if let code = dictionaries["status"]?.knownCode(of: word) { reasons[code] = word }
    }
  }

  /// Why a record is left out; nil where it counts.
  func reason(_ row: Int, _ columns: [[Int64]]) -> String? {
    if let status, let reason = reasons[columns[status][row]] { return reason }
    if let mergedInto, columns[mergedInto][row] != .missing { return "merged" }
    return nil
  }
}
