import Columnar

/// The records whose keys hash into one partition: the latest of those that were merged, and the rows
/// that came since.
struct LatestPartition: ~Copyable, Sendable {
  private let layout: RowLayout
  private let traits: LatestState.Traits
  /// One row a key.
  private var latest: PackedRows
  private var rivals: Rivals
  /// What is still to be merged, in no certain order.
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
    latest = PackedRows(layout)
    rivals = Rivals(layout, began: traits.began ?? 0)
  }

  /// - Parameter isComplete: whether all rows of a file are there.
  mutating func take(_ new: Pending, _ isComplete: (Int) -> Bool) {
    pending.append(new)
    pendingCount += new.chunk.rows.count
    if pendingCount < mergesAt { return }
    _ = merge(isComplete)
    mergesAt = pendingCount + max(Self.leastMerge, latest.count)
  }

  /// Merges what is left, and says what is the latest of each record.
  mutating func settle() -> LatestState.Settled {
    // As much as there may be, and no more: what is not used takes no memory.
    latest.reserve(pendingCount)
    merge { _ in true }
    let shared = rivals.isEmpty ? [] : rivals.settle(in: &latest)
    let rows = RowChunk(take())
    return LatestState.Settled(rows: rows, shared: shared)
  }

  private mutating func take() -> PackedRows {
    var taken = PackedRows(layout)
    swap(&taken, &latest)
    return taken
  }

  /// Lets go of superseded rows. How often it is done, and when, makes no difference to the outcome.
  private mutating func merge(_ isComplete: (Int) -> Bool) {
    // Which of a file's rows are alike is known when all of them are there.
    var ready = pending.filter { !traits.mayRepeat || isComplete($0.file) }
    if ready.isEmpty { return }
    pending = traits.mayRepeat ? pending.filter { !isComplete($0.file) } : []
    var table = RowTable(latest, more: ready.reduce(0) { $0 + $1.chunk.rows.count })
    if traits.mayRepeat {
      for chunks in Dictionary(grouping: ready, by: \.file).values.map({ $0.map(\.chunk) }) {
        let keys = Repeats.keys(chunks)
        for (chunk, keys) in zip(chunks, keys) { merge(chunk, keys, &table) }
      }
    } else {
      // Each is let go as soon as it is merged.
      while let new = ready.popLast() { merge(new.chunk, [:], &table) }
    }
    pendingCount = pending.reduce(0) { $0 + $1.chunk.rows.count }
  }

  /// - Parameter keys: of rows whose key is not the one that they came with.
  private mutating func merge(
    _ chunk: RowChunk, _ keys: [Int: RecordKey], _ table: inout RowTable
  ) {
    for row in 0..<chunk.rows.count {
      let key = keys.isEmpty ? chunk.rows.key(row) : keys[row] ?? chunk.rows.key(row)
      guard let known = table.rowOrNext(of: key, in: latest) else {
        latest.append(row, of: chunk.rows)
        if !keys.isEmpty { latest.set(key, at: latest.count - 1) }
        continue
      }
      if let began = traits.began,
        latest.value(began, known) != chunk.rows.value(began, row)
      {
        rivals.add(row, of: chunk.rows)
      } else {
        // What is sent again is in its place among others where it came first.
        latest.keepLater(known, or: row, of: chunk.rows, firstOfTies: traits.mayRepeat)
        if !keys.isEmpty { latest.set(key, at: known) }
      }
    }
  }
}
