/// A part of the report: a finding as heading, charts, and the tables beneath them.
struct ReportSection {
  var id: String
  var heading: String
  /// Measure, population, period.
  var subtitle: String
  var charts: [ReportChart] = []
  var tables: [ReportTable] = []
  /// What a reader must know of the figures.
  var notes: [String] = []

  var node: ModelNode {
    .object([
      "id": .text(id), "heading": .text(heading), "subtitle": .text(subtitle),
      "charts": .list(charts.map(\.node)), "tables": .list(tables.map(\.node)),
      "notes": .list(notes.map { .object(["text": .text($0)]) }),
    ])
  }
}

/// A drawn chart, with its title and what it shows in words.
struct ReportChart {
  var title: String
  var summary: String
  var svg: String

  var node: ModelNode {
    .object(["title": .text(title), "summary": .text(summary), "svg": .markup(svg)])
  }
}
