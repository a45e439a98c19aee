import Columnar
import Records

/// What a measure adds up, and of which rows.
extension MeasureProgram {
  enum Place: Sendable, Hashable {
    /// The slot column of an instant, by its place in `instants`.
    case at(Int)
    /// Likewise, by the months of the axis.
    case month(Int)
    /// From one column until another.
    case standing(Int, Int)
  }

  enum Worth: Sendable {
    case one
    case column(Int)
    case difference(Int, Int)
    /// Likewise, by day where one of the two is known to the day only.
    case days(Int, Int)
    case age
  }

  /// What a step adds to.
  enum Store: Sendable { case counts, totals, values, powers, products }

  struct Step: Sendable {
    let place: Place
    let worth: Worth
    /// The other value of products.
    let other: Worth
    /// Which of the two instants of a difference are known to the day only.
    let days: DayColumn?
    /// Which rows it counts.
    let selection: Int
    let ageTests: [(FieldTest.Operator, Int64)]
    let store: Store
    let countsTicketsOnce: Bool
    /// Where its cells begin among those of its store of all groups, in slots; of values which log.
    let cells: Int
    /// Which of the measures that are counted by day it is; nil for the others.
    let daily: Int?
    /// How many slots each group has.
    let slots: Int
    /// Which set of groups its records belong to.
    let groups: Int

    var isDistributed: Bool {
      if case .values = store { return true }
      return false
    }

    @inline(__always)
    func value(_ row: Int, _ columns: [[Int64]]) -> Int64? { value(worth, row, columns) }

    @inline(__always)
    func value(_ worth: Worth, _ row: Int, _ columns: [[Int64]]) -> Int64? {
      switch worth {
      case .one: return 1
      case .column(let column):
        let value = columns[column][row]
        return value == .missing ? nil : value
      case .difference(let a, let b):
        let (x, y) = (columns[a][row], columns[b][row])
        return x == .missing || y == .missing ? nil : x - y
      case .days(let a, let b):
        let (x, y) = (columns[a][row], columns[b][row])
        guard let days, x != .missing, y != .missing else { return nil }
        return days.isDay(row, columns) ? days.precision.seconds(from: y, to: x) : x - y
      case .age: return nil
      }
    }
  }

  /// Some rows that are counted: those on the axis for which tests hold.
  struct Selection: Sendable, Hashable {
    let place: Place
    /// By their places in `tests`.
    let tests: [Int]
  }
}
