/// Counts of up to four steps side by side, sixteen bits each: one addition a row counts it for all.
struct Lanes: Sendable {
  static let width = 4
  /// So many rows may be added before the lanes must be emptied.
  static let mostRows = 65_535
  /// More cells than these do not stay in a processor's cache.
  static let mostCells = 1 << 16

  private(set) var cells: [UInt64]

  init(cells: Int) { self.cells = [UInt64](repeating: 0, count: cells) }

  /// For each row of a batch a one in the lane of each set that it is in.
  static func ones(_ sets: [RowSet], count: Int) -> [UInt64] {
    var ones = [UInt64](repeating: 0, count: count)
    for (lane, set) in sets.enumerated() {
      let one = UInt64(1) << UInt64(16 * lane)
      set.forEach { ones[$0] |= one }
    }
    return ones
  }

  mutating func add(_ ones: Span<UInt64>, at places: Span<Int32>, _ range: Range<Int>) {
    var cells = cells.mutableSpan
    // Rows that follow one another are often of one cell, and would wait for each other: two halves take
    // turns.
    let half = range.count / 2
    for row in range.lowerBound..<(range.lowerBound &+ half) {
      let other = row &+ half
      cells[Int(places[row])] &+= ones[row]
      cells[Int(places[other])] &+= ones[other]
    }
    if let last = range.last, range.count % 2 == 1 { cells[Int(places[last])] &+= ones[last] }
  }

  /// Hands over what each cell of a lane has.
  @inline(__always)
  func forEach(lane: Int, _ body: (_ cell: Int, _ count: Int) -> Void) {
    let shift = UInt64(16 * lane)
    for cell in 0..<cells.count {
      let count = Int(truncatingIfNeeded: cells[cell] &>> shift & 0xFFFF)
      if count != 0 { body(cell, count) }
    }
  }

  mutating func empty() {
    for cell in cells.indices { cells[cell] = 0 }
  }
}
