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

  /// The batch with other values of a field, which it may lack.
  public func with(_ field: Field, _ values: [Int64]) -> RecordBatch {
    var batch = self
    if let column = schema.index(of: field.name) {
      batch.columns[column] = values
      return batch
    }
    batch = RecordBatch(schema: Schema(kind: schema.kind, fields: schema.fields + [field]))
    batch.count = count
    batch.columns = columns + [values]
    return batch
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

  /// Orders the records of a file the other way round.
  public var fromTheEnd: Locator { Locator(file: file, offset: 1 << 44 - 1 - offset) }

  @inlinable public static func < (a: Locator, b: Locator) -> Bool { a.packed < b.packed }
}

/// The records of a piece of a file on their way to the latest state.
public struct LoadBatch: ~Copyable, Sendable {
  public var rows: PackedRows

  public init(_ layout: RowLayout) { rows = PackedRows(layout, capacity: TextBatch.capacity) }
}

extension RecordBatch {
  /// The records of a batch on its way.
  public init(_ schema: Schema, _ batch: borrowing LoadBatch) {
    self.init(schema: schema)
    count = batch.rows.count
    for column in columns.indices { columns[column] = batch.rows.values(column) }
  }

  /// The records of packed rows that have one layout, in their order.
  public init(_ schema: Schema, _ chunks: [RowChunk]) {
    self.init(schema: schema)
    count = chunks.reduce(0) { $0 + $1.rows.count }
    for column in columns.indices {
      var values: [Int64] = []
      values.reserveCapacity(count)
      for chunk in chunks { chunk.rows.append(column, to: &values) }
      columns[column] = values
    }
  }
}
