import Aggregate
import Civil
import Compare
import Compose
import Language
import Render
import Testing

@testable import Privacy

/// Two periods side by side as a document.
@Suite struct ComparisonDocumentTests {
  private static let months = [Period("2026-09")!, Period("2026-10")!]

  /// Counts of two periods by group.
  private static func comparison(_ counts: [(Group, Int, Int)]) -> Comparison {
    let metric = MetricTable.builtIn.first { $0.id == "created" }!
    let values = counts.map { _, old, new in
      [old, new].map {
        MetricValue(value: Double($0), n: $0, estimate: .count(.init($0, dispersion: .none)))
      }
    }
    let snapshot = ShownSnapshot(
      MetricSnapshot(
        metrics: [metric], periods: months, groups: counts.map(\.0), values: [values]))
    return Comparison(
      .init(snapshot, from: months[0], to: months[1]), from: months[0], to: months[1])
  }

  private static func team(_ name: String) -> Group { Group(["team": name]) }

  @Test func `what each member adds to a count is drawn, the greatest first`() throws {
    let comparison = Self.comparison([
      (.whole, 400, 700), (Self.team("A"), 100, 90), (Self.team("B"), 200, 510),
      (Self.team("C"), 100, 100),
    ])
    let content = ComparisonDocument(comparison, DiffSelection(), .full, course: nil)
    let document = content.document(title: "T", currency: "")
    let writer = Writer(document, .english)
    let section = try #require(document.section("by-team"))
    let chart = try #require(
      section.blocks.lazy.compactMap { if case .chart(let chart) = $0 { chart } else { nil } }
        .first)
    #expect(writer.text(chart.summary) == "B +310, A −10; together +300")
    #expect(chart.places.map(writer.text) == ["B", "A", "together"])
  }

  @Test func `members that do not make up the whole explain nothing`() {
    let comparison = Self.comparison([
      (.whole, 400, 700), (Self.team("A"), 100, 90), (Self.team("B"), 200, 510),
    ])
    #expect(comparison.splits.isEmpty)
  }

  @Test func `a terminal shows what changed and counts the rest`() {
    let comparison = Self.comparison([
      (.whole, 400, 700), (Self.team("A"), 100, 101), (Self.team("B"), 300, 599),
    ])
    let text = DiffReport(title: "T", comparison: comparison, currency: "").text()
    #expect(text.hasPrefix("T: 2026-09 to 2026-10\n\nAll\nMetric"))
    #expect(text.hasSuffix("\nNot shown: 1 no detectable change; --all shows them\n"))
  }
}
