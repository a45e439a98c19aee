public import Columnar
public import Records
import Synchronization

/// The records of a run, dealt a second time: each to the partition of the ticket that it is about.
///
/// They were deduplicated by their own keys; only now all that is about one ticket meets. Records
/// that are about none stay where their own keys put them.
public struct TicketPartitions: Sendable {
  /// By kind, then partition.
  private let chunks: [RecordKind: [[RowChunk]]]
  private let schemas: [RecordKind: Schema]

  public static var count: Int { RecordKey.partitionCount }

  /// Deals the records of one kind. A class, because workers share it.
  public final class Dealer: Sendable {
    private let link: Int?
    private let isTicket: Bool
    /// By the partition that the records come from, then the one that they go to.
    private let dealt = Mutex<[Int: [RowChunk?]]>([:])
    let schema: Schema

    public init(_ schema: Schema) {
      self.schema = schema
      link = schema.index(of: Field.ticketLink.name)
      isTicket = schema.kind == .ticket
    }

    /// Deals the records of one partition by their keys. Those of tickets lie right already.
    public func deal(_ chunk: RowChunk, from index: Int) {
      var parts = [RowChunk?](repeating: nil, count: TicketPartitions.count)
      if let link, !isTicket {
        parts = chunk.rows.dealt { rows, row in
          let ticket = rows.value(link, row)
          return ticket == .missing ? index : RecordKey.partition(ofLink: ticket)
        }
      } else {
        parts[index] = chunk
      }
      dealt.withLock { $0[index] = parts }
    }

    /// Each partition's records, in the order of the partitions that they come from.
    fileprivate var chunks: [[RowChunk]] {
      dealt.withLock { dealt in
        let sources = dealt.sorted { $0.key < $1.key }.map(\.value)
        return (0..<TicketPartitions.count).map { index in sources.compactMap { $0[index] } }
      }
    }
  }

  public init(_ dealers: [Dealer]) {
    var (chunks, schemas) = ([RecordKind: [[RowChunk]]](), [RecordKind: Schema]())
    for dealer in dealers {
      chunks[dealer.schema.kind] = dealer.chunks
      schemas[dealer.schema.kind] = dealer.schema
    }
    (self.chunks, self.schemas) = (chunks, schemas)
  }

  /// The kinds that are read.
  public var kinds: Set<RecordKind> { Set(chunks.keys) }

  /// The fields of a kind; nil where it is not read.
  public func schema(_ kind: RecordKind) -> Schema? { schemas[kind] }

  /// How many records of a kind there are.
  public func count(_ kind: RecordKind) -> Int {
    (chunks[kind] ?? []).joined().reduce(0) { $0 + $1.rows.count }
  }

  /// The records of a kind in one partition; nil where the kind is not read.
  public func records(_ kind: RecordKind, _ index: Int) -> RecordBatch? {
    guard let schema = schemas[kind], let parts = chunks[kind] else { return nil }
    return RecordBatch(schema, parts[index])
  }

  /// Some columns of the records of a kind in one partition, missing where they were not loaded; nil where
  /// the kind is not read.
  public func records(_ schema: Schema, _ index: Int) -> RecordBatch? {
    guard let loaded = schemas[schema.kind], let parts = chunks[schema.kind] else { return nil }
    var batch = RecordBatch(schema: schema)
    batch.count = parts[index].reduce(0) { $0 + $1.rows.count }
    batch.columns = schema.fields.map { field in
      loaded.index(of: field.name).map { values(schema.kind, $0, index) }
        ?? [Int64](repeating: .missing, count: batch.count)
    }
    return batch
  }

  /// All records of a kind, partition by partition, each made when it is asked for.
  public func batches(_ kind: RecordKind) -> some Sequence<RecordBatch> {
    (0..<Self.count).lazy.compactMap { records(kind, $0) }
  }

  /// One column of the records of a kind in one partition.
  public func values(_ kind: RecordKind, _ column: Int, _ index: Int) -> [Int64] {
    let parts = chunks[kind]?[index] ?? []
    var values: [Int64] = []
    values.reserveCapacity(parts.reduce(0) { $0 + $1.rows.count })
    for part in parts { part.rows.append(column, to: &values) }
    return values
  }

  /// Where the records came from, row by row as in `records`.
  public func locators(_ kind: RecordKind, _ index: Int) -> [Locator] {
    let parts = chunks[kind]?[index] ?? []
    var locators: [Locator] = []
    locators.reserveCapacity(parts.reduce(0) { $0 + $1.rows.count })
    for part in parts {
      for row in 0..<part.rows.count { locators.append(part.rows.locator(row)) }
    }
    return locators
  }

  /// When the records were written, row by row as in `records`; missing where that is not known.
  public func updates(_ kind: RecordKind, _ index: Int) -> [Int64] {
    (chunks[kind]?[index] ?? []).flatMap { chunk in
      (0..<chunk.rows.count).map { chunk.rows.updated($0) }
    }
  }

  /// How many records were written at an instant or after it.
  public func updatedCount(since instant: Int64) -> Int {
    chunks.values.joined().joined().reduce(0) { count, chunk in
      count
        + chunk.rows.updatedCount(since: instant)
    }
  }

  /// The records of one partition, to be linked.
  public func partition(_ index: Int) -> Linker.Partition {
    var batches: [RecordKind: RecordBatch] = [:]
    var locators: [RecordKind: [Locator]] = [:]
    for kind in chunks.keys {
      batches[kind] = records(kind, index)
      locators[kind] = self.locators(kind, index)
    }
    return Linker.Partition(batches: batches, locators: locators)
  }
}
