import Aggregate
public import Civil
public import Compare
import Language

/// Two periods side by side, as a document: what departs from its course, then a section for the whole
/// and for each set of dimensions.
public struct ComparisonDocument {
  /// How much of it is said.
  public enum Form: Sendable {
    /// All columns and rows, and charts.
    case full
    /// What a terminal has room for: few columns, and rows of which something is to be said.
    case brief
  }

  let comparison: Comparison
  let selection: DiffSelection
  let form: Form
  /// In which the signals were looked for; nil where the course is not known.
  let course: ReportInput?

  /// A section before its words: a set of dimensions with the rows that are asked for.
  public struct Part: Sendable {
    public let dimensions: [String]
    /// Those that are shown.
    public let rows: [Comparison.Row]
    /// Those of which nothing is to be said, or that are more than are asked for.
    public let left: [Comparison.Row]
  }

  public init(
    _ comparison: Comparison, _ selection: DiffSelection, _ form: Form, course: ReportInput?
  ) {
    self.comparison = comparison
    self.selection = selection
    self.form = form
    self.course = course
  }

  /// The whole, then each set of dimensions.
  public var parts: [Part] {
    var byDimensions: [[String]: [Comparison.Row]] = [:]
    for row in selection.rows(comparison.rows) {
      byDimensions[row.group.dimensions, default: []].append(row)
    }
    let order = byDimensions.keys.sorted {
      ($0.count, $0.joined(separator: " ")) < ($1.count, $1.joined(separator: " "))
    }
    let tellsAll = form == .full || selection.showsAll
    return order.map { dimensions in
      let rows = byDimensions[dimensions] ?? []
      let told = rows.filter { tellsAll || $0.isTold }
      let shown = form == .brief ? selection.most.map { Array(told.prefix($0)) } ?? told : told
      return Part(
        dimensions: dimensions, rows: shown,
        left: rows.filter { !(tellsAll || $0.isTold) } + told.dropFirst(shown.count))
    }
  }

  /// The signals that are asked for, each with its sentence.
  public var signals: [(signal: Signal, words: Words)] {
    guard let course, course.knowsCourse else { return [] }
    let composer = Composer(input: course)
    return course.signals.filter { selection.shows($0.metric, $0.group) }
      .map { ($0, composer.sentence(of: $0)) }
  }

  public func document(title: String, currency: String) -> Document {
    document(
      [findings].compactMap { $0 } + parts.compactMap(section), currency,
      about: [
        "title": .text(title), "from": name(comparison.from), "to": name(comparison.to),
      ])
  }

  /// A document that says some words alone, of cells that it need not show otherwise.
  public func document(saying words: [Words], currency: String) -> Document {
    document([Section("words", .none, [.list(words)])], currency, about: [:])
  }

  private func document(
    _ sections: [Section], _ currency: String, about: [String: Words]
  ) -> Document {
    var cells: [CellID: MetricValue] = [:]
    for row in comparison.rows {
      let pair = pair(row)
      cells[pair.old] = row.change.old
      cells[pair.new] = row.change.new
      if let soFar = soFar(row) { cells[soFar] = row.soFar }
    }
    let course = course
    return Document(
      about: about, facts: .phrase(.diffFacts), sections: sections, currency: currency,
      metrics: comparison.rows.map(\.metric), value: { cells[$0] ?? course?.value($0) })
  }

  // MARK: Sections

  private var findings: Section? {
    guard let course, course.knowsCourse else { return nil }
    let told = signals.map(\.words)
    return Section(
      "signals", .phrase(.messages), [.list(told.isEmpty ? [.phrase(.noSignals)] : told)])
  }

  private func section(_ part: Part) -> Section? {
    let dimensions = part.dimensions
    let heading: Words =
      dimensions.isEmpty
      ? .phrase(.diffAll)
      : .phrase(.diffBy, ["dimensions": .list(dimensions.map(Words.text), .listAnd)])
    let splits = comparison.splits.filter {
      [$0.dimension] == dimensions && selection.shows($0.metric, .whole)
    }
    // Of the whole's changes by a dimension those that no member made.
    var blocks = splits.filter(\.isReversal).map { Block.paragraph(Paragraph(reversal($0))) }
    if form == .full {
      blocks += splits.filter { drawn.contains($0.metric.id) }.map { .chart(Waterfall($0).chart) }
    }
    if !part.rows.isEmpty { blocks.append(.table(table(part, caption: heading))) }
    let causes = splits.filter {
      $0.isByWeight && (form == .full || selection.showsAll || moved.contains($0.metric.id))
    }
    if !causes.isEmpty { blocks.append(.table(self.causes(causes, dimensions[0]))) }
    if blocks.isEmpty { return nil }
    let id = dimensions.isEmpty ? "all" : "by-\(dimensions.joined(separator: "-"))"
    return Section(id, heading, blocks)
  }

  /// The metrics of which something is to be said of the whole.
  private var moved: Set<String> {
    Set(comparison.rows.filter { $0.group == .whole && $0.isTold }.map(\.metric.id))
  }

  /// The metrics whose change of the whole is drawn by its parts: those, and the ones that signals are of.
  private var drawn: Set<String> { moved.union(signals.map(\.signal.metric.id)) }

  private func reversal(_ split: Comparison.Split) -> Words {
    .phrase(
      split.cause.rate + split.cause.mix < 0 ? .fellAgainstMembers : .roseAgainstMembers,
      [
        "metric": .metric(split.metric.id), "dimension": .text(split.dimension),
        "mix": .figure(.deviation(split.cause.mix, split.unit)),
        "rate": .figure(.deviation(split.cause.rate, split.unit)),
      ])
  }

  private func causes(_ splits: [Comparison.Split], _ dimension: String) -> Table {
    Table(
      caption: .phrase(.causes, ["dimension": .text(dimension)]),
      columns: [
        .phrase(.columnMetric), .phrase(.columnChange), .phrase(.causeRate), .phrase(.causeMix),
      ],
      rows: splits.map { split in
        let (rate, mix) = (split.cause.rate, split.cause.mix)
        return [Table.Cell(.metric(split.metric.id))]
          + [rate + mix, rate, mix].map { Table.Cell(.deviation($0, split.unit)) }
      })
  }

  // MARK: The table of a section

  private func table(_ part: Part, caption: Words) -> Table {
    let columns: [PhraseID] =
      form == .full
      ? [
        .columnOld, .columnNew, .columnChange, .columnRelative, .columnOldN, .columnNewN,
        .columnVerdict,
      ]
      : [.columnOld, .columnNew, .columnChange, .n, .columnVerdict]
    let soFar = comparison.soFar.map { soFar -> Words in
      .phrase(
        .periodDays,
        [
          "period": .period(soFar.period),
          "days": .phrase(.days, ["days": .count(soFar.days)]),
        ])
    }
    return Table(
      caption: caption,
      columns: part.dimensions.map(Words.text) + [.phrase(.columnMetric)]
        + columns.map { .phrase($0) } + [soFar].compactMap { $0 },
      rows: part.rows.map { row in
        part.dimensions.map { Table.Cell(.text(row.group.members[$0] ?? "")) }
          + [Table.Cell(.metric(row.metric.id))] + cells(row)
      }, names: part.dimensions.count + 1)
  }

  private func cells(_ row: Comparison.Row) -> [Table.Cell] {
    let pair = pair(row)
    let verdict = Table.Cell(row.judgement.verdict.words, row.judgement.verdict.tone)
    let soFar = [soFar(row)].compactMap { $0.map { Table.Cell(.marked($0)) } }
    guard form == .full else {
      return [
        Table.Cell(.value(pair.old)), Table.Cell(.value(pair.new)), Table.Cell(.change(pair)),
        Table.Cell(.n(pair.new)), verdict,
      ] + soFar
    }
    let isInPoints = row.metric.unit == .share || row.metric.unit == .points
    return [
      Table.Cell(.marked(pair.old)), Table.Cell(.marked(pair.new)),
      Table.Cell(.difference(pair)),
      isInPoints ? Table.Cell(.phrase(.unknown)) : Table.Cell(.relative(pair)),
      Table.Cell(.n(pair.old)), Table.Cell(.n(pair.new)), verdict,
    ] + soFar
  }

  /// A comparison in one line: `CSAT in region EMEA: 88.1 % → 80.2 % (−7.9 pts), worse`.
  public func sentence(of row: Comparison.Row) -> Words {
    let pair = pair(row)
    let composer = Composer.named(row.metric, row.group)
    return .phrase(
      .comparedInALine,
      [
        "metric": composer, "old": .figure(.value(pair.old)), "new": .figure(.value(pair.new)),
        "change": .figure(.change(pair)), "verdict": row.judgement.verdict.words,
      ])
  }

  /// `−19.6 pts from 86.0 % in 2026-09: worse`, and how sure that is: `−26.1 pts to −13.0 pts at 95 %,
  /// p < 0.001, q = 0.003`; nothing where the statistics do not say.
  public func detail(of row: Comparison.Row) -> (change: Words, sure: Words?) {
    let (pair, judgement) = (pair(row), row.judgement)
    var sure: [Words] = []
    if let interval = judgement.interval?.decidable {
      let reach = Figure.reach(interval.low, interval.high, row.change.unit(row.metric.unit))
      sure.append(.phrase(.changeInterval, ["interval": .figure(reach)]))
    }
    if let p = judgement.p { sure.append(.figure(.probability(p))) }
    if let q = judgement.q { sure.append(.figure(.probability(q, "q"))) }
    let change: [String: Words] = [
      "change": .figure(.change(pair)), "old": .figure(.value(pair.old)),
      "period": .period(comparison.from), "verdict": judgement.verdict.words,
    ]
    return (.phrase(.changeFrom, change), sure.isEmpty ? nil : .list(sure, .listComma))
  }

  private func pair(_ row: Comparison.Row) -> CellPair {
    func cell(_ period: Period) -> CellID {
      CellID(row.metric.id, period, row.group, days: comparison.days)
    }
    return CellPair(cell(comparison.from), cell(comparison.to))
  }

  private func soFar(_ row: Comparison.Row) -> CellID? {
    comparison.soFar.map { CellID(row.metric.id, $0.period, row.group, days: $0.days) }
  }

  /// A period as it is compared.
  private func name(_ period: Period) -> Words {
    guard let days = comparison.days else { return .periodName(period) }
    return .phrase(
      .periodDays,
      ["period": .periodName(period), "days": .phrase(.days, ["days": .count(days)])])
  }
}

extension Comparison.Row {
  /// Whether something is to be said of it: a change, or that the two may not be compared.
  public var isTold: Bool {
    switch judgement.verdict {
    case .improved, .worse, .changed, .notComparable: true
    case .noDetectableChange, .notKnown: false
    }
  }
}
