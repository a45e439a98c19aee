import Link
import Records
import Testing

@testable import Aggregate

/// Batches of more rows than lanes hold, and what follows them.
@Suite struct BatchSizeTests {
  /// 65,546 tickets at once leave eleven in the lanes; 65,535 more are beyond what a lane holds.
  @Test func `a great batch leaves room for the next`() throws {
    let tally = FormulaTests.tickets(
      FormulaTests.metric(.ratio(FormulaTests.refunds, FormulaTests.created)))
    let aggregation = try tally.aggregation()
    let place = try #require(aggregation.programs.firstIndex { $0.kind == .ticket })
    var partials = aggregation.programs.map { PartialAggregate($0) }
    for size in [65_546, 65_535] {
      let rows = Array(repeating: FormulaTests.ticket(5), count: size)
      partials[place].update(tally.batch(rows, aggregation.programs[place]), StatusTimelines())
    }
    let value = try #require(aggregation.finish(partials).series("m")?.last)
    #expect(value.n == 131_081)
    #expect(value.value == 1)
  }
}
