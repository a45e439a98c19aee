import Aggregate
import Civil
import Columnar
import Compare
import Compose
import Language
import Templates
import Testing

@testable import Privacy
@testable import Render

@Suite struct RenderTests {
  static let amounts = Amounts(language: .english, currency: "")

  @Test func `values are written by their unit, with their marks`() {
    let amounts = Self.amounts
    #expect(amounts.amount(0.8666666, .share) == "86.7 %")
    #expect(amounts.amount(1_234_567, .count) == "1,234,567")
    #expect(amounts.amount(-1234.5, .number) == "−1,234.50")
    #expect(amounts.difference(-0.014, .share) == "−1.4 pts")
    #expect(amounts.difference(0, .count) == "±0")
    #expect(amounts.value(.unknown, .share) == "–")
    #expect(
      amounts.value(MetricValue(value: 60, n: 1, flags: [.approximate]), .seconds) == "≈ 1 min")
    let flags: [MetricValue.Flag] = [.fromCounters, .indicative, .provisional]
    #expect(amounts.marked(MetricValue(value: 0.5, n: 9, flags: flags), .share) == "50.0 % (p)*†")
    #expect(amounts.marked(MetricValue(value: nil, n: 0, flags: [.suppressed]), .share) == "·")
    #expect(amounts.marked(MetricValue(value: nil, n: 0, flags: [.fromCounters]), .share) == "–")
  }

  @Test func `a share may be negative, and more than all`() {
    let range = Scale.range([-0.05, 1.3], .share)
    #expect(range.lowerBound < -0.05 && range.upperBound > 1.3)
    #expect(Scale.range([0.01, 0.99], .share) == 0...1)
  }

  /// A report whose names try to be markup, formulas and table cells.
  static var hostile: ReportInput {
    var input = ReportInput.sample
    let evil = "<script>alert(1)</script>\"|=cmd()"
    let groups = [Group.whole, Group(["region": evil]), Group(["region": "=B"])]
    let values = input.snapshot.metrics.map { metric in
      groups.map { _ -> [MetricValue]? in
        input.snapshot.periods.indices.map { MetricValue(value: Double($0), n: 40) }
      }
    }
    input.title = evil
    input.snapshot = ShownSnapshot(
      MetricSnapshot(
        metrics: input.snapshot.metrics, periods: input.snapshot.periods, groups: groups,
        values: values))
    input.rejections = [.init(source: evil, field: evil, reason: evil, count: 1)]
    return input
  }

  @Test func `hostile names are text everywhere`() throws {
    let html = try BoardReport.html(Document(Self.hostile))
    #expect(!html.contains("<script"))
    #expect(html.contains("&lt;script&gt;"))
    let markdown = try BoardReport.markdown(Document(Self.hostile))
    #expect(!markdown.replacing("\\<", with: "").contains("<script"))
    #expect(!markdown.contains("\"|=cmd"))
    let csv = MetricsFile.csv(Self.hostile)
    #expect(!csv.contains("\n=") && !csv.contains(",="))
    #expect(CSVText.field("=1+1") == "'=1+1")
    #expect(CSVText.field("a\"b,c") == "\"a\"\"b,c\"")
  }

  @Test func `code in Markdown is as it is, between backticks enough`() throws {
    #expect(codeInMarkdown("first_response.p90") == "`first_response.p90`")
    #expect(codeInMarkdown("a``b") == "```a``b```")
    #expect(codeInMarkdown("`") == "`` ` ``")
    var input = ReportInput.sample
    input.pipeline = "my_pipeline"
    #expect(try BoardReport.markdown(Document(input)).contains("Pipeline `my_pipeline`,"))
    #expect(try BoardReport.html(Document(input)).contains("Pipeline <code>my_pipeline</code>,"))
  }

  @Test func `a telephone shows each figure of the scorecard with the head of its column`() throws {
    let html = try BoardReport.html(Document(.sampleOfPart))
    let row = try #require(html.firstMatch(of: /<tr><th scope="row"><a href="#def-csat">.*?<\/tr>/))
    let labels = row.output.matches(of: /data-label="(.*?)"/).map { String($0.output.1) }
    #expect(labels == ["Days 1–28", "Target", "vs previous", "vs year before", "n"])
  }

  @Test func `the report asks nothing of the outside and runs nothing`() throws {
    let html = try BoardReport.html(Document(.sample))
    for word in ["<script", "http://", "https://", "url(", "@import", "<link", "<img", "onload"] {
      #expect(!html.contains(word), "\(word)")
    }
    #expect(html.utf8.count < 1_000_000)
  }

  @Test func `the same input gives the same bytes`() throws {
    #expect(try BoardReport.html(Document(.sample)) == BoardReport.html(Document(.sample)))
    #expect(MetricsFile.json(.sample) == MetricsFile.json(.sample))
  }

  @Test func `a bridge that does not add up says so`() throws {
    // The sample's figures are arbitrary: opening + created + reopened − solved is not closing.
    #expect(try BoardReport.html(Document(.sample)).contains("DOES NOT ADD UP"))
  }

  @Test func `rows that do not add up raise an alarm`() throws {
    var input = ReportInput.sample
    input.sources[0].read = 4
    #expect(try BoardReport.html(Document(input)).contains("Rows do NOT add up for: a"))
  }

  @Test func `a cell of metrics json has its keys in order`() {
    let json = MetricsFile.json(.sample)
    #expect(
      json.contains(
        #"{"coverage":null,"dimensions":{"region":"A"},"flags":["indicative"],"interval":null,"metric":"created","n":20,"period":"2026-10","statistics":null,"unit":"count","value":12}"#
      ))
    #expect(json.hasPrefix("{\"as_of\":\"2026-11-02\",\"cells\":[\n"))
    #expect(JSONText.number(nil) == "null")
    #expect(JSONText.number(189_900) == "189900")
    #expect(JSONText.number(0.1) == "0.1")
  }

  /// A drawing of one line.
  static func chart(_ values: [Double?], _ unit: Metric.Unit, _ bounds: [Target.Bound?]) -> String {
    let first = Period(.month, containing: CivilDate(2026, 1, 1))
    let cells = values.indices.map { CellID("m", first.advanced(by: $0)) }
    let chart = Chart(
      .text("t"), summary: .text("s"), .lines, places: values.indices.map { .text("p\($0)") },
      series: [.init(.text("a"), cells)], unit: unit, bounds: bounds)
    let document = Document(
      about: [:], facts: .none, sections: [Section("x", .none, [.chart(chart)])], currency: "",
      metrics: []
    ) { cell in
      zip(cells, values).first { $0.0 == cell }.map { MetricValue(value: $0.1, n: 1) }
    }
    return Drawing(chart, Writer(document, .english)).svg
  }

  @Test func `charts draw whatever values there are`() {
    for values: [Double?] in [[], [nil, nil], [0, 0, 0], [5], [nil, 3, nil, -2], [1e12, 2]] {
      for unit in [Metric.Unit.count, .seconds, .share, .points] {
        let svg = Self.chart(values, unit, values.map { _ in .atMost(1) })
        #expect(!svg.contains("nan") && !svg.contains("inf"))
      }
    }
  }

  @Test func `the built-in templates name nothing that the model lacks`() {
    #expect(TemplateCheck.unknownNames(in: BuiltInTemplates.html, file: "board.html").isEmpty)
    #expect(TemplateCheck.unknownNames(in: BuiltInTemplates.markdown, file: "board.md").isEmpty)
  }

  @Test(arguments: [
    (
      "<p>\n  {{titel}}</p>",
      "t:2:3: error: no '{{titel}}' in the report model; did you mean 'title'?"
    ),
    (
      "{{#sections}}{{headng}}{{/sections}}",
      "t:1:14: error: no '{{headng}}' in the report model; did you mean 'heading'?"
    ),
    (
      "{{#messages}}",
      "t:1:1: error: the section '{{#messages}}' is not closed; expected '{{/messages}}'"
    ),
    ("{{/messages}}", "t:1:1: error: '{{/messages}}' closes no section that is open"),
    ("a{{title", "t:1:2: error: the tag that begins here is not closed"),
    (
      "{{=<% %>=}}{{title}} <% titel %>",
      "t:1:22: error: no '{{titel}}' in the report model; did you mean 'title'?"
    ),
    ("{{=<%=}}", "t:1:1: error: not a change of delimiters; expected two, as '{{=<% %>=}}'"),
    ("{{$head}}", "t:1:1: error: the section '{{#head}}' is not closed; expected '{{/head}}'"),
    (
      "{{$head}}{{titel}}{{/head}}",
      "t:1:10: error: no '{{titel}}' in the report model; did you mean 'title'?"
    ),
    ("{{<tabel}}{{/tabel}}", "t:1:1: error: no partial 'tabel'; did you mean 'table'?"),
    (
      "{{#sections}}{{#tables}}{{<table}}{{$head}}{{/head}}{{/table}}{{/tables}}{{/sections}}",
      "t:1:35: error: the partial 'table' has no block 'head'; it has none"
    ),
    (
      "{{#sections}}{{#tables}}{{<table}}{{title}}{{/table}}{{/tables}}{{/sections}}",
      "t:1:35: error: only blocks are allowed within '{{<table}}'; expected '{{$name}} … {{/name}}'"
    ),
    ("{{> tabel}}", "t:1:1: error: no partial 'tabel'; did you mean 'table'?"),
  ])
  func `a template's mistakes are found at their place`(template: String, expected: String) {
    #expect(TemplateCheck.unknownNames(in: template, file: "t").first?.description == expected)
  }

  @Test(arguments: [
    ("{{$head}}{{title}}{{/head}}", "Sample"),
    ("{{=<% %>=}}<% title %> {{title}}", "Sample {{title}}"),
    ("{{$a}}{{=| |=}}|report|{{title}}|/a| {{title}}", "board{{title}} Sample"),
    ("{{#sections}}{{#tables}}{{<table}} {{/table}}{{/tables}}{{/sections}}", nil),
  ])
  func `blocks, parents and other delimiters are checked and rendered`(
    template: String, expected: String?
  ) throws {
    #expect(TemplateCheck.unknownNames(in: template, file: "t") == [])
    let html = try BoardReport.html(Document(.sample), template: template)
    if let expected { #expect(html == expected) } else { #expect(html.contains("<table")) }
  }

  @Test func `a diff tells what appeared and what went`() throws {
    let snapshot = ReportInput.sample.snapshot
    let (from, to) = (snapshot.periods[11], snapshot.periods[12])
    let comparison = Comparison(.init(snapshot, from: from, to: to), from: from, to: to)
    let report = DiffReport(title: "x", comparison: comparison, currency: "")
    #expect(report.text().contains("2026-09 to 2026-10"))
    #expect(try report.html().contains("By region"))
    #expect(try report.markdown().contains("## By region"))
    #expect(report.json().contains("\"verdict\":\"not known\""))
  }
}
