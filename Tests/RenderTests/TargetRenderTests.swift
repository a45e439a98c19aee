import Aggregate
import Civil
import Compare
import Testing

@testable import Render

/// Targets in the scorecard, the charts and the messages.
@Suite struct TargetRenderTests {
  /// The sample's values count its periods: `csat` is 12, that is 1,200 %, in the last.
  static func input(_ targets: [Target]) -> ReportInput {
    var input = ReportInput.sample
    input.targets = Targets(targets)
    return input
  }

  @Test(
    arguments: [
      (.within(11...13), "1,100.0 %–1,300.0 %", "on target (in the band)"),
      (.within(14...15), "1,400.0 %–1,500.0 %", "off target (−200.0 pts)"),
      (.atMost(10), "≤ 1,000.0 %", "off target (+200.0 pts)"),
    ] as [(Target.Bound, String, String)])
  func `the scorecard tells the bound and the distance`(
    bound: Target.Bound, text: String, status: String
  ) throws {
    let input = Self.input([Target(metric: "csat", bound: bound)])
    let row = try #require(Scorecard(input: input).rows.first { $0.metric.id == "csat" })
    #expect(row.targetText.replacing(",", with: "") == text.replacing(",", with: ""))
    #expect(row.status.words == status)
  }

  @Test func `a target that ended is none`() throws {
    let input = Self.input([
      Target(metric: "csat", bound: .atLeast(1), until: CivilDate(2026, 10, 1))
    ])
    let row = try #require(Scorecard(input: input).rows.first { $0.metric.id == "csat" })
    #expect(row.targetText == "" && row.status.words == "better")
  }

  @Test func `messages name the group of a target that is missed`() {
    let messages = Messages(
      input: Self.input([
        Target(metric: "csat", bound: .atLeast(0.9)),
        Target(metric: "csat", bound: .within(0.1...0.2), members: ["region": "A"]),
        Target(metric: "csat", bound: .atLeast(99), members: ["region": "not there"]),
      ])
    ).sentences
    #expect(
      messages.contains {
        $0.hasPrefix("1 of 2 targets are met; missed: ")
          && $0.contains("(region A)") && $0.hasSuffix("against 10.0 %–20.0 %.")
      }, "\(messages)")
  }

  @Test func `a target's line steps where another holds, and has gaps where none does`() {
    func stretches(_ targets: [Target.Bound?]) -> [String] {
      TargetLine(targets).stretches.map { "\($0.periods) \($0.bound.ends) \($0.steps.count)" }
    }
    #expect(stretches([]) == [])
    #expect(stretches([nil, nil]) == [])
    #expect(stretches([.atMost(1), .atMost(1)]) == ["0..<2 [1.0] 0"])
    #expect(
      stretches([.atMost(1), .atMost(2), nil, .atMost(3), .within(1...2), .within(1...3)]) == [
        "0..<1 [1.0] 0", "1..<2 [2.0] 1", "3..<4 [3.0] 0", "4..<5 [1.0, 2.0] 0",
        "5..<6 [1.0, 3.0] 2",
      ])
  }

  @Test func `a chart labels the last target, and says when it has ended`() {
    func svg(_ targets: [Target.Bound?]) -> String {
      LineChart(
        title: "t", summary: "s", periods: ["p0", "p1"],
        series: [.init(name: "a", values: [0.5, 0.6], style: "actual")], unit: .share,
        currency: "", targets: targets
      ).svg()
    }
    #expect(svg([.atMost(0.4), .atMost(0.4)]).contains(">target 40.0 %</text>"))
    #expect(svg([.atMost(0.4), nil]).contains(">target to p0 40.0 %</text>"))
    #expect(svg([nil, .within(0.1...0.2)]).contains(">target 10.0 %–20.0 %</text>"))
    #expect(svg([nil, nil]).contains("target") == false)
    #expect(svg([.atMost(0.4), .atMost(0.5)]).split(separator: "class=\"target\"").count == 4)
  }
}
