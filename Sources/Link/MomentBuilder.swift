import Columnar
import Records

/// The team, priority and agent of a ticket at some time.
struct Histories: Equatable {
  var team: Int64
  var priority: Int64
  var agent: Int64
}

/// Collects the moments of one kind, row by row, and lays them out as a batch.
struct MomentBuilder<Row: MomentRow> {
  private let fields: [MomentField]
  /// The places of those that the schema has; the others are not kept.
  private let wanted: [Int]
  private let wantedHistories: [Int]
  private var rows: [Int] = []
  private var columns: [[Int64]]
  private var histories: [[Int64]] = [[], [], []]
  /// Whether moment `i` is one of ticket `i`, as far as there are moments.
  private var isInOrder = true

  /// Whether anybody asks for the kind.
  let isWanted: Bool

  /// - Parameters:
  ///   - schema: nil where the kind is not wanted.
  ///   - capacity: about how many moments there will be.
  init(_ schema: Schema?, capacity: Int) {
    let fields = MomentField.of(Row.kind).filter { $0.field.name != "ticket_row" }
    self.fields = fields
    isWanted = schema != nil
    wanted = fields.indices.filter { schema?.index(of: fields[$0].field.name) != nil }
    wantedHistories = MomentField.histories.indices.filter {
      schema?.index(of: MomentField.histories[$0]) != nil
    }
    columns = fields.map { _ in [] }
    guard isWanted else { return }
    rows.reserveCapacity(capacity)
    for i in wanted { columns[i].reserveCapacity(capacity) }
    for i in wantedHistories { histories[i].reserveCapacity(capacity) }
  }

  @inline(__always)
  mutating func append(_ moment: Row, ticket row: Int, _ histories: Histories) {
    isInOrder = isInOrder && row == rows.count
    rows.append(row)
    for i in wantedHistories {
      self.histories[i].append(
        i == 0 ? histories.team : i == 1 ? histories.priority : histories.agent)
    }
    moment.append(to: &columns, wanted)
  }

  /// The moments with the fields of a schema: their own, the histories', and those of their tickets.
  func batch(_ schema: Schema, _ tickets: RecordBatch) -> RecordBatch {
    var batch = RecordBatch(schema: schema)
    batch.count = rows.count
    batch.columns = schema.fields.map { field in
      if field.name == "ticket_row" { return rows.map(Int64.init) }
      if let own = fields.firstIndex(where: { $0.field.name == field.name }) { return columns[own] }
      if let history = MomentField.histories.firstIndex(of: field.name) {
        return histories[history]
      }
      guard let column = tickets.schema.index(of: field.name) else {
        return [Int64](repeating: .missing, count: rows.count)
      }
      let values = tickets.columns[column]
      if isInOrder && rows.count == values.count { return values }
      return rows.map { values[$0] }
    }
    return batch
  }
}
