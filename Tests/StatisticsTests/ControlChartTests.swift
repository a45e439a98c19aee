import Foundation
import Statistics
import Testing

/// Known answers for control charts and signals, shared with the reference implementations' readers.
@Suite struct ControlChartTests {
  struct Series: Decodable {
    let name: String
    let screen: Bool
    let rebase_at: Int?
    let y: [Double]
    let mean: [Double]
    let lower, upper: [Double?]
    let rule: [String]
  }

  struct SignalCase: Decodable {
    let standing: Bool
    let y, v: [[Double]]
    let p: [Double?]
  }

  @Test func `limits and rules are those of NHSRplotthedots on 44 series`() throws {
    let series: [Series] = try KnownAnswers.decode("../../shared/data/xmr/xmr.json")
    #expect(series.count == 44)
    for one in series {
      let chart = ControlChart(
        one.y, rebasedAt: one.rebase_at.map { [$0 - 1] } ?? [], screens: one.screen)
      for (index, point) in chart.points.enumerated() {
        #expect(isNear(point.mean, one.mean[index], within: 1e-6))
        // Where a series is constant the reference has no limits.
        #expect(isNear(point.lower, one.lower[index] ?? point.mean, within: 1e-6), "\(one.name)")
        #expect(isNear(point.upper, one.upper[index] ?? point.mean, within: 1e-6), "\(one.name)")
        #expect(
          point.rule == Self.rule(one.rule[index]),
          "\(one.name) \(index): \(point.rule) is \(one.rule[index])")
      }
    }
  }

  private static func rule(_ words: String) -> ControlChart.Rule {
    switch words {
    case "Above UCL", "Below LCL": .outside
    case "7 Point Trend (Increasing)", "7 Point Trend (Decreasing)": .trend
    case "2 in 3 Above CL", "2 in 3 Below CL": .twoOfThree
    case "7 Points Above CL", "7 Points Below CL": .shift
    default: .common
    }
  }

  @Test func `limits of fewer than twelve points are trial limits`() {
    #expect(ControlChart(Array(repeating: 1, count: 11)).isTrial)
    #expect(!ControlChart(Array(repeating: 1, count: 12)).isTrial)
    #expect(ControlChart(Array(repeating: 1, count: 20), rebasedAt: [15]).isTrial)
    #expect(ControlChart([]).points.isEmpty)
  }

  @Test func `the p of every signal is the reference rule's`() throws {
    let cases: [SignalCase] = try KnownAnswers.decode("../../shared/data/signals/signals.json")
    #expect(cases.count == 60)
    for (index, one) in cases.enumerated() {
      let p = SignalRule.p(
        zip(one.y, one.v).map { .init(values: $0, variances: $1) }, isFull: one.standing)
      for (own, known) in zip(p, one.p) { #expect(isNear(own, known), "\(index)") }
    }
  }
}
