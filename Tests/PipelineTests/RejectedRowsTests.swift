import Columnar
import Foundation
import Load
import TestSupport
import Testing

@testable import Pipeline
@testable import Transform

/// Rejected rows that were written down by several workers.
@Suite struct RejectedRowsTests {
  private static func row(_ file: Int, _ offset: Int, _ random: inout SeededGenerator) -> Rejection
  {
    let words = ["", "id", "é\n\"", String(repeating: "x", count: 300)]
    let record = (0..<Int.random(in: 0...40, using: &random)).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
    var version: Rejection.Version?
    if Bool.random(using: &random) {
      version = .init(
        key: RecordKey(system: Int64(file), "\(offset)".utf8Span.span), began: Int64(offset) - 500,
        number: Bool.random(using: &random)
          ? (updated: Int64(-offset), version: Int64.missing) : nil)
    }
    return Rejection(
      locator: Locator(file: file, offset: offset), offset: offset + record.count / 2,
      field: words.randomElement(using: &random)!, column: "c",
      value: words.randomElement(using: &random)!, reason: .init("reason \(offset)"),
      category: words.randomElement(using: &random)!, record: record, version: version,
      origin: words.randomElement(using: &random)!)
  }

  private static func text(_ row: Rejection) -> String {
    "\(row.locator.packed) \(row.offset) \(row.field) \(row.column) \(row.value) \(row.reason.text) "
      + "\(row.category) \(row.record) \(row.origin)"
  }

  @Test(arguments: 0..<20)
  func `rows of several workers come back as they were, in the order of files and places`(
    seed: Int
  ) throws {
    var random = SeededGenerator(seed)
    let folder = try RunTests.Folder()
    var all: [Rejection] = []
    var later: [Rejection] = []
    var spills = (0..<3).map { _ in RejectionSpill(folder: folder.path) }
    for file in 0..<4 {
      var batch: [Rejection] = []
      for offset in 0..<Int.random(in: 0...400, using: &random) {
        let row = Self.row(file, offset * 10, &random)
        all.append(row)
        // Those that were taken first come from no worker.
        if Int.random(in: 0..<20, using: &random) == 0 {
          later.append(row)
          continue
        }
        batch.append(row)
        guard Int.random(in: 0..<30, using: &random) == 0 else { continue }
        try spills[Int.random(in: 0..<3, using: &random)].add(
          batch.shuffled(using: &random), .ticket)
        batch = []
      }
      try spills[Int.random(in: 0..<3, using: &random)].add(batch, .ticket)
    }
    var rows = RejectedRows()
    for index in spills.indices { rows += try spills[index].finish() }
    rows.add(later.shuffled(using: &random))
    rows.correct(all.filter { $0.offset % 3 == 0 }.map(\.locator).shuffled(using: &random))

    #expect(rows.count == all.count)
    var found: [Rejection] = []
    try rows.forEachChunk { chunk in
      #expect(Set(chunk.map(\.locator.file)).count == 1)
      found += chunk
    }
    #expect(found.map(Self.text) == all.map(Self.text), "seed \(seed)")
    #expect(found.map(rows.isCorrected) == all.map { $0.offset % 3 == 0 })

    let spilled = all.filter { row in !later.contains { $0.locator == row.locator } }
    for partition in 0..<RecordKey.partitionCount {
      let versions = try rows.versions(.init(kind: .ticket, partition: partition))
        .sorted { $0.locator < $1.locator }
      let expected = spilled.filter { $0.version?.key.partition == partition }
      #expect(versions.map(\.locator) == expected.map(\.locator))
      #expect(versions.map(\.key) == expected.map(\.version!.key))
      #expect(versions.map(\.began) == expected.map(\.version!.began))
      #expect(versions.map { $0.number?.updated } == expected.map { $0.version!.number?.updated })
    }
    #expect(try rows.versions(.init(kind: .event, partition: 0)).isEmpty)
    // Nothing is left in the folder.
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }
}
