import TestSupport
import Testing

@testable import Privacy

@Suite struct SumSystemTests {
  /// A table of rows and columns with their totals: cell `row * columns + column`, then the totals.
  static func table(_ rows: Int, _ columns: Int) -> SumSystem {
    let cells = rows * columns
    let lines =
      (0..<rows).map { row in
        (0..<columns).map { row * columns + $0 } + [cells + row]
      }
      + (0..<columns).map { column in
        (0..<rows).map { $0 * columns + column } + [cells + rows + column]
      }
    return SumSystem(
      lines.map { line in
        line.enumerated().map { .init(cell: $1, factor: $0 == line.count - 1 ? -1 : 1) }
      }, cells: cells + rows + columns)
  }

  @Test func `a cell is determined by its line until another of the line is unknown`() {
    var system = Self.table(2, 2)
    system.forget(0)
    #expect(system.isDetermined(0))
    // By its row, or by its column: the other cell, and the total.
    #expect([[1, 4], [2, 6]].contains(system.culprits(0)))
    system.forget(1)
    #expect(system.isDetermined(0) && system.isDetermined(1))
    system.forget(2)
    #expect(system.isDetermined(0) && system.isDetermined(2))
    system.forget(3)
    for cell in 0..<4 { #expect(!system.isDetermined(cell)) }
  }

  /// Whether a cell has one value only, by elimination from the start.
  static func isDetermined(_ cell: Int, _ unknown: [Int], _ rows: Int, _ columns: Int) -> Bool {
    let matrix =
      (0..<rows).map { row in unknown.map { $0 / columns == row ? 1 : 0 } }
      + (0..<columns).map { column in unknown.map { $0 % columns == column ? 1 : 0 } }
    return Reduced(matrix).spans(unknown.map { $0 == cell ? 1 : 0 })
  }

  @Test(arguments: 0..<50) func `column by column it knows what elimination from the start does`(
    seed: Int
  ) {
    var random = SeededGenerator(seed)
    let (rows, columns) = (
      Int.random(in: 1...5, using: &random), Int.random(in: 1...5, using: &random)
    )
    var system = Self.table(rows, columns)
    var unknown: [Int] = []
    for cell in (0..<rows * columns).shuffled(using: &random) {
      system.forget(cell)
      unknown.append(cell)
      for cell in unknown {
        #expect(
          system.isDetermined(cell) == Self.isDetermined(cell, unknown, rows, columns),
          "seed \(seed)")
      }
    }
  }

  @Test func `nothing is eliminated twice in a table of 60 by 60`() {
    var random = SeededGenerator(60)
    var system = Self.table(60, 60)
    for cell in (0..<3600).shuffled(using: &random) { system.forget(cell) }
    // Each of the 120 equations becomes a pivot once at most, and is then taken off the others.
    #expect(system.eliminations <= 120 * 119)
    #expect(system.eliminations > 0)
    #expect(!(0..<3600).contains { system.isDetermined($0) })
  }
}
