import Columnar
import Records
import TestSupport
import Testing

@testable import Load

@Suite struct LatestStateTests {
  struct Row {
    var key: String
    var updated: Int64 = .missing
    var version: Int64 = .missing
    var began: Int64 = 0
    var locator: Locator
    var value: Int64
  }

  /// A kind whose records have a name of their own, and one whose records may be alike.
  enum Kind: CaseIterable {
    case named, repeated

    var traits: LatestState.Traits {
      switch self {
      case .named: .init(began: 0)
      case .repeated: .init(mayRepeat: true)
      }
    }
  }

  static let schema = Schema(
    kind: .ticket, fields: [Field("created", .instant), Field("reopens", .integer)])

  static func key(_ text: String) -> RecordKey { RecordKey(system: 0, text.utf8Span.span) }

  /// - Parameters:
  ///   - batches: how many rows each batch has, at most; a batch is of one file.
  ///   - collectors: by how many workers rows are collected on their way; 0 for none.
  static func state(
    _ rows: [Row], _ kind: Kind = .named, batches: Int, collectors count: Int = 0
  ) -> LatestState {
    let state = LatestState(
      RowLayout(
        schema.fields.map(\.type), hasUpdated: true, hasVersion: true, hasFirst: kind == .named),
      kind.traits)
    let collectors = (0..<count).map { _ in RowCollector(state) }
    defer { for collector in collectors { collector.finish() } }
    var left: [Int: Int] = [:]
    for row in rows { left[row.locator.file, default: 0] += 1 }
    var complete: Set<Int> = []
    var start = 0
    while start < rows.count {
      let file = rows[start].locator.file
      let part = rows[start...].prefix(batches).prefix { $0.locator.file == file }
      var batch = LoadBatch(state.layout)
      _ = batch.rows.extend(by: part.count)
      let order = Array(part.indices.map { $0 - start })
      for (i, row) in part.enumerated() {
        batch.rows.set(key(row.key), at: i)
        batch.rows.set(row.locator, at: i)
      }
      batch.rows.setVersions(
        from: 0, updated: part.map(\.updated), number: part.map(\.version), at: order)
      batch.rows.set(0, from: 0, to: part.map(\.began), at: order)
      batch.rows.set(1, from: 0, to: part.map(\.value), at: order)
      if count > 0 {
        collectors[start % count].take(batch, file: file) { complete.contains($0) }
      } else {
        state.take(batch, file: file) { complete.contains($0) }
      }
      left[file, default: 0] -= part.count
      if left[file] == 0 { complete.insert(file) }
      start += part.count
    }
    return state
  }

  /// The values that are kept, in their order, and the places of what shares a key.
  static func settled(_ state: LatestState) -> (values: [Int64], shared: [SharedName]) {
    let settled = (0..<RecordKey.partitionCount).map { state.settle(partition: $0) }
    return (
      settled.flatMap { $0.rows.rows.values(1) }.sorted(),
      settled.flatMap(\.shared).sorted { $0.rejected < $1.rejected }
    )
  }

  static func rows(_ random: inout SeededGenerator, count: Int, keys: Int) -> [Row] {
    (0..<count).map { index in
      Row(
        key: "T\(Int.random(in: 0..<keys, using: &random))",
        updated: Bool.random(using: &random) ? .missing : Int64.random(in: 0..<4, using: &random),
        version: Int64.random(in: 0..<3, using: &random),
        locator: Locator(file: index % 3, offset: index),
        value: Int64(index))
    }
  }

  @Test(arguments: 0..<10) func `the latest version wins in whatever order rows come`(seed: Int) {
    var random = SeededGenerator(seed)
    var rows = Self.rows(&random, count: 2000, keys: 600)
    // The plain way: sort, and let the last of each key stand.
    var expected: [String: Int64] = [:]
    for row in rows.sorted(by: {
      ($0.updated, $0.version, $0.locator) < ($1.updated, $1.version, $1.locator)
    }) {
      expected[row.key] = row.value
    }
    for batches in [1, 7, 500, 2048] {
      rows.shuffle(using: &random)
      let settled = Self.settled(Self.state(rows, batches: batches))
      #expect(settled.values == expected.values.sorted(), "seed \(seed)")
      #expect(settled.shared == [])
    }
  }

  @Test(arguments: Kind.allCases) func `rows that workers collect come to the same`(kind: Kind) {
    var random = SeededGenerator(5)
    // So few keys that rows are handed over on the way.
    let rows = Self.rows(&random, count: 20_000, keys: 5).sorted { $0.locator < $1.locator }
    let plain = Self.settled(Self.state(rows, kind, batches: 1000))
    for collectors in [1, 2, 5] {
      let collected = Self.settled(
        Self.state(rows, kind, batches: 700, collectors: collectors))
      #expect(collected.values == plain.values)
      #expect(collected.shared == plain.shared)
    }
  }

  @Test(arguments: Kind.allCases) func `what is let go on the way makes no difference`(
    kind: Kind
  ) {
    // More rows of one key than are taken in before superseded ones are let go. Records of one key
    // that began a minute apart are one. Alike in one file they are several, each where it came first:
    // file 0, of the rows to 999, has 334 of the first key and 666 of the second, and file 1, of those to
    // 1,999, 667 of the second, of which the last is 1,999.
    var random = SeededGenerator(1)
    var rows = (0..<60_000).map { index in
      Row(
        key: "T\(index % 3 == 0 ? 0 : 1)", began: 60 * Int64(index % 2),
        locator: Locator(file: index / 1000, offset: index), value: Int64(index))
    }
    let expected: [Int64] = kind == .named ? [59_997, 59_999] : Array(0..<1000) + [1_999]
    #expect(Self.settled(Self.state(rows, kind, batches: 1000)).values == expected)
    rows.sort { ($0.locator.file, -$0.value) > ($1.locator.file, -$1.value) }
    #expect(Self.settled(Self.state(rows, kind, batches: 700)).values == expected)
    let parts = stride(from: 0, to: rows.count, by: 50).map { rows[$0..<($0 + 50)] }
    rows = Array(parts.shuffled(using: &random).joined())
    #expect(Self.settled(Self.state(rows, kind, batches: 50)).values == expected)
  }

  @Test func `rows alike within one file are several records`() {
    // Twice in the first file, three times in the second, once in the third: three records, two of
    // them as the first file has them, the other as the second.
    let files = [2, 3, 1]
    let rows = files.indices.flatMap { file in
      (0..<files[file]).map {
        Row(
          key: "a key that is longer than 13 bytes", locator: Locator(file: file, offset: $0),
          value: Int64(file * 10 + $0))
      }
    }
    for order in [rows, rows.reversed()] {
      let settled = Self.settled(Self.state(order, .repeated, batches: 1))
      #expect(settled.values == [0, 1, 12])
    }
  }

  @Test func `versions within one file are one record`() {
    let rows = [1, 3, 2].enumerated().map { place, updated in
      Row(
        key: "a", updated: Int64(updated), locator: Locator(file: 0, offset: place),
        value: Int64(updated))
    }
    #expect(Self.settled(Self.state(rows, .repeated, batches: 1)).values == [3])
  }

  @Test func `records of one key that began at different times are two`() {
    let places = (0..<4).map { Locator(file: $0 / 2, offset: $0 % 2) }
    // Two versions in each of two files; the second files' records are others.
    let rows = places.enumerated().map { index, place in
      Row(
        key: "1", updated: Int64(index), began: [0, 60, 121, 150][index], locator: place,
        value: Int64(index))
    }
    for order in [rows, rows.reversed(), [rows[2], rows[0], rows[3], rows[1]]] {
      let settled = Self.settled(Self.state(order, batches: 1))
      #expect(settled.values == [1])
      #expect(settled.shared == [SharedName(kept: places[1], rejected: places[3])])
    }
    // The record counts whose first version comes first, though its latest comes last.
    var sentAgain = rows
    sentAgain[1].locator = Locator(file: 2, offset: 0)
    let later = Self.settled(Self.state(sentAgain, batches: 1))
    #expect(later.values == [1])
    #expect(later.shared == [SharedName(kept: sentAgain[1].locator, rejected: places[3])])
    // What does not say when it began is a version of the record that is kept.
    var undated = rows
    undated[3].began = .missing
    let settled = Self.settled(Self.state(undated, batches: 1))
    #expect(settled.values == [3])
    #expect(settled.shared == [SharedName(kept: places[3], rejected: places[2])])
  }

  @Test(arguments: 0..<10) func `who shares a key does not depend on the order of rows`(seed: Int) {
    var random = SeededGenerator(seed)
    var rows = Self.rows(&random, count: 1000, keys: 100)
    for i in rows.indices { rows[i].began = 50 * Int64.random(in: 0..<8, using: &random) }
    let expected = Self.settled(Self.state(rows, batches: 1000))
    #expect(!expected.shared.isEmpty && expected.values.count == 100)
    for batches in [1, 50] {
      rows.shuffle(using: &random)
      let settled = Self.settled(Self.state(rows, batches: batches))
      #expect(settled.values == expected.values, "seed \(seed)")
      #expect(settled.shared == expected.shared, "seed \(seed)")
    }
  }

  @Test(arguments: 0..<10) func `a row that was not taken is superseded as one that was`(seed: Int)
  {
    var random = SeededGenerator(seed)
    let rows = Self.rows(&random, count: 200, keys: 60)
    // Every row in turn is left out, and held against the others.
    for (index, left) in rows.enumerated() {
      var others = rows
      others.remove(at: index)
      let same = others.filter { $0.key == left.key }
      let isSuperseded = same.contains {
        ($0.updated, $0.version, $0.locator) > (left.updated, left.version, left.locator)
      }
      let latest = same.max {
        ($0.updated, $0.version, $0.locator) < ($1.updated, $1.version, $1.locator)
      }
      let key = Self.key(left.key)
      let settled = Self.state(others, batches: 50).settle(partition: key.partition)
      func superseded(_ number: (updated: Int64, version: Int64)?, began: Int64) -> Bool {
        settled.superseded(
          [RecordVersion(key: key, began: began, number: number, locator: left.locator)], began: 0
        )[0]
      }
      #expect(superseded((left.updated, left.version), began: 0) == isSuperseded, "seed \(seed)")
      #expect(
        superseded(nil, began: .missing) == latest.map { $0.locator > left.locator } ?? false,
        "seed \(seed)")
      // Another record of that name supersedes nothing.
      #expect(!superseded((.missing, .missing), began: 61), "seed \(seed)")
    }
  }
}
