import TestSupport
import Testing

@testable import Columnar

@Suite struct PackedRowsTests {
  static let types: [FieldType] = [
    .instant, .enumeration(["open"]), .text, .boolean, .integer, .decimal,
  ]

  private static func value(_ type: FieldType, _ random: inout SeededGenerator) -> Int64 {
    if Int.random(in: 0..<4, using: &random) == 0 { return .missing }
    switch type {
    case .boolean: return Int64.random(in: 0...1, using: &random)
    case .text, .enumeration: return Int64.random(in: 0..<(1 << 32 - 1), using: &random)
    case .instant:
      return Int64.random(in: -62_135_596_800...253_402_300_799, using: &random)
    default: return Int64.random(in: .min ... .max, using: &random)
    }
  }

  /// Rows of random values, and the values.
  private static func rows(_ count: Int, _ random: inout SeededGenerator) -> (RowChunk, [[Int64]]) {
    let layout = RowLayout(types, hasUpdated: true, hasVersion: false, hasFirst: true)
    var rows = PackedRows(layout)
    _ = rows.extend(by: count)
    var values: [[Int64]] = []
    for (column, type) in types.enumerated() {
      let own = (0..<count).map { _ in value(type, &random) }
      rows.set(column, from: 0, to: own, at: Array(0..<count))
      values.append(own)
    }
    return (RowChunk(rows), values)
  }

  @Test(arguments: 0..<6)
  func `what is set is read back, value by value and column by column`(seed: Int) {
    var random = SeededGenerator(seed)
    let parts = [0, 1, 300, 700].map { Self.rows($0, &random) }
    for (chunk, values) in parts {
      for column in values.indices {
        #expect((0..<chunk.rows.count).map { chunk.rows.value(column, $0) } == values[column])
        #expect(chunk.rows.values(column) == values[column])
      }
    }
  }

  @Test func `rows stay what they are while more and more come, and others go`() {
    var random = SeededGenerator(9)
    // Far more than are allocated as single pages.
    let (chunk, values) = Self.rows(6000, &random)
    var rows = PackedRows(chunk.rows.layout)
    for row in 0..<chunk.rows.count { rows.append(row, of: chunk.rows) }
    var left = Array(0..<6000)
    for _ in 0..<500 {
      let gone = Int.random(in: 0..<left.count, using: &random)
      rows.removeByLast(gone)
      left[gone] = left[left.count - 1]
      left.removeLast()
    }
    rows.append(0..<chunk.rows.count, of: chunk.rows)
    let expected = left + Array(0..<6000)
    for column in values.indices {
      #expect(rows.values(column) == expected.map { values[column][$0] })
    }
  }

  @Test func `states are counted by when they were written`() {
    let layout = RowLayout(Self.types, hasUpdated: true, hasVersion: false, hasFirst: false)
    var rows = PackedRows(layout)
    _ = rows.extend(by: 4)
    rows.setVersions(from: 0, updated: [5, .missing, 7, 6], number: nil, at: [0, 1, 2, 3])
    #expect(rows.updatedCount(since: 6) == 2)
    #expect(rows.updatedCount(since: .min) == 3)
  }
}
