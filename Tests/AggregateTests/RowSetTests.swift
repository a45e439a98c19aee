import TestSupport
import Testing

@testable import Aggregate

@Suite struct RowSetTests {
  @Test(arguments: [0, 1, 63, 64, 65, 130]) func `sets of rows are sets`(count: Int) {
    var random = SeededGenerator(count)
    let values = (0..<count).map { _ in Int64.random(in: 0...3, using: &random) }
    let others = values.map { _ in Int64.random(in: 0...3, using: &random) }
    func rows(_ set: RowSet) -> [Int] {
      var rows: [Int] = []
      set.forEach { rows.append($0) }
      return rows
    }
    let all = RowSet(all: count)
    #expect(rows(all) == Array(0..<count) && all.size == count)
    #expect(RowSet(none: count).isEmpty)
    let ones = RowSet(values) { $0 == 1 }
    let equal = RowSet(values, others) { $0 == $1 }
    #expect(rows(ones) == (0..<count).filter { values[$0] == 1 })
    #expect(rows(equal) == (0..<count).filter { values[$0] == others[$0] })
    var both = ones
    both.formIntersection(equal)
    #expect(rows(both) == (0..<count).filter { values[$0] == 1 && others[$0] == 1 })
    var either = ones
    either.formUnion(equal)
    #expect(rows(either) == (0..<count).filter { values[$0] == 1 || values[$0] == others[$0] })
    var rest = all
    rest.subtract(ones)
    #expect(rows(rest) == (0..<count).filter { values[$0] != 1 })
    #expect((0..<count).allSatisfy { rest.contains($0) == (values[$0] != 1) })
    let listed = RowSet(codes: values, among: [false, true, true], true)
    #expect(rows(listed) == (0..<count).filter { [1, 2].contains(values[$0]) })
  }

  @Test func `lanes count side by side up to 65,535 rows`() {
    let count = Lanes.mostRows
    let sets = [RowSet(all: count), RowSet(none: count), RowSet(all: count), RowSet(all: count)]
    let ones = Lanes.ones(sets, count: count)
    var lanes = Lanes(cells: 2)
    let cells = [Int32](repeating: 1, count: count)
    lanes.add(ones.span, at: cells.span, 0..<count)
    var found: [[Int]] = []
    for lane in 0..<Lanes.width { lanes.forEach(lane: lane) { found.append([lane, $0, $1]) } }
    #expect(found == [[0, 1, count], [2, 1, count], [3, 1, count]])
    lanes.empty()
    for lane in 0..<Lanes.width { lanes.forEach(lane: lane) { _, _ in Issue.record("left over") } }
  }
}
