import Columnar
import Records
import Testing

@Suite struct RecordBatchTests {
  @Test func `the rows of several chunks are records in their order`() {
    let schema = Schema(
      kind: .ticket, fields: [Field("created", .instant), Field("replies", .integer)])
    let layout = RowLayout(
      schema.fields.map(\.type), hasUpdated: false, hasVersion: false, hasFirst: false)
    var next: Int64 = 0
    var chunks: [RowChunk] = []
    for count in [0, 1, 255, 256, 257, 1000] {
      var rows = PackedRows(layout)
      _ = rows.extend(by: count)
      for row in 0..<count {
        rows.set(0, row, to: next)
        rows.set(1, row, to: next % 3 == 0 ? .missing : -next)
        next += 1
      }
      chunks.append(RowChunk(rows))
    }
    let batch = RecordBatch(schema, chunks)
    #expect(batch.count == 1769)
    #expect(batch.columns[0] == Array(0..<1769))
    #expect(batch.columns[1] == (0..<1769).map { $0 % 3 == 0 ? .missing : -$0 })
  }
}
