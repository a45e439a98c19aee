import Aggregate
import Testing

@testable import Compare

@Suite struct ChangeTests {
  @Test func `nothing is relative to zero`() {
    let change = Change(
      from: MetricValue(value: 0, n: 0), to: MetricValue(value: 3, n: 3))
    #expect(change.absolute == 3)
    #expect(change.relative == nil)
  }
}
