import Columnar
public import Records

/// The rows of one worker on their way to the latest state, in partitions of its own. Those of one
/// are handed over when there are many, so that workers seldom meet and chunks are few and large.
///
/// A class, because it is kept in a table although its parts cannot be copied; one worker uses it.
public final class RowCollector {
  private final class Part {
    var rows: PackedRows

    init(_ layout: RowLayout, _ capacity: Int) { rows = PackedRows(layout, capacity: capacity) }
  }

  private let state: LatestState
  private var parts: [Part?]
  /// How many rows are handed over at once.
  private let most: Int

  /// How many bytes those are, about.
  private static let bytes = 1 << 17

  public init(_ state: LatestState) {
    self.state = state
    parts = Array(repeating: nil, count: RecordKey.partitionCount)
    most = max(64, Self.bytes / state.layout.stride)
  }

  /// Takes the rows of a piece of a file.
  ///
  /// - Parameter isComplete: whether all rows of a file are there.
  public func take(
    _ batch: borrowing LoadBatch, file: Int, isComplete: (Int) -> Bool
  ) {
    // Which are alike is known a file at a time.
    if state.traits.mayRepeat { return state.take(batch, file: file, isComplete: isComplete) }
    for row in 0..<batch.rows.count {
      let index = batch.rows.key(row).partition
      let part = parts[index] ?? begin(index)
      part.rows.append(row, of: batch.rows)
      if part.rows.count == most { handOver(index) }
    }
  }

  /// Hands over what is left.
  public func finish() {
    for index in parts.indices where parts[index] != nil { handOver(index) }
  }

  private func begin(_ index: Int) -> Part {
    let part = Part(state.layout, most)
    parts[index] = part
    return part
  }

  private func handOver(_ index: Int) {
    guard let part = parts[index] else { return }
    parts[index] = nil
    var rows = PackedRows(state.layout)
    swap(&rows, &part.rows)
    state.take(RowChunk(rows), partition: index)
  }
}
