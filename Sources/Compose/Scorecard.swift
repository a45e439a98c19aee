public import Compare

/// The scorecard: one line a KPI.
public struct Scorecard: Sendable {
  public struct Row: Sendable {
    public let metric: String
    public let value: CellID
    /// Of fewer days than there are so far, where a shorter period is compared with.
    public let parts: [CellID]
    /// What is aimed at, and its distance in the status.
    public let target: Words
    public let status: Status
    public let previous: Table.Cell
    public let yearBefore: Table.Cell
    /// How many records the value rests on; nothing for a count, which is its own.
    public let n: Words
    /// What a reader must know of the value.
    public let notes: [Words]
    /// Its course: the last periods.
    public let course: [CellID]
    /// What its course is drawn beside: between which values it ordinarily lies, one a period, and what
    /// is aimed at; empty where nothing is known or aimed at.
    public let limits: [Chart.Limits?]
    public let bounds: [Target.Bound?]
    /// What the course's own variation says of the value, and of the target; nil where too few periods
    /// are known.
    public let variation: Mark?
    public let assurance: Mark?
  }

  /// A word and a sign for it: quiet, since neither is an alarm.
  public struct Mark: Sendable, Hashable {
    public enum Sign: Sendable, Hashable {
      case common, up, down, met, missed, mixed
    }

    public let sign: Sign
    public let words: Words
  }

  /// How a value stands: a shape and words, never colour alone.
  public struct Status: Sendable, Hashable {
    public enum Shape: Sendable, Hashable {
      case circle, disc, triangle, square
    }

    public let shape: Shape
    public let words: Words
    public let tone: Tone

    init(_ shape: Shape, _ words: Words, _ tone: Tone = .neutral) {
      self.shape = shape
      self.words = words
      self.tone = tone
    }
  }

  public let rows: [Row]
  /// The heads of the columns of fewer days.
  public let parts: [Words]

  func forEachCell(_ body: (CellID) -> Void) {
    for row in rows {
      body(row.value)
      row.parts.forEach(body)
      row.course.forEach(body)
      let words = [
        row.target, row.status.words, row.previous.words, row.yearBefore.words, row.n,
        row.variation?.words, row.assurance?.words,
      ].compactMap { $0 }
      for words in words + row.notes { words.forEachFigure { $0.cells.forEach(body) } }
    }
  }
}

extension Scorecard {
  /// The same as a plain table.
  public var table: Table {
    Table(
      caption: .phrase(.scorecard),
      columns: [.phrase(.kpi), .phrase(.value)] + parts
        + [.target, .status, .onPrevious, .onYearBefore, .n, .variation, .assurance]
        .map { .phrase($0) },
      rows: rows.map { row in
        [Table.Cell(.metric(row.metric)), Table.Cell(.value(row.value))]
          + row.parts.map { Table.Cell(.value($0)) } + [
            Table.Cell(row.target), Table.Cell(row.status.words, row.status.tone), row.previous,
            row.yearBefore, Table.Cell(row.n), Table.Cell(row.variation?.words ?? .none),
            Table.Cell(row.assurance?.words ?? .none),
          ]
      })
  }
}
