public import Columnar
public import Records
import Synchronization

/// The latest version of each record of one kind, across files and nights.
///
/// Rows are dealt to partitions by the hash of their own key, so all versions of a record meet in
/// one. The version with the greatest `updated` counts, then the greatest `version`, then the one that
/// comes later in the order of sources. So the outcome does not depend on the order in which batches
/// arrive. A class, because the workers share it.
public final class LatestState: Sendable {
  /// What tells whether rows of one key are versions of one record.
  public struct Traits: Sendable {
    /// The column of the instant at which a record begins, which no version changes; nil where there
    /// is none.
    public var began: Int?
    /// Whether rows that are alike within one file are several records.
    public var mayRepeat: Bool

    public init(began: Int? = nil, mayRepeat: Bool = false) {
      self.began = began
      self.mayRepeat = mayRepeat
    }
  }

  /// The latest records of one partition, in no certain order.
  public struct Settled: Sendable {
    public let rows: RowChunk
    public let shared: [SharedName]
  }

  public let layout: RowLayout
  public let traits: Traits
  private let partitions: [Partition]

  private final class Partition: Sendable {
    let state: Mutex<LatestPartition>

    init(_ layout: RowLayout, _ traits: Traits) { state = Mutex(LatestPartition(layout, traits)) }
  }

  public init(_ layout: RowLayout, _ traits: Traits = Traits()) {
    self.layout = layout
    self.traits = traits
    partitions = (0..<RecordKey.partitionCount).map { _ in Partition(layout, traits) }
  }

  /// Takes in the rows of a piece of a file.
  ///
  /// - Parameter isComplete: whether all rows of a file are there.
  public func take(
    _ batch: borrowing LoadBatch, file: Int, isComplete: (Int) -> Bool = { _ in false }
  ) {
    let chunks = Self.deal(batch.rows)
    // Workers begin at different partitions, so that they seldom wait for one another.
    let first = batch.rows.count == 0 ? 0 : batch.rows.key(0).partition
    for step in partitions.indices {
      let index = (first + step) % partitions.count
      guard let chunk = chunks[index] else { continue }
      partitions[index].state.withLock { partition in
        if traits.mayRepeat {
          partition.take(.init(file: file, chunk: chunk), isComplete)
        } else {
          partition.take(chunk.rows, 0..<chunk.rows.count)
        }
      }
    }
  }

  /// Takes in rows of one partition, of a kind whose records cannot be alike.
  func take(_ rows: borrowing PackedRows, _ range: Range<Int>, partition index: Int) {
    partitions[index].state.withLock { $0.take(rows, range) }
  }

  /// The latest records of a partition, once all rows are there. What they came from is let go.
  public func settle(partition index: Int) -> Settled {
    partitions[index].state.withLock { $0.settle() }
  }

  /// Rows by the partition of their key; nil where none falls into it.
  private static func deal(_ rows: borrowing PackedRows) -> [RowChunk?] {
    rows.dealt { rows, row in rows.key(row).partition }
  }
}
