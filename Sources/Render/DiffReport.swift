import Aggregate
import Civil
public import Columnar
public import Compare
public import Compose
import Language
import Templates

/// What changed between two periods, in four forms.
public struct DiffReport: Sendable {
  let title: String
  let comparison: Comparison
  let currency: String
  let selection: DiffSelection
  /// In which the signals were looked for; nil where the course is not known.
  let course: ReportInput?

  public init(
    title: String, comparison: Comparison, course: ReportInput? = nil, currency: String,
    selection: DiffSelection = DiffSelection()
  ) {
    self.title = title
    self.comparison = comparison
    self.course = course
    self.currency = currency
    self.selection = selection
  }

  /// The signals that are asked for, each a sentence; one that says so where there is none; nothing where
  /// the course is not known.
  func findings() -> [(signal: Signal?, text: String)] {
    guard let course, course.knowsCourse else { return [] }
    let writer = Writer(Document(signalsOf: course), language)
    let told = zip(course.signals, writer.document.sentences).filter {
      selection.shows($0.0.metric, $0.0.group)
    }
    if told.isEmpty { return [(nil, language.text(.noSignals))] }
    return told.map { ($0.0, writer.text($0.1)) }
  }

  var language: Language { .english }
  var amounts: Amounts { Amounts(language: language, currency: currency) }

  func days(_ count: Int) -> String {
    language.text(.days, ["days": "\(count)"], number: count)
  }

  private var columns: [String] {
    let soFar = comparison.soFar.map { "\($0.period), \(days($0.days))" }
    return ["Metric", "Old", "New", "Change", "Relative", "n old", "n new", "Verdict"]
      + [soFar].compactMap { $0 }
  }

  /// The sections: the whole, then each set of dimensions.
  var sections: [(heading: String, dimensions: [String], rows: [Comparison.Row])] {
    var order: [[String]] = []
    var byDimensions: [[String]: [Comparison.Row]] = [:]
    for row in selection.rows(comparison.rows) {
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
      .init(text: row.judgement.verdict.words, style: row.judgement.verdict.tone.style),
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
  ///
  /// - Parameter told: the metrics whose change is told; nil for all.
  func causes(_ dimensions: [String], told: Set<String>? = nil) -> ReportTable? {
    let splits = splits(dimensions).filter { told?.contains($0.metric.id) ?? true }
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

  /// Of the whole's changes by a dimension those that no member made, each a sentence.
  func reversals(_ dimensions: [String]) -> [String] {
    splits(dimensions).filter(\.isReversal).map { split in
      language.text(
        split.cause.rate + split.cause.mix < 0 ? .fellAgainstMembers : .roseAgainstMembers,
        [
          "metric": split.metric.label, "dimension": split.dimension,
          "mix": amounts.difference(split.cause.mix, split.unit),
          "rate": amounts.difference(split.cause.rate, split.unit),
        ])
    }
  }

  private func splits(_ dimensions: [String]) -> [Comparison.Split] {
    comparison.splits.filter {
      [$0.dimension] == dimensions && selection.shows($0.metric, .whole)
    }
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
      "has_signals": .flag(course?.knowsCourse ?? false),
      "signals": .list(findings().map { .object(["text": .text($0.text)]) }),
      "sections": .list(
        sections.map { section in
          .object([
            "heading": .text(section.heading),
            "sentences": .list(
              reversals(section.dimensions).map { .object(["text": .text($0)]) }),
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
}
