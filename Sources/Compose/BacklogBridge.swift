import Aggregate
import Language

/// How the opening backlog became the closing one.
struct BacklogBridge {
  private struct Step {
    let name: PhraseID
    let adds: Bool
    let cell: CellID

    func signed(_ term: Words) -> Words {
      .phrase(adds ? .bridgePlus : .bridgeMinus, ["term": term])
    }
  }

  private let period: Words
  private let opening: CellID
  private let closing: CellID
  private let steps: [Step]
  private let holds: Bool

  private static let all: [(id: String, name: PhraseID, adds: Bool)] = [
    ("created", .stepCreated, true), ("reopened", .stepReopened, true),
    ("restored", .stepRestored, true), ("solved", .stepSolved, false),
    ("removed", .stepRemoved, false),
  ]

  /// nil where the backlog is not known.
  init?(_ composer: Composer) {
    let input = composer.input
    func count(_ cell: CellID) -> Double? { input.value(cell)?.value }
    opening = CellID("backlog.opening", input.period)
    closing = CellID("backlog", input.period)
    guard let first = count(opening), let last = count(closing) else { return nil }
    period = composer.name(of: input.period)
    var level = first
    // Steps that never happen, as restored tickets without events, are not shown.
    steps = Self.all.compactMap { id, name, adds in
      let cell = CellID("backlog.\(id)", input.period)
      guard let size = count(cell) else { return nil }
      level += adds ? size : -size
      return size == 0 && (id == "restored" || id == "removed")
        ? nil : Step(name: name, adds: adds, cell: cell)
    }
    holds = level == last
  }

  private var title: Words { .phrase(holds ? .bridge : .bridgeBroken) }

  private var sum: Words {
    let end = Words.phrase(
      holds ? .bridgeEqual : .bridgeUnequal, ["term": .figure(.value(closing))])
    return .list(
      [.figure(.value(opening))] + steps.map { $0.signed(.figure(.value($0.cell))) } + [end],
      .listSpace)
  }

  var chart: Chart {
    let words = Words.list(
      [.phrase(.bridgeOpening)] + steps.map { $0.signed(.phrase($0.name)) }, .listSpace)
    return Chart(
      title, summary: .phrase(.bridgeSummary, ["words": words, "sum": sum]),
      .bridge([.level] + steps.map { $0.adds ? .adds : .takes } + [.level]),
      places: [.phrase(.stepOpening)] + steps.map { .phrase($0.name) } + [.phrase(.stepClosing)],
      series: [Chart.Series(.metric("backlog"), [opening] + steps.map(\.cell) + [closing])],
      unit: .count)
  }

  var table: Table {
    let rows: [(Words, CellID)] =
      [(.phrase(.bridgeFirst), opening)]
      + steps.map { ($0.signed(.phrase($0.name)), $0.cell) }
      + [(.phrase(.bridgeLast), closing)]
    return Table(
      caption: .phrase(.bridgeCaption, ["title": title, "period": period, "sum": sum]),
      columns: [.none, .phrase(.tickets)],
      rows: rows.map { [Table.Cell($0), Table.Cell(.value($1))] })
  }
}
