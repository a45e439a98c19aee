import Aggregate
import Civil
import Compare
import Compose
import Foundation
import Testing

@testable import Privacy
@testable import Render

/// Control charts in `metrics.json`, in the scorecard and in the drawings.
@Suite struct VariationRenderTests {
  /// A report of `csat` alone, as a share, with a target.
  static func input(_ values: [Double?], target: Target.Bound? = nil) -> ReportInput {
    var input = ReportInput.sample
    let all = input.snapshot
    let metrics = all.metrics.filter { $0.id == "csat" }
    let groups = [
      Group.whole, Group(["region": "A"]), Group(["region": "A", "team": "B"]),
    ]
    input.snapshot = ShownSnapshot(
      MetricSnapshot(
        metrics: metrics, periods: Array(all.periods.suffix(values.count)), groups: groups,
        values: [
          groups.map { group in
            values.map { value in
              value.map { MetricValue(value: $0, n: 40) }
                ?? MetricValue(value: nil, n: 0, flags: [.suppressed])
            }
          }
        ]))
    input.targets = Targets(target.map { [Target(metric: "csat", bound: $0)] } ?? [])
    return input
  }

  @Test func `each series of the whole and of one dimension has its chart as data`() throws {
    let input = Self.input([0.5, nil, 0.75, 0.5], target: .atLeast(0.1))
    let lines = MetricsFile.variation(input)
    // Mean 7 ÷ 12, mean moving range 0.25, reach 0.665: by hand.
    #expect(
      lines[0] == """
        {"assurance":"hit_and_miss","baseline":"2026-07","dimensions":{},"good":"up",\
        "lower":-0.0816666666667,"mean":0.583333333333,"metric":"csat","points":[\
        {"period":"2026-07","rule":"common","value":0.5},{"period":"2026-09","rule":"common",\
        "value":0.75},{"period":"2026-10","rule":"common","value":0.5}],"trial":true,\
        "upper":1.24833333333}
        """)
    #expect(lines.count == 2 && lines[1].contains(#""dimensions":{"region":"A"}"#))
    let root = try JSONSerialization.jsonObject(with: Data(MetricsFile.json(input).utf8))
    #expect(((root as? [String: Any])?["variation"] as? [Any])?.count == 2)
    #expect(MetricsFile.variation(Self.input([0.5, nil])).isEmpty)
  }

  static let calm = [0.80, 0.82, 0.80, 0.82, 0.80, 0.82, 0.80, 0.82, 0.80, 0.82, 0.80, 0.82]

  @Test(
    arguments: [
      (calm + [0.81], .atLeast(0.5), ["≈ common cause", "✓ always met"]),
      (calm + [0.5], .atLeast(0.99), ["↘ concerning", "✗ always missed"]),
      (calm + [0.99], .atLeast(0.81), ["↗ improving", "± hit and miss"]),
      (calm + [0.5], .atLeast(0.6), ["↘ concerning", " "]),
      (calm + [0.99], .atLeast(0.95), ["↗ improving", " "]),
      (Array(calm.prefix(7)), nil, ["≈ common cause (trial)", " "]),
      (Array(calm.prefix(5)), .atLeast(0.5), [" ", " "]),
      (calm + [nil], .atLeast(0.5), [" ", " "]),
    ] as [([Double?], Target.Bound?, [String])])
  func `the scorecard says variation and assurance by a sign and words`(
    values: [Double?], target: Target.Bound?, words: [String]
  ) throws {
    let document = Document(Self.input(values, target: target))
    let row = try #require(document.scorecard?.rows.first)
    let writer = Writer(document, .english)
    let said = [row.variation, row.assurance].map {
      "\($0?.sign.symbol ?? "") \($0.map { writer.text($0.words) } ?? "")"
    }
    #expect(said == words)
    let html = try BoardReport.html(document)
    #expect(html.contains("always met") == (words[1] == "✓ always met"))
  }

  @Test func `a chart of one line draws mean and limits, and dots what left them`() throws {
    let document = Document(Self.input(Self.calm + [0.5]))
    let charts = try #require(document.section("quality")).blocks.compactMap { block -> Chart? in
      if case .chart(let chart) = block { chart } else { nil }
    }
    let writer = Writer(document, .english)
    let chart = try #require(charts.first)
    #expect(chart.limits.count == 13 && chart.limits[12]?.isOrdinary == false)
    let svg = Drawing(chart, writer).svg
    #expect(svg.components(separatedBy: "class=\"mean\"").count == 2)
    #expect(svg.components(separatedBy: "class=\"limit\"").count == 3)
    // Twelve moving ranges: eleven of 0.02, and one of 0.32 that is screened out. Mean 0.7862.
    #expect(
      writer.text(chart.summary).contains("; ordinarily 73.3 % to 83.9 %, mean 78.6 %"),
      "\(writer.text(chart.summary))")
  }

  @Test func `the line of a KPI lies between its limits, and beside a target that is not far`()
    throws
  {
    func spark(_ target: Target.Bound) throws -> String {
      let document = Document(Self.input(Self.calm + [0.81], target: target))
      let row = try #require(document.scorecard?.rows.first)
      return Sparkline(row, Writer(document, .english)).svg
    }
    // Mean 0.81, mean moving range 0.0192, limits 0.7590 and 0.8610: by hand.
    let near = try spark(.atLeast(0.861))
    #expect(near.components(separatedBy: "class=\"limit\"").count == 3)
    #expect(near.contains(#"<line class="limit" x1="3" y1="20" x2="93" y2="20"/>"#))
    #expect(near.contains(#"<line class="target" x1="3" y1="4" x2="93" y2="4"/>"#))
    #expect(try spark(.atLeast(0.5)).contains("class=\"target\"") == false)
    #expect(try spark(.within(0.8...0.82)).components(separatedBy: "class=\"target\"").count == 3)
  }

  @Test func `limits are drawn a stretch a baseline`() {
    func stretches(_ limits: [Chart.Limits?]) -> [String] {
      LimitLine(limits).stretches.map { "\($0.places) \($0.limits.mean)" }
    }
    let (a, b) = (
      Chart.Limits(lower: 0, mean: 1, upper: 2), Chart.Limits(lower: 3, mean: 4, upper: 5)
    )
    var special = a
    special.isOrdinary = false
    #expect(stretches([]) == [])
    #expect(stretches([nil, a, nil, special, b, b]) == ["1..<4 1.0", "4..<6 4.0"])
  }
}
