import Aggregate
import Civil
public import Columnar
public import Compare
import Compose
import Language
import Templates

/// What changed between two periods, in four forms.
public struct DiffReport: Sendable {
  let title: String
  let comparison: Comparison
  let currency: String
  /// Lines of text, where a table would be too wide.
  let showsGroups: Bool

  public init(title: String, comparison: Comparison, currency: String, showsGroups: Bool) {
    self.title = title
    self.comparison = comparison
    self.currency = currency
    self.showsGroups = showsGroups
  }

  private var language: Language { .english }
  private var amounts: Amounts { Amounts(language: language, currency: currency) }

  private func days(_ count: Int) -> String {
    language.text(.days, ["days": "\(count)"], number: count)
  }

  private var columns: [String] {
    let soFar = comparison.soFar.map { "\($0.period), \(days($0.days))" }
    return ["Metric", "Old", "New", "Change", "Relative", "n old", "n new", "Verdict"]
      + [soFar].compactMap { $0 }
  }

  /// The sections: the whole, then each set of dimensions.
  private var sections: [(heading: String, dimensions: [String], rows: [Comparison.Row])] {
    var order: [[String]] = []
    var byDimensions: [[String]: [Comparison.Row]] = [:]
    for row in comparison.rows where showsGroups || row.group == .whole {
      let dimensions = row.group.dimensions
      if byDimensions[dimensions] == nil { order.append(dimensions) }
      byDimensions[dimensions, default: []].append(row)
    }
    order.sort { ($0.count, $0.joined(separator: " ")) < ($1.count, $1.joined(separator: " ")) }
    return order.map {
      ($0.isEmpty ? "All" : "By \($0.joined(separator: " and "))", $0, byDimensions[$0] ?? [])
    }
  }

  private func cells(_ row: Comparison.Row) -> [ReportTable.Cell] {
    let change = row.change
    let unit = row.metric.unit
    func text(_ value: MetricValue) -> String {
      amounts.value(value, unit)
        + (value.flags.contains(.indicative) ? "*" : "")
    }
    return [
      .init(text: text(change.old)), .init(text: text(change.new)),
      .init(
        text: change.absolute.map { amounts.difference($0, change.unit(unit)) }
          ?? language.unknown),
      .init(
        text: unit == .share || unit == .points
          ? language.unknown : change.relative.map(language.relative) ?? language.unknown),
      .init(text: change.old.publishedN.map(String.init) ?? language.suppressed),
      .init(text: change.new.publishedN.map(String.init) ?? language.suppressed),
      .init(text: row.judgement.verdict.word, style: row.judgement.verdict.tone.style),
    ] + [row.soFar].compactMap { $0.map { .init(text: text($0)) } }
  }

  private func table(_ rows: [Comparison.Row], _ dimensions: [String], caption: String)
    -> ReportTable
  {
    ReportTable(
      caption: caption, columns: dimensions + columns,
      rows: rows.map { row in
        dimensions.map { .init(text: row.group.members[$0] ?? "") } + [
          .init(text: row.metric.label)
        ]
          + cells(row)
      })
  }

  /// How the changes of the whole come about by a dimension; nil where none can be told.
  private func causes(_ dimensions: [String]) -> ReportTable? {
    let splits = comparison.splits.filter { [$0.dimension] == dimensions }
    guard !splits.isEmpty else { return nil }
    return ReportTable(
      caption: "Why, by \(dimensions[0]): its members' own change, and the change of their weights",
      columns: ["Metric", "Change", "Rate", "Mix"],
      rows: splits.map { split in
        let (rate, mix) = (split.cause.rate, split.cause.mix)
        let unit = split.unit
        return [.init(text: split.metric.label)]
          + [rate + mix, rate, mix].map {
            .init(text: amounts.difference($0, unit))
          }
      })
  }

  /// A period as it is compared, in words.
  private func name(_ period: Period) -> String {
    let name = language.name(period)
    guard let count = comparison.days else { return name }
    return language.text(.periodDays, ["period": name, "days": days(count)])
  }

  private var model: ModelNode {
    .object([
      "title": .text(title), "from": .text(name(comparison.from)),
      "to": .text(name(comparison.to)), "css": .markup(BuiltInTemplates.stylesheet),
      "sections": .list(
        sections.map { section in
          .object([
            "heading": .text(section.heading),
            "tables": .list(
              [table(section.rows, section.dimensions, caption: section.heading).node]
                + [causes(section.dimensions)].compactMap { $0?.node }),
          ])
        }),
    ])
  }

  public func html() throws(Diagnostic) -> String {
    try BoardReport.render(BuiltInTemplates.diffHTML, model, .html)
  }

  public func markdown() throws(Diagnostic) -> String {
    try BoardReport.render(BuiltInTemplates.diffMarkdown, model, .markdown)
  }

  /// Aligned columns for a terminal.
  public func text() -> String {
    let days =
      comparison.days.map { ", \(self.days($0)) of each: one is not over yet" } ?? ""
    var text = "\(title.visible): \(comparison.from) to \(comparison.to)\(days)\n"
    for section in sections {
      text += "\n\(section.heading)\n"
      let table = table(section.rows, section.dimensions, caption: "")
      text += TextTable.aligned(
        [table.columns] + table.rows.map { $0.map(\.text) }, leading: section.dimensions.count + 1)
      if let causes = causes(section.dimensions) {
        text += "\n\(causes.caption)\n"
        text += TextTable.aligned(
          [causes.columns] + causes.rows.map { $0.map(\.text) }, leading: 1)
      }
    }
    return text
  }
}
