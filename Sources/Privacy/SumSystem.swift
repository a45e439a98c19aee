/// Sums over cells, each equation a sum of multiples of cells that is zero, and the cells of them
/// that are not known: which of these can be worked out.
///
/// An unknown cell is a column that is appended to the matrix of what is known already. The row
/// operations made so far are kept, and a new column goes through them, so that nothing is
/// eliminated twice: each equation becomes a pivot's at most once.
struct SumSystem {
  struct Entry {
    let cell: Int
    let factor: Int
  }

  /// A prime. The coefficients of the systems at hand are so small that ranks are those over the
  /// rationals.
  private static let prime: UInt64 = 2_147_483_647

  private let equations: [[Entry]]
  /// For each cell the equations that it is in, and its factors there.
  private let entries: [[(equation: Int, factor: UInt64)]]
  /// Each reduced row as multiples of the equations.
  private var rows: [[Int: UInt64]]
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
    var entries = [[(equation: Int, factor: UInt64)]](repeating: [], count: cells)
    for (number, equation) in equations.enumerated() {
      for entry in equation {
        entries[entry.cell].append((number, Self.residue(entry.factor)))
      }
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
    var sum: [Int: UInt64] = [:]
    for (equation, multiple) in rows[row] {
      for entry in equations[equation] where isKnown(entry.cell) {
        sum[entry.cell, default: 0] += multiple * Self.residue(entry.factor) % Self.prime
      }
    }
    return sum.filter { $0.value % Self.prime != 0 }.keys.sorted()
  }

  /// Forgets a cell that was known.
  mutating func forget(_ cell: Int) {
    guard isKnown(cell) else { return }
    var column: [Int: UInt64] = [:]
    for (equation, factor) in entries[cell] {
      for row in rowsOf[equation] {
        let sum = column[row, default: 0] + factor * (rows[row][equation] ?? 0) % Self.prime
        column[row] = sum % Self.prime
      }
    }
    column = column.filter { $0.value != 0 }
    let open = column.keys.filter { !isPivotRow[$0] }
    guard let row = open.min(by: { (rows[$0].count, $0) < (rows[$1].count, $1) }) else {
      state[cell] = .free
      for row in column.keys { free[row] += 1 }
      return
    }
    state[cell] = .pivot(row)
    isPivotRow[row] = true
    let inverse = Self.inverse(column[row] ?? 1)
    for (other, factor) in column where other != row {
      subtract(row, times: factor * inverse % Self.prime, from: other)
    }
  }

  private mutating func subtract(_ row: Int, times factor: UInt64, from other: Int) {
    eliminations += 1
    for (equation, multiple) in rows[row] {
      let product = (Self.prime - factor) * multiple % Self.prime
      let value = ((rows[other][equation] ?? 0) + product) % Self.prime
      if value == 0 {
        rows[other][equation] = nil
        rowsOf[equation].remove(other)
      } else {
        rows[other][equation] = value
        rowsOf[equation].insert(other)
      }
    }
  }

  private static func residue(_ factor: Int) -> UInt64 {
    UInt64(factor < 0 ? factor + Int(prime) : factor)
  }

  /// By Fermat's little theorem.
  private static func inverse(_ number: UInt64) -> UInt64 {
    var (result, power, exponent) = (1 as UInt64, number, prime - 2)
    while exponent > 0 {
      if exponent & 1 == 1 { result = result * power % prime }
      power = power * power % prime
      exponent >>= 1
    }
    return result
  }
}
