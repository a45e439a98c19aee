import Columnar

/// The records whose keys hash into one partition: the latest of those that were merged, and behind them
/// the rows that came since.
struct LatestPartition: ~Copyable, Sendable {
  private let layout: RowLayout
  private let traits: LatestState.Traits
  private var rows: PackedRows
  /// Of the first so many rows each key has one.
  private var merged = 0
  private var rivals: Rivals
  /// What is still to come among the rows: those of files of which not all are there.
  private var pending: [Pending] = []
  private var pendingCount = 0
  private var mergesAt = LatestPartition.leastMerge

  /// The rows of a piece of a file that fall into the partition.
  struct Pending: Sendable {
    let file: Int
    let chunk: RowChunk
  }

  /// So many rows are taken in before superseded ones among them are let go.
  private static let leastMerge = 1 << 15

  init(_ layout: RowLayout, _ traits: LatestState.Traits) {
    self.layout = layout
    self.traits = traits
    rows = PackedRows(layout)
    rivals = Rivals(layout, began: traits.began ?? 0)
  }

  /// Takes in rows of a kind whose records cannot be alike.
  mutating func take(_ new: borrowing PackedRows, _ range: Range<Int>) {
    rows.append(range, of: new)
    mergeIfMany { _ in true }
  }

  /// Takes in rows of a kind whose records may be alike within one file.
  ///
  /// - Parameter isComplete: whether all rows of a file are there.
  mutating func take(_ new: Pending, _ isComplete: (Int) -> Bool) {
    pending.append(new)
    pendingCount += new.chunk.rows.count
    mergeIfMany(isComplete)
  }

  private mutating func mergeIfMany(_ isComplete: (Int) -> Bool) {
    if rows.count - merged + pendingCount < mergesAt { return }
    merge(isComplete)
    mergesAt = pendingCount + max(Self.leastMerge, merged)
  }

  /// Merges what is left, and says what is the latest of each record.
  mutating func settle() -> LatestState.Settled {
    merge { _ in true }
    let shared = rivals.isEmpty ? [] : rivals.settle(in: &rows)
    var taken = PackedRows(layout)
    swap(&taken, &rows)
    merged = 0
    return LatestState.Settled(rows: RowChunk(taken), shared: shared)
  }

  /// Lets go of superseded rows. How often it is done, and when, makes no difference to the outcome.
  private mutating func merge(_ isComplete: (Int) -> Bool) {
    takePending(isComplete)
    var table = RowTable(rows, upTo: merged, capacity: rows.count)
    while merged < rows.count {
      guard let known = table.rowOrEntry(of: merged, in: rows) else {
        merged += 1
        continue
      }
      if let began = traits.began, rows.value(began, known) != rows.value(began, merged) {
        rivals.add(merged, of: rows)
      } else {
        // What is sent again is in its place among others where it came first.
        rows.keepLater(known, or: merged, firstOfTies: traits.mayRepeat)
      }
      rows.removeByLast(merged)
    }
  }

  /// Puts pending rows among the others: which of a file's are alike is known when all of them are there.
  private mutating func takePending(_ isComplete: (Int) -> Bool) {
    let ready = pending.filter { isComplete($0.file) }
    if ready.isEmpty { return }
    pending.removeAll { isComplete($0.file) }
    pendingCount = pending.reduce(0) { $0 + $1.chunk.rows.count }
    for chunks in Dictionary(grouping: ready, by: \.file).values.map({ $0.map(\.chunk) }) {
      for (chunk, keys) in zip(chunks, Repeats.keys(chunks)) {
        let first = rows.count
        rows.append(0..<chunk.rows.count, of: chunk.rows)
        for (row, key) in keys { rows.set(key, at: first + row) }
      }
    }
  }
}
