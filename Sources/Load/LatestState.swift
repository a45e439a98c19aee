public import Columnar
import Synchronization

/// The latest version of each record of one kind, across files and nights.
///
/// Rows are spread over partitions by the hash of the ticket that they are about, or of their own
/// key, so all versions of a record, and all records about one ticket, meet in one partition. The version with the greatest `updated` counts, then the greatest `version`,
/// then the one that comes later in the order of sources. So the outcome does not depend on the
/// order in which batches arrive. A class, because the workers share it.
public final class LatestState: Sendable {
  public static let partitionCount = 64

  /// Rows of a batch sorted by partition: scratch of one worker.
  public struct Spread: Sendable {
    var starts = [Int](repeating: 0, count: LatestState.partitionCount + 1)
    var rows: [Int] = []
    var targets: [Int] = []

    public init() {}
  }

  public let schema: Schema
  private let partitions: [Partition]

  private final class Partition: Sendable {
    let state: Mutex<LatestPartition>

    init(_ schema: Schema) { state = Mutex(LatestPartition(schema)) }
  }

  public init(schema: Schema) {
    self.schema = schema
    partitions = (0..<Self.partitionCount).map { _ in Partition(schema) }
  }

  /// Takes in a batch; each of its rows becomes the latest of its record, or is superseded.
  public func apply(_ batch: borrowing LoadBatch, _ spread: inout Spread) {
    spread.sort(batch.partitionHashes)
    // Workers begin at different partitions, so that they seldom wait for one another.
    let first =
      Int(truncatingIfNeeded: batch.partitionHashes.first ?? 0) & (Self.partitionCount - 1)
    for step in 0..<Self.partitionCount {
      let index = (first + step) & (Self.partitionCount - 1)
      let range = spread.starts[index]..<spread.starts[index + 1]
      if range.isEmpty { continue }
      partitions[index].state.withLock {
        $0.apply(batch, rows: spread.rows[range], &spread.targets)
      }
    }
  }

  /// Whether the latest version of a record comes after one that was not taken.
  /// - Parameter version: nil where it is not known; then the order of sources decides.
  public func supersedes(
    key: Span<UInt8>, version: (updated: Int64, number: Int64)?, at locator: Locator
  ) -> Bool {
    let hash = ByteHash.of(key).low
    return partitions[Int(truncatingIfNeeded: hash >> 58)].state.withLock {
      $0.supersedes(key, hash, version, locator)
    }
  }

  /// The latest records of one partition, in no certain order.
  public func records(ofPartition index: Int) -> RecordBatch {
    partitions[index].state.withLock { $0.records }
  }

  /// The latest records of all partitions.
  public var batches: [RecordBatch] { partitions.indices.map { records(ofPartition: $0) } }

  /// Where the records of a partition came from, row by row as in `records(ofPartition:)`.
  public func locators(ofPartition index: Int) -> [Locator] {
    partitions[index].state.withLock { $0.locators }
  }

  /// When the records of a partition were written, row by row as in `records(ofPartition:)`; missing
  /// where that is not known.
  public func updates(ofPartition index: Int) -> [Int64] {
    partitions[index].state.withLock { $0.updated }
  }

  /// How many records were written at an instant or after it.
  public func updatedCount(since instant: Int64) -> Int {
    partitions.indices.reduce(0) { count, index in
      count + updates(ofPartition: index).count { $0 != .missing && $0 >= instant }
    }
  }

  /// How many records there are.
  public var count: Int { partitions.reduce(0) { $0 + $1.state.withLock { $0.records.count } } }

  /// The latest `updated` of any record; nil where none has one.
  public var latestUpdate: Int64? {
    partitions.compactMap { $0.state.withLock { $0.latestUpdate } }.max()
  }

  /// How many rows of each file are the latest of their record.
  public func keptByFile(fileCount: Int) -> [Int] {
    var kept = [Int](repeating: 0, count: fileCount)
    for index in partitions.indices {
      for locator in locators(ofPartition: index) { kept[locator.file] += 1 }
    }
    return kept
  }
}

extension LatestState.Spread {
  /// Counts rows by partition, then places them: a stable counting sort.
  mutating func sort(_ hashes: [UInt64]) {
    let count = LatestState.partitionCount
    for i in 0...count { starts[i] = 0 }
    for hash in hashes { starts[Int(truncatingIfNeeded: hash >> 58) + 1] += 1 }
    for i in 1...count { starts[i] += starts[i - 1] }
    rows.removeAll(keepingCapacity: true)
    rows.append(contentsOf: repeatElement(0, count: hashes.count))
    for row in hashes.indices {
      let partition = Int(truncatingIfNeeded: hashes[row] >> 58)
      rows[starts[partition]] = row
      starts[partition] += 1
    }
    for i in stride(from: count, to: 0, by: -1) { starts[i] = starts[i - 1] }
    starts[0] = 0
  }
}
