/// Sums over cells, each equation a sum of multiples of cells that is zero, and the cells of them
/// that are not known: which of these can be worked out.
///
/// An unknown cell is a column that is appended to the matrix of what is known already. The row
/// operations made so far are kept, and a new column goes through them, so that nothing is
/// eliminated twice: each equation becomes a pivot's at most once.
struct SumSystem {
  struct Entry {
    let cell: Int
    let factor: Residue
  }

  private let equations: [[Entry]]
  /// For each cell the equations that it is in, and its factors there.
  private let entries: [[(equation: Int, factor: Residue)]]
  /// Each reduced row as multiples of the equations.
  private var rows: [[Int: Residue]]
  /// For each equation the reduced rows that it is part of.
  private var rowsOf: [Set<Int>]
  /// How many unknown cells without an equation of their own each row has.
  private var free: [Int]
  private var isPivotRow: [Bool]
  private var state: [State]
  /// How many rows were subtracted from others.
  private(set) var eliminations = 0

  private enum State {
    case known
    /// Any value solves the equations.
    case free
    /// Follows from the free cells of a row.
    case pivot(Int)
  }

  init(_ equations: [[Entry]], cells: Int) {
    self.equations = equations
    var entries = [[(equation: Int, factor: Residue)]](repeating: [], count: cells)
    for (number, equation) in equations.enumerated() {
      for entry in equation { entries[entry.cell].append((number, entry.factor)) }
    }
    self.entries = entries
    rows = equations.indices.map { [$0: 1] }
    rowsOf = equations.indices.map { [$0] }
    free = Array(repeating: 0, count: equations.count)
    isPivotRow = Array(repeating: false, count: equations.count)
    state = Array(repeating: .known, count: cells)
  }

  func isKnown(_ cell: Int) -> Bool {
    if case .known = state[cell] { true } else { false }
  }

  /// Whether an unknown cell follows from the known ones.
  func isDetermined(_ cell: Int) -> Bool {
    if case .pivot(let row) = state[cell] { free[row] == 0 } else { false }
  }

  /// The known cells from which a determined one follows.
  func culprits(_ cell: Int) -> [Int] {
    guard case .pivot(let row) = state[cell] else { return [] }
    return known(row).map(\.cell)
  }

  /// What is left of the equations: sums of known cells alone that are zero, of which every other
  /// such sum is made.
  var relations: [[Entry]] {
    rows.indices.filter { !isPivotRow[$0] }.map(known).filter { !$0.isEmpty }
  }

  /// The known cells of a row.
  private func known(_ row: Int) -> [Entry] {
    var sum: [Int: Residue] = [:]
    for (equation, multiple) in rows[row] {
      for entry in equations[equation] where isKnown(entry.cell) {
        sum[entry.cell, default: 0] += multiple * entry.factor
      }
    }
    return sum.filter { !$0.value.isZero }.map { Entry(cell: $0.key, factor: $0.value) }
      .sorted { $0.cell < $1.cell }
  }

  /// Forgets a cell that was known.
  mutating func forget(_ cell: Int) {
    guard isKnown(cell) else { return }
    var column: [Int: Residue] = [:]
    for (equation, factor) in entries[cell] {
      for row in rowsOf[equation] {
        column[row, default: 0] += factor * (rows[row][equation] ?? 0)
      }
    }
    column = column.filter { !$0.value.isZero }
    let open = column.keys.filter { !isPivotRow[$0] }
    guard let row = open.min(by: { (rows[$0].count, $0) < (rows[$1].count, $1) }) else {
      state[cell] = .free
      for row in column.keys { free[row] += 1 }
      return
    }
    state[cell] = .pivot(row)
    isPivotRow[row] = true
    let inverse = (column[row] ?? 1).inverse
    for (other, factor) in column where other != row {
      subtract(row, times: factor * inverse, from: other)
    }
  }

  private mutating func subtract(_ row: Int, times factor: Residue, from other: Int) {
    eliminations += 1
    for (equation, multiple) in rows[row] {
      let value = (rows[other][equation] ?? 0) + -factor * multiple
      if value.isZero {
        rows[other][equation] = nil
        rowsOf[equation].remove(other)
      } else {
        rows[other][equation] = value
        rowsOf[equation].insert(other)
      }
    }
  }
}
