/// Records of one kind as typed columns: what the casts yield, what is loaded and aggregated.
public struct RecordBatch: Sendable {
  public private(set) var schema: Schema
  /// One column a field of the schema, each `count` values long.
  public var columns: [[Int64]]
  public var count: Int

  public init(schema: Schema, count: Int = 0) {
    self.schema = schema
    self.count = count
    columns = schema.fields.map { _ in [Int64](repeating: .missing, count: count) }
  }

  /// Adds a column at the end.
  public mutating func append(_ field: Field, _ values: [Int64]) {
    schema = Schema(kind: schema.kind, fields: schema.fields + [field])
    columns.append(values)
  }

  /// A column by its field's name; one of missing values where there is none.
  public func values(_ name: String) -> [Int64] {
    schema.index(of: name).map { columns[$0] } ?? [Int64](repeating: .missing, count: count)
  }
}

/// Where a record came from: the number of its file in the run and its byte offset there. Orders
/// records as their sources stand in the pipeline file, then by file name, then by place.
@frozen public struct Locator: Sendable, Hashable, Comparable {
  public let packed: UInt64

  @inlinable public init(packed: UInt64) { self.packed = packed }

  /// - Parameter offset: less than 2^44 bytes.
  @inlinable public init(file: Int, offset: Int) {
    packed = UInt64(file) << 44 | UInt64(offset)
  }

  @inlinable public var file: Int { Int(packed >> 44) }
  @inlinable public var offset: Int { Int(packed & (1 << 44 - 1)) }

  @inlinable public static func < (a: Locator, b: Locator) -> Bool { a.packed < b.packed }
}

/// A typed batch on its way to the latest state: with each record's key and version.
public struct LoadBatch: ~Copyable, Sendable {
  public var records: RecordBatch
  /// The bytes of all keys, one after the other; key `i` ends at `keyEnds[i]`.
  public var keyBytes = ByteArena(capacity: 1 << 14)
  public var keyEnds: [Int] = []
  public var keyHashes: [UInt64] = []
  /// What decides the partition of each record: all that is about one ticket meets in one.
  public var partitionHashes: [UInt64] = []
  /// Seconds since 1970, or missing: the later version of a record wins.
  public var updated: [Int64] = []
  /// A version number that decides between versions of one second; or missing.
  public var versions: [Int64] = []
  public var locators: [Locator] = []

  public init(schema: Schema) { records = RecordBatch(schema: schema) }

  public func key(_ row: Int) -> Range<Int> { (row == 0 ? 0 : keyEnds[row - 1])..<keyEnds[row] }
}
