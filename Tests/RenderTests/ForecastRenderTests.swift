import Aggregate
import Civil
import Compare
import Compose
import Foundation
import Language
import Statistics
import Testing

@testable import Privacy
@testable import Render

/// Forecasts in the section, in the chart and in `metrics.json`.
@Suite struct ForecastRenderTests {
  /// The sample, with courses of 3 tickets a day for 400 days, of which A has two.
  static let input: ReportInput = {
    var input = ReportInput.sample
    let sample = input.snapshot
    let metrics = sample.metrics.filter { $0.id == "created" }
    input.snapshot = ShownSnapshot(
      MetricSnapshot(
        metrics: metrics, periods: sample.periods, groups: sample.groups,
        values: [
          sample.groups.map { sample.series("created", $0) }
        ],
        courses: [
          "created": [3, 2, 1].map { daily in
            DayCourse(
              first: CivilDate(2025, 9, 27), values: Array(repeating: daily, count: 400),
              isStanding: false)
          }
        ]))
    input.forecasts = Forecasts(Forecasts.jobs(input.snapshot).map(\.made))
    return input
  }()

  @Test func `the section leads with the next month and says how it was found`() throws {
    let document = Document(Self.input)
    let section = try #require(document.section("forecast"))
    let writer = Writer(document, .english)
    #expect(
      writer.text(section.heading)
        == "Tickets created: 90 expected in November 2026 (95 % interval 90 to 90)")
    #expect(
      writer.text(section.subtitle)
        == "What the next months bring if they go on from the days up to 2026-10-31; 2026-11 to 2027-01"
    )
    let tables = section.blocks.compactMap { block -> Table? in
      if case .table(let table) = block { table } else { nil }
    }
    #expect(
      tables[0].rows.map { $0.map { writer.text($0.words) } }.last == [
        "Tickets created", "2027-01", "93", "93 to 93", "smoothed by day", "0.0 %", "–", "9",
      ])
    #expect(
      tables[1].rows.map { $0.map { writer.text($0.words) } } == [
        ["A", "60", "60 to 60", "62", "62 to 62", "62", "62 to 62"],
        ["B", "30", "30 to 30", "31", "31 to 31", "31", "31 to 31"],
      ])
    // A definition stands among the others.
    #expect(document.metric("forecast.created")?.label == "Tickets created, forecast")
  }

  @Test func `the chart of tickets goes on, hatched and said in words`() throws {
    let document = Document(Self.input)
    let section = try #require(document.section("demand"))
    let chart = try #require(
      section.blocks.compactMap { block -> Chart? in
        if case .chart(let chart) = block { chart } else { nil }
      }.first)
    let writer = Writer(document, .english)
    let svg = Drawing(chart, writer).svg
    #expect(svg.contains("<line class=\"hatch\"") && svg.contains("class=\"line actual ahead\""))
    #expect(svg.contains(">2027-01</text>"))
    #expect(
      writer.text(chart.summary).hasSuffix(
        "; 90 expected in 2026-11, 93 expected in 2026-12, 93 expected in 2027-01"))
    var without = Self.input
    without.forecasts = .none
    let plain = Document(without)
    #expect(plain.section("forecast") == nil)
  }

  @Test func `the data has a line a forecast`() throws {
    let lines = MetricsFile.forecasts(Self.input)
    #expect(
      lines[3] == """
        {"dimensions":{"region":"A"},"error":0,"horizon":1,"interval":[60,60],\
        "metric":"forecast.created","model":"daily_damped_ets","naive_error":null,"origins":11,\
        "period":"2026-11","unit":"count","value":60}
        """)
    let root = try JSONSerialization.jsonObject(with: Data(MetricsFile.json(Self.input).utf8))
    #expect(((root as? [String: Any])?["forecasts"] as? [Any])?.count == 9)
  }

  @Test func `one that cannot be made is a line in the section on demand`() throws {
    var input = Self.input
    let snapshot = ShownSnapshot(
      MetricSnapshot(
        metrics: input.snapshot.metrics, periods: input.snapshot.periods,
        groups: input.snapshot.groups,
        values: [input.snapshot.groups.map { input.snapshot.series("created", $0) }],
        courses: [
          "created": [
            DayCourse(
              first: CivilDate(2026, 7, 1), values: Array(repeating: 3, count: 123),
              isStanding: false)
          ] + [nil, nil]
        ]))
    input.snapshot = snapshot
    input.forecasts = Forecasts(Forecasts.jobs(snapshot).map(\.made))
    let document = Document(input)
    let writer = Writer(document, .english)
    let notes = try #require(document.section("demand")).blocks.compactMap { block -> String? in
      if case .paragraph(let paragraph) = block { writer.text(paragraph.words) } else { nil }
    }
    #expect(
      notes == [
        "No forecast of Tickets created: it takes data of at least 8 whole months, and there are 4."
      ])
    #expect(document.section("forecast") == nil)
  }
}
