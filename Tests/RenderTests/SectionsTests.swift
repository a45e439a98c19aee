import Aggregate
import Civil
import Compare
import Privacy
import Testing

@testable import Render

/// Which sections there are, what stands in them, and what they tell of their figures.
@Suite struct SectionsTests {
  /// The sample with some of its metrics, and with values of one's own where given: by metric, for
  /// all groups and periods.
  static func input(_ ids: [String], _ values: [String: MetricValue] = [:]) -> ReportInput {
    var input = ReportInput.sample
    let all = input.snapshot
    let metrics = all.metrics.filter { ids.contains($0.id) }
    input.snapshot = ShownSnapshot(
      sample: MetricSnapshot(
        metrics: metrics, periods: all.periods, groups: all.groups,
        values: metrics.map { metric in
          all.groups.map { group in
            all.series(metric.id, group)?.map { values[metric.id] ?? $0 }
          }
        }))
    return input
  }

  static func section(_ id: String, _ input: ReportInput) -> ReportSection? {
    Sections(input: input).all.first { $0.id == id }
  }

  @Test func `the sections stand in the order of a board report`() {
    #expect(
      Sections(input: .sample).all.map(\.id) == [
        "demand", "speed", "sla", "quality", "channels", "by-region", "people",
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
    #expect(Sections(input: Self.input([metric])).all.map(\.id) == sections)
  }

  @Test func `every chart has a title, a summary and a table in its section`() {
    for section in Sections(input: .sample).all {
      #expect(!section.tables.isEmpty)
      for chart in section.charts {
        #expect(!chart.title.isEmpty && !chart.summary.isEmpty && chart.svg.contains("<title>"))
      }
    }
  }

  @Test func `our verdict and the export's are one chart, with what tells them apart`() throws {
    let section = try #require(
      Self.section("sla", Self.input(["sla_resolution", "sla_resolution.export"])))
    #expect(
      section.charts.map(\.title) == ["Solved within SLA: by our policies and as the export says"])
    #expect(section.charts[0].summary.contains("ours from") && section.notes.count == 1)
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
    let html = try BoardReport.html(input)
    #expect(html.contains(told) && html.contains("cov. 99 %"))
    let whole = try BoardReport.html(Self.input(["transfer_rate"]))
    #expect(!whole.contains("cov.") && !whole.contains("rest on a part"))
    // A team's month does not lack what an agent's day has.
    let staff = Self.input(["occupancy"], ["occupancy": part])
    #expect(Self.section("people", staff)?.notes == [])
  }

  @Test func `values carry their marks`() {
    let flags: [MetricValue.Flag] = [.fromCounters, .indicative, .provisional]
    #expect(Format.marked(MetricValue(value: 0.5, n: 9, flags: flags), .share) == "50.0 % (p)*†")
    #expect(Format.marked(MetricValue(value: nil, n: 0, flags: [.suppressed]), .share) == "·")
    #expect(Format.marked(MetricValue(value: nil, n: 0, flags: [.fromCounters]), .share) == "–")
    #expect(Format.coverage(0.999) == "99 %" && Format.coverage(0.004) == "under 1 %")
  }

  @Test func `a member without records has no row, one with none in time has`() throws {
    let input = Self.input(
      ["created", "sla_first_reply"], ["sla_first_reply": MetricValue(value: 0, n: 40)])
    let tables = try #require(Self.section("by-region", input)).tables
    #expect(tables.last?.rows.map { $0[1].text } == ["0.0 %", "0.0 %"])
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
    #expect(try BoardReport.html(input).contains(told))
    #expect(try BoardReport.markdown(input).contains(told))
    #expect(MetricsFile.json(input).contains(#""kept":1020,"orphans":{"event":2,"survey":31},"#))
    input.orphans = []
    #expect(try BoardReport.html(input).contains("No record names a ticket that is not among"))
    #expect(MetricsFile.json(input).contains(#""orphans":{},"#))
    input.sources.removeAll { $0.kind != "cost" }
    #expect(try !BoardReport.html(input).contains("among the exports"))
  }

  @Test func `a share may be negative, and more than all`() {
    let range = Scale.range([-0.05, 1.3], .share)
    #expect(range.lowerBound < -0.05 && range.upperBound > 1.3)
    #expect(Scale.range([0.01, 0.99], .share) == 0...1)
  }
}
