import Aggregate
import Compose
import Language

extension ReportModel {
  var scorecard: [ModelNode] {
    document.scorecard?.rows.map(node) ?? []
  }

  private func node(_ row: Scorecard.Row) -> ModelNode {
    let notes = Words.list(row.notes, .listComma)
    return .object([
      "id": .text(row.metric),
      "label": text(.metric(row.metric)),
      "value": text(.figure(.value(row.value))),
      "part_values": .list(
        zip(row.parts, document.parts).map { cell, name in
          .object(["name": text(name), "value": text(.figure(.value(cell)))])
        }),
      "n": text(row.n),
      "notes": text(notes),
      "target": text(row.target),
      "previous": text(row.previous.words),
      "previous_style": .text(row.previous.tone.style),
      "year": text(row.yearBefore.words),
      "year_style": .text(row.yearBefore.tone.style),
      "shape": .text(row.status.shape.symbol),
      "status": text(row.status.words),
      "style": .text(row.status.tone.style),
      "spark": .markup(Sparkline(row, writer).svg),
    ])
  }
}

extension Scorecard.Status.Shape {
  var symbol: String {
    switch self {
    case .circle: "○"
    case .disc: "●"
    case .triangle: "▲"
    case .square: "■"
    }
  }
}

extension Tone {
  /// A class of the stylesheet.
  var style: String {
    switch self {
    case .none: ""
    case .neutral: "neutral"
    case .good: "better"
    case .bad: "worse"
    }
  }
}
