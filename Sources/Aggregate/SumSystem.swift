/// Sums over unknown cells: each equation says that a total is the sum of its parts, up to what is
/// known.
struct SumSystem {
  /// The cells that the equations leave but one value, in their order.
  let determined: [Int]

  /// A prime. The coefficients of the systems at hand are so small that ranks are those over the
  /// rationals.
  private static let prime: UInt64 = 2_147_483_647

  /// - Parameters:
  ///   - equations: the unknown cells of each.
  ///   - cells: how many cells there are, known ones with them.
  init(_ equations: [[(cell: Int, isTotal: Bool)]], cells: Int) {
    var elimination = Elimination(
      rows: equations.map { equation in
        Dictionary(
          uniqueKeysWithValues: equation.map { ($0.cell, $0.isTotal ? Self.prime - 1 : 1) })
      }, cells: cells)
    elimination.run()
    // A solution of the homogeneous system, with free cells by chance: a cell that is not 0 in it
    // can differ between two solutions. One that is 0 by chance is suppressed in vain, once in 2^31.
    var solution = (0..<cells).map {
      1 + (UInt64($0) &+ 1) &* 0x9E37_79B9_7F4A_7C15 % (Self.prime - 1)
    }
    for (pivot, row) in elimination.solved.reversed() {
      let rest = row.reduce(into: 0 as UInt64) { sum, entry in
        if entry.key != pivot { sum = (sum + entry.value * solution[entry.key]) % Self.prime }
      }
      solution[pivot] = (Self.prime - rest) * Self.inverse(row[pivot] ?? 1) % Self.prime
    }
    let unknown = Set(equations.joined().map(\.cell))
    determined = unknown.filter { solution[$0] == 0 }.sorted()
  }

  /// Gauss's elimination on sparse rows: the shortest row first, and in it the cell that is in the
  /// fewest others, so that rows stay short.
  private struct Elimination {
    var rows: [[Int: UInt64]]
    /// For each cell the rows that it is in.
    var rowsOf: [Set<Int>]
    var solved: [(pivot: Int, row: [Int: UInt64])] = []

    init(rows: [[Int: UInt64]], cells: Int) {
      self.rows = rows
      rowsOf = Array(repeating: [], count: cells)
      for (index, row) in rows.enumerated() {
        for cell in row.keys { rowsOf[cell].insert(index) }
      }
    }

    mutating func run() {
      var open = Set(rows.indices)
      while let next = open.min(by: { (rows[$0].count, $0) < (rows[$1].count, $1) }) {
        open.remove(next)
        let row = rows[next]
        for cell in row.keys { rowsOf[cell].remove(next) }
        guard let pivot = row.keys.min(by: { (rowsOf[$0].count, $0) < (rowsOf[$1].count, $1) })
        else { continue }
        solved.append((pivot, row))
        for other in rowsOf[pivot] { subtract(row, pivot, from: other) }
      }
    }

    private mutating func subtract(_ row: [Int: UInt64], _ pivot: Int, from other: Int) {
      let prime = SumSystem.prime
      let factor =
        (rows[other][pivot] ?? 0) * SumSystem.inverse(row[pivot] ?? 1) % prime
      for (cell, coefficient) in row {
        let value = ((rows[other][cell] ?? 0) + (prime - factor) * coefficient) % prime
        rows[other][cell] = value == 0 ? nil : value
        if value == 0 { rowsOf[cell].remove(other) } else { rowsOf[cell].insert(other) }
      }
    }
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
