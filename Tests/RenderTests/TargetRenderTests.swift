import Aggregate
import Civil
import Compare
import Compose
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

  /// Target and status of `csat`.
  static func scorecard(_ input: ReportInput) throws -> (target: String, status: String) {
    let document = Document(input)
    let row = try #require(document.scorecard?.rows.first { $0.metric == "csat" })
    let writer = Writer(document, .english)
    return (writer.text(row.target), writer.text(row.status.words))
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
    let (target, told) = try Self.scorecard(input)
    #expect(target.replacing(",", with: "") == text.replacing(",", with: ""))
    #expect(told == status)
  }

  @Test func `a target that ended is none`() throws {
    let input = Self.input([
      Target(metric: "csat", bound: .atLeast(1), until: CivilDate(2026, 10, 1))
    ])
    #expect(try Self.scorecard(input) == ("", "no target"))
  }

  @Test func `messages name the group of a target that is missed`() {
    let document = Document(
      Self.input([
        Target(metric: "csat", bound: .atLeast(0.9)),
        Target(metric: "csat", bound: .within(0.1...0.2), members: ["region": "A"]),
        Target(metric: "csat", bound: .atLeast(99), members: ["region": "not there"]),
      ]))
    let writer = Writer(document, .english)
    let messages =
      document.section("messages")?.blocks.flatMap { block -> [String] in
        if case .list(let items) = block { items.map(writer.text) } else { [] }
      } ?? []
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
      RenderTests.chart([0.5, 0.6], .share, targets)
    }
    #expect(svg([.atMost(0.4), .atMost(0.4)]).contains(">target 40.0 %</text>"))
    #expect(svg([.atMost(0.4), nil]).contains(">target to p0 40.0 %</text>"))
    #expect(svg([nil, .within(0.1...0.2)]).contains(">target 10.0 %–20.0 %</text>"))
    #expect(svg([nil, nil]).contains("target") == false)
    #expect(svg([.atMost(0.4), .atMost(0.5)]).split(separator: "class=\"target\"").count == 4)
  }
}
