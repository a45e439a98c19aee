import Columnar
import Records

/// The team, priority and agent of a ticket at some time.
struct Histories: Equatable {
  var team: Int64
  var priority: Int64
  var agent: Int64
}

/// Collects the moments of one kind, row by row, and lays them out as a batch.
struct MomentBuilder {
  private let fields: [MomentField]
  /// The places of those that the schema has; the others are not kept.
  private let wanted: [Int]
  private var rows: [Int] = []
  private var columns: [[Int64]]
  private var histories: [[Int64]] = [[], [], []]

  /// - Parameter schema: nil where the kind is not wanted.
  init(_ kind: RecordKind, _ schema: Schema?) {
    let fields = MomentField.of(kind).filter { $0.field.name != "ticket_row" }
    self.fields = fields
    wanted = fields.indices.filter { schema?.index(of: fields[$0].field.name) != nil }
    columns = fields.map { _ in [] }
  }

  /// - Parameter values: in the order of the kind's rows of the table of moments.
  mutating func append(ticket row: Int, _ histories: Histories, _ values: Int64...) {
    precondition(values.count == columns.count)
    rows.append(row)
    for i in wanted { columns[i].append(values[i]) }
    self.histories[0].append(histories.team)
    self.histories[1].append(histories.priority)
    self.histories[2].append(histories.agent)
  }

  /// A moment of which nothing is known but its ticket.
  mutating func appendUnknown(ticket row: Int, _ histories: Histories) {
    rows.append(row)
    for i in wanted { columns[i].append(.missing) }
    self.histories[0].append(histories.team)
    self.histories[1].append(histories.priority)
    self.histories[2].append(histories.agent)
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
      return rows.map { values[$0] }
    }
    return batch
  }
}
