import Aggregate
import Civil
import Compare
import Compose
import Testing

@testable import Privacy
@testable import Render

/// Suppressed values in each form of a report.
@Suite struct SuppressedRenderTests {
  /// The sample, with every value of records in region A and the whole's `csat` suppressed.
  static var input: ReportInput {
    var input = ReportInput.sample
    let snapshot = input.snapshot
    input.smallN = SmallN(indicative: 40, suppress: 12)
    input.snapshot = ShownSnapshot(
      MetricSnapshot(
        metrics: snapshot.metrics, periods: snapshot.periods, groups: snapshot.groups,
        values: snapshot.metrics.map { metric in
          snapshot.groups.map { group in
            let isHidden =
              metric.unit != .count && (group.members["region"] == "A" || metric.id == "csat")
            return snapshot.series(metric.id, group)?.map { value in
              isHidden ? MetricValue(value: nil, n: 0, flags: [.suppressed]) : value
            }
          }
        }))
    return input
  }

  @Test func `metrics json and csv have neither value nor n`() {
    #expect(
      MetricsFile.json(Self.input).contains(
        #"{"coverage":null,"dimensions":{"region":"A"},"flags":["suppressed"],"interval":null,"metric":"csat","n":null,"period":"2026-10","statistics":null,"unit":"share","value":null}"#
      ))
    #expect(
      MetricsFile.csv(Self.input).contains("csat,2026-10,region=A,,,share,suppressed,\r\n"))
  }

  @Test func `the scorecard says suppressed, and judges nothing`() throws {
    let document = Document(Self.input)
    let row = try #require(document.scorecard?.rows.first { $0.metric == "csat" })
    let writer = Writer(document, .english)
    #expect(writer.text(.value(row.value)) == "·")
    #expect(writer.text(row.status.words) == "suppressed" && row.status.tone == .neutral)
    #expect(writer.text(row.previous.words) == "–" && row.previous.tone == .none)
    #expect(TextTable.scorecard(Document(Self.input)).contains("○ suppressed"))
  }

  @Test func `both reports tell what the mark means, and only where something is suppressed`()
    throws
  {
    let legend =
      "A figure marked * rests on fewer than 40 records and is indicative; † comes from an export's counters, for want of events; (p) is provisional; ≈ is within 0.4 %; – is not known; · is suppressed: it rests on fewer than 12 records, or would give away a figure that does."
    #expect(
      try BoardReport.html(Document(Self.input)).contains(legend.replacing("'", with: "&#39;")))
    #expect(
      try BoardReport.markdown(Document(Self.input)).contains(
        legend.replacing("*", with: "\\*")))
    var shown = Self.input
    shown.smallN.suppress = 0
    #expect(try !BoardReport.html(Document(shown)).contains("is suppressed"))
  }

  @Test func `a diff has no change of what it may not show`() {
    let snapshot = Self.input.snapshot
    let (from, to) = (snapshot.periods[11], snapshot.periods[12])
    let comparison = Comparison(.init(snapshot, from: from, to: to), from: from, to: to)
    let json = DiffReport(title: "x", comparison: comparison, currency: "").json()
    #expect(
      json.contains(
        #"{"change":null,"change_interval":null,"dimensions":{"region":"A"},"exposure":1,"from":{"interval":null,"n":null,"value":null},"metric":"csat","p":null,"q":null,"reason":"not shown, since it rests on few records","relative":null,"to":{"interval":null,"n":null,"value":null},"unit":"share","verdict":"not known","why":[]}"#
      ))
  }
}
