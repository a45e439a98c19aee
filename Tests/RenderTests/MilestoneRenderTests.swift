import Civil
import Compare
import Compose
import Testing

@testable import Render

/// Milestones in the charts and in what is said of them.
@Suite struct MilestoneRenderTests {
  static func rows(_ milestones: [(x: Double, label: String)]) -> [String] {
    MilestoneRows(milestones).placed.map {
      "\($0.row)\($0.isLeft ? "<" : ">")\($0.label)"
    }
  }

  @Test func `labels stand in as few rows as they need, none on another`() {
    #expect(Self.rows([]) == [])
    #expect(Self.rows([(100, "Core 8.0"), (300, "Chat bot")]) == ["0>Core 8.0", "0>Chat bot"])
    #expect(Self.rows([(100, "Core 8.0"), (120, "Chat bot")]) == ["0>Core 8.0", "1>Chat bot"])
    // Without room on the right they stand on the left.
    #expect(Self.rows([(400, "Core 8.0"), (490, "Core 8.1")]) == ["0>Core 8.0", "1<Core 8.1"])
    #expect(MilestoneRows([(100, "a"), (101, "b")]).height == 2 * MilestoneRows.height)
    #expect(MilestoneRows([]).height == 0)
  }

  @Test func `a long label is cut, and one without room is left to the words`() {
    let long = String(repeating: "x", count: 50)
    #expect(Self.rows([(10, long)]) == ["0>" + String(repeating: "x", count: 35) + "…"])
    let crowd = Self.rows((0..<6).map { (10 + Double($0), "label \($0)") })
    #expect(crowd == ["0>label 0", "1>label 1", "2>label 2", "3>label 3", "3>", "3>"])
  }

  @Test func `a chart draws those that concern it and names them with their days`() throws {
    var input = ReportInput.sample
    input.milestones = [
      Milestone(date: CivilDate(2026, 5, 16), label: "<Bot>", kind: .release, metrics: ["csat"]),
      Milestone(date: CivilDate(2020, 5, 16), label: "Long ago", kind: .release),
    ]
    let document = Document(input)
    let charts = try #require(document.section("quality")).blocks.compactMap { block -> Chart? in
      if case .chart(let chart) = block { chart } else { nil }
    }
    let writer = Writer(document, .english)
    let (csat, nps) = (charts[0], charts[1])
    #expect(csat.milestones.map(\.place) == [7 + 15.0 / 31])
    #expect(nps.milestones.isEmpty)
    #expect(writer.text(csat.summary).hasSuffix("; marked: <Bot> (2026-05-16)"))
    let svg = Drawing(csat, writer).svg
    #expect(svg.contains(">&lt;Bot&gt;</text>") && !svg.contains("Long ago"))
    #expect(svg.contains("viewBox=\"0 0 520 226\""))
  }
}
