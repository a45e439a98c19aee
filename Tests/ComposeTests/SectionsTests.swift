import Aggregate
import Civil
import Compare
import Language
import Render
import Testing

@testable import Compose
@testable import Privacy

/// Which sections there are, what stands in them, and what they tell of their figures.
@Suite struct SectionsTests {
  /// The sample with some of its metrics, and with values of one's own where given: by metric, for
  /// all groups and periods.
  static func input(_ ids: [String], _ values: [String: MetricValue] = [:]) -> ReportInput {
    var input = ReportInput.sample
    let all = input.snapshot
    let metrics = all.metrics.filter { ids.contains($0.id) }
    input.snapshot = ShownSnapshot(
      MetricSnapshot(
        metrics: metrics, periods: all.periods, groups: all.groups,
        values: metrics.map { metric in
          all.groups.map { group in
            all.series(metric.id, group)?.map { values[metric.id] ?? $0 }
          }
        }))
    return input
  }

  /// A section in English.
  struct Told {
    let section: Section
    let writer: Writer

    var heading: String { writer.text(section.heading) }
    var tables: [Table] {
      section.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    }
    var charts: [Chart] {
      section.blocks.compactMap { if case .chart(let chart) = $0 { chart } else { nil } }
    }
    var notes: [String] {
      section.blocks.compactMap {
        if case .paragraph(let paragraph) = $0 { writer.text(paragraph.words) } else { nil }
      }
    }
  }

  static func section(_ id: String, _ input: ReportInput) -> Told? {
    let document = Document(input)
    return document.section(id).map { Told(section: $0, writer: Writer(document, .english)) }
  }

  /// The sections between the scorecard and the data quality.
  static func between(_ input: ReportInput) -> [String] {
    Document(input).sections.dropFirst(2).dropLast(3).map(\.id)
  }

  @Test func `the sections stand in the order of a board report`() {
    #expect(
      Document(.sample).sections.map(\.id) == [
        "messages", "scorecard", "demand", "speed", "sla", "quality", "channels", "by-region",
        "people", "data-quality", "definitions", "lineage",
      ])
  }

  @Test(arguments: [
    ("created", ["demand", "by-region"]), ("first_response.median", ["speed", "by-region"]),
    ("sla_next_reply", ["sla", "by-region"]), ("ces", ["quality", "by-region"]),
    ("service_level", ["channels", "by-region"]), ("bot_return", ["channels", "by-region"]),
    ("headcount", ["by-region", "people"]), ("budget_variance", ["by-region", "people"]),
    ("backlog_per_agent", ["by-region"]),
  ])
  func `a section is there where any of its metrics is`(metric: String, sections: [String]) {
    #expect(Self.between(Self.input([metric])) == sections)
  }

  @Test func `every chart has a title, a summary and a table in its section`() throws {
    for id in Self.between(.sample) {
      let section = try #require(Self.section(id, .sample))
      #expect(!section.tables.isEmpty)
      for chart in section.charts {
        #expect(chart.title != .none && chart.summary != .none)
      }
    }
  }

  @Test func `our verdict and the export's are one chart, with what tells them apart`() throws {
    let section = try #require(
      Self.section("sla", Self.input(["sla_resolution", "sla_resolution.export"])))
    #expect(
      section.charts.map { section.writer.text($0.title) } == [
        "Solved within SLA: by our policies and as the export says"
      ])
    let summary = section.writer.text(section.charts[0].summary)
    #expect(summary.contains("ours from") && section.notes.count == 1)
    #expect(Self.section("sla", Self.input(["sla_resolution"]))?.notes == [])
  }

  @Test func `first contact resolution beside one touch is told apart`() {
    #expect(Self.section("quality", Self.input(["fcr", "one_touch"]))?.notes.count == 1)
    #expect(Self.section("quality", Self.input(["fcr"]))?.notes == [])
  }

  @Test func `the people's heading tells where occupancy lies against its band`() {
    func heading(_ value: Double, _ others: [String] = []) -> String? {
      let occupancy = MetricValue(value: value, n: 40)
      var input = Self.input(["occupancy"] + others, ["occupancy": occupancy])
      input.targets = Targets([Target(metric: "occupancy", bound: .within(0.75...0.85))])
      return Self.section("people", input)?.heading
    }
    #expect(
      heading(0.9)
        == "Occupancy stayed at 90.0 %, above its band of 75.0 %–85.0 %")
    #expect(
      heading(0.9, ["headcount"])?.hasSuffix("; occupancy 90.0 %, above its band of 75.0 %–85.0 %")
        == true)
    #expect(heading(0.8)?.contains("within its band") == true)
    #expect(heading(0.7)?.contains("below its band") == true)
  }

  @Test func `a figure that does not rest on all its records says so`() throws {
    let part = MetricValue(value: 0.4, n: 50, coverage: 0.996)
    let input = Self.input(["transfer_rate", "bot_share", "csat"], ["transfer_rate": part])
    let told =
      "Not all records have what a figure needs. In 2026-10 these rest on a part of theirs: Moved between groups on 99 %."
    #expect(Self.section("quality", input)?.notes == [told])
    let html = try BoardReport.html(Document(input))
    #expect(html.contains(told) && html.contains("cov. 99 %"))
    let whole = try BoardReport.html(Document(Self.input(["transfer_rate"])))
    #expect(!whole.contains("cov.") && !whole.contains("rest on a part"))
    // A team's month does not lack what an agent's day has.
    let staff = Self.input(["occupancy"], ["occupancy": part])
    #expect(Self.section("people", staff)?.notes == [])
  }

  @Test func `a member without records has no row, one with none in time has`() throws {
    let input = Self.input(
      ["created", "sla_first_reply"], ["sla_first_reply": MetricValue(value: 0, n: 40)])
    let section = try #require(Self.section("by-region", input))
    #expect(
      section.tables.last?.rows.map { section.writer.text($0[1].words) } == ["0.0 %", "0.0 %"])
    let none = Self.input(["sla_first_reply"], ["sla_first_reply": .unknown])
    #expect(Self.section("by-region", none)?.tables.isEmpty == true)
  }

  @Test func `records that name no ticket are told by kind`() throws {
    var input = ReportInput.sample
    input.sources = [("event", 7), ("survey", 1000), ("survey", 8), ("cost", 5)].map { kind, kept in
      .init(
        name: kind, kind: kind, read: kept, kept: kept, superseded: 0, rejected: 0, dropped: 0,
        movedTimes: 0, ambiguousTimes: 0)
    }
    input.orphans = [("survey", 31), ("event", 2)]
    let told =
      "Naming a ticket that is not among the exports: 31 of 1,008 surveys, 2 of 7 events."
    #expect(try BoardReport.html(Document(input)).contains(told))
    #expect(try BoardReport.markdown(Document(input)).contains(told))
    #expect(MetricsFile.json(input).contains(#""kept":1020,"orphans":{"event":2,"survey":31},"#))
    input.orphans = []
    #expect(
      try BoardReport.html(Document(input)).contains("No record names a ticket that is not among"))
    #expect(MetricsFile.json(input).contains(#""orphans":{},"#))
    input.sources.removeAll { $0.kind != "cost" }
    #expect(try !BoardReport.html(Document(input)).contains("among the exports"))
  }
}
