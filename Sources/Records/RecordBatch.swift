public import Columnar

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
    self.init(schema: schema, count: chunks.reduce(0) { $0 + $1.rows.count })
    // So many rows at a time that they stay in the nearest cache.
    let most = 256
    var start = 0
    for chunk in chunks {
      var first = 0
      while first < chunk.rows.count {
        let rows = first..<min(first + most, chunk.rows.count)
        for column in columns.indices {
          chunk.rows.copy(column, rows, to: &columns[column], at: start + first)
        }
        first = rows.upperBound
      }
      start += chunk.rows.count
    }
  }
}
