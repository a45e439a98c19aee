import Foundation
import Testing

/// Each figure of the demo's pages, held against its cell in `metrics.json`.
@Suite struct FiguresTests {
  struct Published {
    let cells: PublishedCells
    let pages: [String: [PublishedTable]]
    let markdown: String
    /// The ids of metrics by their labels, as the definitions name them.
    let ids: [String: String]
  }

  static func publish() async throws -> Published {
    let folder = try RunTests.Folder(copying: "\(RunTests.root)/pipelines/demo")
    try await RunTests.run(folder)
    func page(_ name: String) throws -> String {
      String(decoding: try folder.read("reports/board/2026-10/\(name)"), as: UTF8.self)
    }
    let markdown = try page("report.md")
    var ids: [String: String] = [:]
    for line in markdown.split(separator: "\n") {
      if let match = line.firstMatch(of: /^- \*\*(.*)\*\* \(`([^`]*)`, version/) {
        let (label, id) = (String(match.output.1), String(match.output.2))
        ids[label.replacing("\\", with: "")] = id.replacing("\\", with: "")
      }
    }
    return Published(
      cells: try PublishedCells(folder.read("reports/board/2026-10/metrics.json")),
      pages: [
        "html": PublishedTable.html(try page("index.html")),
        "markdown": PublishedTable.markdown(markdown),
      ], markdown: markdown.replacing("\\", with: ""), ids: ids)
  }

  /// What does not rest on cells: rows of exports.
  static let others: Set = [
    "Rows by source", "Rejected rows by reason", "Records that have each field",
  ]

  @Test func `every figure of a table is its cell, rounded`() async throws {
    let published = try await Self.publish()
    #expect(published.ids.count > 50)
    for (medium, tables) in published.pages {
      #expect(tables.count > 30)
      var checked = 0
      for table in tables where !Self.others.contains(table.caption) {
        for row in table.rows {
          for (column, text) in row.enumerated().dropFirst() {
            guard let isRight = try published.isRight(text, column, row, table) else { continue }
            #expect(
              isRight,
              "\(medium): \(table.caption): \(row[0]), \(table.columns[column]): \(text)")
            checked += 1
          }
        }
      }
      #expect(checked > 1400, "\(medium)")
    }
    #expect(try published.headings() >= 6)
    #expect(try published.summaries() >= 20)
  }
}

extension FiguresTests.Published {
  private static let bridge = [
    "Opening backlog": "backlog.opening", "= closing backlog": "backlog",
  ]

  private var previous: String { "2026-09" }
  private var yearBefore: String { "2025-10" }

  /// Whether a cell of a table prints what it should; nil where it is of words or a target.
  func isRight(_ text: String, _ column: Int, _ row: [String], _ table: PublishedTable) throws
    -> Bool?
  {
    let head = table.columns[column]
    switch table.columns[0] {
    case "Period":
      return try value(#require(ids[head]), row[0], []).prints(text, marked: true)
    case "KPI":
      let id = try #require(ids[row[0]])
      switch head {
      // The table of gaps has marks, the scorecard words.
      case "Value":
        return try value(id, cells.period, []).prints(
          text, marked: !table.columns.contains("Target"))
      case "vs previous": return try change(id, previous, [], text)
      case "vs year before": return try change(id, yearBefore, [], text)
      case "n":
        let cell = try value(id, cells.period, [])
        return text.isEmpty
          ? cell.unit == "count" : text.replacing(",", with: "") == cell.n.map(String.init) ?? "·"
      case "Records that have what it needs":
        let coverage = try #require(value(id, cells.period, []).coverage)
        return text == "cov. \(Int(coverage * 100)) %"
      default: return nil
      }
    case "":
      let id = Self.bridge[row[0]] ?? "backlog.\(row[0].dropFirst(2))"
      return try value(id, cells.period, []).prints(text, marked: false)
    default:
      let group = [table.columns[0].lowercased(), row[0]]
      if head == "95 % interval" { return nil }
      // A period to come.
      if head > cells.period && head.hasPrefix("20") {
        return text == "–"
          ? nil : try value("forecast.created", head, group).prints(text, marked: false)
      }
      if table.columns.contains("Needed") {
        let id = ["Needed": "staffing.needed", "Scheduled": "staffing.scheduled"][head]
        guard let id else { return nil }
        return try value(id, cells.period, row[0] == "all" ? [] : group).prints(text, marked: false)
      }
      if head != "change" {
        return try value(#require(ids[head]), cells.period, group).prints(text, marked: true)
      }
      return try change(#require(ids[table.columns[column - 1]]), previous, group, text)
    }
  }

  func value(_ metric: String, _ period: String, _ group: [String]) throws -> PublishedCells.Cell {
    try #require(cells[metric, period, group], "\(metric) \(period) \(group)")
  }

  /// Whether a text is the change of a metric: points for shares, per cent for others.
  private func change(_ metric: String, _ other: String, _ group: [String], _ text: String) throws
    -> Bool
  {
    let (old, new) = (try value(metric, other, group), try value(metric, cells.period, group))
    guard let before = old.value, let after = new.value else { return text == "–" }
    let isPoints = ["share", "points"].contains(new.unit)
    if isPoints || before == 0 {
      return Printed(text, new.unit)?.isRounded(after - before) ?? false
    }
    return Printed(text, "relative")?.isRounded((after - before) / abs(before)) ?? false
  }

  /// How many headings say what a metric did.
  func headings() throws -> Int {
    var count = 0
    for line in markdown.split(separator: "\n") where line.hasPrefix("## ") {
      let heading = line.dropFirst(3)
      guard let label = ids.keys.filter(heading.hasPrefix).max(by: { $0.count < $1.count }),
        let match = heading.dropFirst(label.count).firstMatch(
          of:
            /^ (?:improved to |worsened to |moved to )?(.*?)(?:: no detectable change)? \(([^()]*)\)/
        )
      else { continue }
      let id = try #require(ids[label])
      #expect(
        try value(id, cells.period, []).prints(String(match.output.1), marked: false), "\(line)")
      #expect(try change(id, previous, [], String(match.output.2)), "\(line)")
      count += 1
    }
    return count
  }

  /// How many charts of one metric say where it began and ended.
  func summaries() throws -> Int {
    var count = 0
    for line in markdown.split(separator: "\n") {
      guard let match = line.firstMatch(of: /^- (.*?): (.* from .* in .* to .* in .*)$/) else {
        continue
      }
      let title = String(match.output.1)
      let parts = title.components(separatedBy: " by ")
      guard let id = ids[title] ?? (parts.count == 2 ? ids[parts[0]] : nil) else { continue }
      for course in match.output.2.split(separator: "; ")
      where !course.hasPrefix("marked: ") && !course.hasPrefix("ordinarily ") {
        let said = try #require(course.firstMatch(of: /^(.*) from (.*) in (\S*) to (.*) in (\S*)$/))
        // Lines that are told apart go by other names than the metric's.
        guard parts.count == 2 || said.output.1 == title else { continue }
        let group = parts.count == 2 ? [parts[1], String(said.output.1)] : []
        for (text, period) in [(said.output.2, said.output.3), (said.output.4, said.output.5)] {
          let cell = try value(id, String(period), group)
          let number = try #require(cell.value)
          #expect(Printed(text, cell.unit)?.isRounded(number) ?? false, "\(line)")
        }
        count += 1
      }
    }
    return count
  }
}
