public import Aggregate

/// A report before a medium and a language are chosen: sections of words, tables and charts, and the
/// cells that they name. It has no text of a number, and nothing of any medium's own.
public struct Document: Sendable {
  /// What it is about, by the names that templates have for it.
  public let about: [String: Words]
  /// The line under its title.
  public let facts: Words
  public let sections: [Section]
  /// Of money.
  public let currency: String
  private let metrics: [String: Metric]
  /// Every cell that is shown anywhere.
  public let cells: [CellID: MetricValue]

  /// - Parameter value: what a cell is; nil where it is not known.
  public init(
    about: [String: Words], facts: Words, sections: [Section],
    currency: String, metrics: [Metric], value: (CellID) -> MetricValue?
  ) {
    self.about = about
    self.facts = facts
    self.sections = sections
    self.currency = currency
    self.metrics = Dictionary(metrics.map { ($0.id, $0) }) { first, _ in first }
    var cells: [CellID: MetricValue] = [:]
    for section in sections {
      section.forEachCell { if cells[$0] == nil { cells[$0] = value($0) ?? .unknown } }
    }
    self.cells = cells
  }

  public subscript(cell: CellID) -> MetricValue { cells[cell] ?? .unknown }

  public func metric(_ id: String) -> Metric? { metrics[id] }

  public func section(_ id: String) -> Section? { sections.first { $0.id == id } }

  /// Numbers of days that are compared instead of all so far, each a column beside the value.
  public var parts: [Words] { scorecard?.parts ?? [] }

  /// The scorecard, where a section has one.
  public var scorecard: Scorecard? {
    for case .scorecard(let scorecard) in sections.flatMap(\.blocks) { return scorecard }
    return nil
  }
}
