/// A part of a document under a heading.
public struct Section: Sendable {
  public var id: String
  public var heading: Words
  /// Measure, population, period.
  public var subtitle: Words
  public var blocks: [Block]

  public init(_ id: String, _ heading: Words, subtitle: Words = .none, _ blocks: [Block] = []) {
    self.id = id
    self.heading = heading
    self.subtitle = subtitle
    self.blocks = blocks
  }

  /// All cells that it shows.
  func forEachCell(_ body: (CellID) -> Void) {
    for words in [heading, subtitle] { words.forEachFigure { $0.cells.forEach(body) } }
    for block in blocks { block.forEachCell(body) }
  }
}

/// What stands in a section.
public indirect enum Block: Sendable {
  case list([Words])
  case paragraph(Paragraph)
  case chart(Chart)
  case table(Table)
  case scorecard(Scorecard)
  /// What metrics mean, by their ids.
  case definitions([String])
  /// What not every reader needs, under a heading of its own.
  case details(Words, [Block])

  func forEachCell(_ body: (CellID) -> Void) {
    func each(_ words: Words) { words.forEachFigure { $0.cells.forEach(body) } }
    switch self {
    case .list(let items): items.forEach(each)
    case .paragraph(let paragraph): each(paragraph.words)
    case .chart(let chart):
      ([chart.title, chart.summary] + chart.places + chart.series.map(\.name)).forEach(each)
      for point in chart.series.flatMap(\.points) { point?.cell.map(body) }
    case .table(let table):
      ([table.caption] + table.columns + table.rows.joined().map(\.words)).forEach(each)
    case .scorecard(let scorecard): scorecard.forEachCell(body)
    case .definitions: break
    case .details(let heading, let blocks):
      each(heading)
      for block in blocks { block.forEachCell(body) }
    }
  }
}

/// A paragraph; one with a name stands under it in a template.
public struct Paragraph: Sendable {
  public var name: String
  public var words: Words
  public var tone: Tone

  public init(_ words: Words, name: String = "", tone: Tone = .none) {
    self.name = name
    self.words = words
    self.tone = tone
  }
}
