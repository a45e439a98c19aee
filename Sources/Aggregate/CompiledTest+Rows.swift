import Columnar

extension CompiledTest {
  /// The rows for which the test holds, of all rows of a batch.
  func rows(_ columns: [[Int64]], count: Int) -> RowSet {
    switch self {
    case .never: return RowSet(none: count)
    case .always: return RowSet(all: count)
    case .present(let column): return RowSet(columns[column]) { $0 != .missing }
    case .missing(let column): return RowSet(columns[column]) { $0 == .missing }
    case .isAny(let column, let members):
      return RowSet(codes: columns[column], among: members, true)
    case .isNone(let column, let members):
      return RowSet(codes: columns[column], among: members, false)
    case .compares(let column, let comparison, let number):
      let values = columns[column]
      switch comparison {
      case .atMost: return RowSet(values) { $0 != .missing && $0 <= number }
      case .atLeast: return RowSet(values) { $0 != .missing && $0 >= number }
      case .notEqual: return RowSet(values) { $0 != .missing && $0 != number }
      case .less: return RowSet(values) { $0 != .missing && $0 < number }
      case .greater: return RowSet(values) { $0 != .missing && $0 > number }
      case .equal: return RowSet(values) { $0 != .missing && $0 == number }
      }
    case .comparesColumn(let column, let comparison, let other):
      return RowSet(columns[column], columns[other]) {
        $0 != .missing && $1 != .missing && comparison.holds($0, $1)
      }
    case .comparesDays(let column, let comparison, let other, let days):
      let (values, others) = (columns[column], columns[other])
      var rows = RowSet(none: count)
      for row in 0..<count where values[row] != .missing && others[row] != .missing {
        let holds =
          days.isDay(row, columns)
          ? comparison.holds(days.precision.seconds(from: others[row], to: values[row]), 0)
          : comparison.holds(values[row], others[row])
        if holds { rows.insert(row) }
      }
      return rows
    case .isDay(let days, let wanted):
      var rows = RowSet(none: count)
      for row in 0..<count where days.isDay(row, columns) == wanted { rows.insert(row) }
      return rows
    }
  }

  /// Keeps the rows for which the test holds.
  func filter(_ rows: inout [Int], _ columns: [[Int64]]) {
    guard let last = rows.last else { return }
    let holding = self.rows(columns, count: columns.first?.count ?? last + 1)
    rows.removeAll { !holding.contains($0) }
  }
}
