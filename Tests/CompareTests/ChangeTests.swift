import Aggregate
import Testing

@testable import Compare

@Suite struct ChangeTests {
  @Test(
    arguments: [
      (1, 2, .up, .better), (2, 1, .up, .worse), (1, 2, .down, .worse), (2, 1, .down, .better),
      (1, 1, .up, .unchanged), (1, 2, .neither, .changed), (nil, 1, .up, .appeared),
      (1, nil, .up, .vanished), (nil, nil, .up, .unknown), (0, 1, .down, .worse),
    ] as [(Double?, Double?, Metric.Direction, Change.Verdict)])
  func `verdicts follow the direction, and missing is not zero`(
    old: Double?, new: Double?, good: Metric.Direction, verdict: Change.Verdict
  ) {
    let change = Change(
      from: MetricValue(value: old, n: 1), to: MetricValue(value: new, n: 1), good: good)
    #expect(change.verdict == verdict)
  }

  @Test func `nothing is relative to zero`() {
    let change = Change(
      from: MetricValue(value: 0, n: 0), to: MetricValue(value: 3, n: 3), good: .neither)
    #expect(change.absolute == 3)
    #expect(change.relative == nil)
  }
}
