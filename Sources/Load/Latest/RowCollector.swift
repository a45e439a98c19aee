import Columnar
public import Records

/// The rows of one worker on their way to the latest state, in partitions of its own. Those of one
/// are handed over when there are many, so that workers seldom meet.
///
/// A class, because it is kept in a table although its parts cannot be copied; one worker uses it.
public final class RowCollector {
  private let state: LatestState
  /// Room for so many rows of each partition, one partition behind the other.
  private var rows: PackedRows
  private let most: Int
  /// How many rows each partition has.
  private var counts = [Int](repeating: 0, count: RecordKey.partitionCount)

  /// How many bytes are handed over at once, about.
  private static let bytes = 1 << 17

  public init(_ state: LatestState) {
    self.state = state
    most = max(64, Self.bytes / state.layout.stride)
    // What is not used takes no memory.
    rows = PackedRows(state.layout, capacity: most * RecordKey.partitionCount)
    _ = rows.extend(by: most * RecordKey.partitionCount)
  }

  /// Takes the rows of a piece of a file.
  ///
  /// - Parameter isComplete: whether all rows of a file are there.
  public func take(
    _ batch: borrowing LoadBatch, file: Int, isComplete: (Int) -> Bool
  ) {
    // Which are alike is known a file at a time.
    if state.traits.mayRepeat { return state.take(batch, file: file, isComplete: isComplete) }
    Self.deal(batch.rows, to: state, by: most, &rows, &counts)
  }

  /// The rooms come as arguments, so that no row pays for an access check.
  private static func deal(
    _ batch: borrowing PackedRows, to state: LatestState, by most: Int,
    _ rows: inout PackedRows, _ counts: inout [Int]
  ) {
    for row in 0..<batch.count {
      let index = batch.key(row).partition
      rows.replace(index * most + counts[index], by: row, of: batch)
      counts[index] += 1
      if counts[index] == most {
        state.take(rows, index * most..<(index + 1) * most, partition: index)
        counts[index] = 0
      }
    }
  }

  /// Hands over what is left.
  public func finish() {
    for (index, count) in counts.enumerated() where count > 0 {
      state.take(rows, index * most..<index * most + count, partition: index)
    }
    counts = counts.map { _ in 0 }
  }
}
