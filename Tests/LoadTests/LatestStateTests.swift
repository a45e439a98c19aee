import Columnar
import TestSupport
import Testing

@testable import Load

@Suite struct LatestStateTests {
  struct Row {
    var key: String
    var updated: Int64
    var version: Int64
    var locator: Locator
    var value: Int64
  }

  static let schema = Schema(kind: .ticket, fields: [Field("reopens", .integer)])

  static func state(of rows: [Row], batchSize: Int) -> LatestState {
    let state = LatestState(schema: schema)
    var spread = LatestState.Spread()
    var batch = LoadBatch(schema: schema)
    for start in stride(from: 0, to: rows.count, by: batchSize) {
      let part = rows[start..<min(rows.count, start + batchSize)]
      batch.keyBytes.removeAll()
      batch.keyEnds = []
      for row in part {
        batch.keyBytes.append(row.key.utf8Span.span)
        batch.keyEnds.append(batch.keyBytes.count)
      }
      batch.keyHashes = part.map { ByteHash.of($0.key.utf8Span.span).low }
      batch.partitionHashes = batch.keyHashes
      batch.updated = part.map(\.updated)
      batch.versions = part.map(\.version)
      batch.locators = part.map(\.locator)
      batch.records.columns = [part.map(\.value)]
      batch.records.count = part.count
      state.apply(batch, &spread)
    }
    return state
  }

  static func values(_ state: LatestState) -> [Int64] {
    (0..<LatestState.partitionCount).flatMap { state.records(ofPartition: $0).columns[0] }.sorted()
  }

  @Test(arguments: 0..<10) func `a row that was not taken is superseded as one that was`(seed: Int)
  {
    var random = SeededGenerator(seed)
    let rows: [Row] = (0..<200).map { index in
      Row(
        key: "T\(Int.random(in: 0..<60, using: &random))",
        updated: Bool.random(using: &random) ? .missing : Int64.random(in: 0..<4, using: &random),
        version: Int64.random(in: 0..<3, using: &random),
        locator: Locator(file: index % 3, offset: index),
        value: Int64(index))
    }
    // Every row in turn is left out, and held against the others.
    for (index, left) in rows.enumerated() {
      var others = rows
      others.remove(at: index)
      let state = Self.state(of: others, batchSize: 50)
      let same = others.filter { $0.key == left.key }
      let isSuperseded = same.contains {
        ($0.updated, $0.version, $0.locator) > (left.updated, left.version, left.locator)
      }
      let version = (updated: left.updated, number: left.version)
      let key = left.key.utf8Span.span
      #expect(
        state.supersedes(key: key, version: version, at: left.locator) == isSuperseded,
        "seed \(seed)")
      let latest = same.max {
        ($0.updated, $0.version, $0.locator) < ($1.updated, $1.version, $1.locator)
      }
      #expect(
        state.supersedes(key: key, version: nil, at: left.locator)
          == latest.map { $0.locator > left.locator } ?? false, "seed \(seed)")
    }
  }

  @Test(arguments: 0..<10) func `the latest version wins in whatever order rows come`(seed: Int) {
    var random = SeededGenerator(seed)
    var rows: [Row] = (0..<2000).map { index in
      Row(
        key: "T\(Int.random(in: 0..<600, using: &random))",
        updated: Bool.random(using: &random) ? .missing : Int64.random(in: 0..<4, using: &random),
        version: Int64.random(in: 0..<3, using: &random),
        locator: Locator(file: index % 3, offset: index),
        value: Int64(index))
    }
    // The plain way: sort, and let the last of each key stand.
    var expected: [String: Int64] = [:]
    for row in rows.sorted(by: {
      ($0.updated, $0.version, $0.locator) < ($1.updated, $1.version, $1.locator)
    }) {
      expected[row.key] = row.value
    }
    for batchSize in [1, 7, 500, 2048] {
      rows.shuffle(using: &random)
      let state = Self.state(of: rows, batchSize: batchSize)
      #expect(Self.values(state) == expected.values.sorted(), "seed \(seed)")
      #expect(state.count == expected.count)
      #expect(state.keptByFile(fileCount: 3).reduce(0, +) == expected.count)
    }
  }
}
