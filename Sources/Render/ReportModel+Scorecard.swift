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
      "variation": text(row.variation?.words ?? .none),
      "variation_sign": .text(row.variation?.sign.symbol ?? ""),
      "assurance": text(row.assurance?.words ?? .none),
      "assurance_sign": .text(row.assurance?.sign.symbol ?? ""),
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

extension Scorecard.Mark.Sign {
  var symbol: String {
    switch self {
    case .common: "≈"
    case .up: "↗"
    case .down: "↘"
    case .met: "✓"
    case .missed: "✗"
    case .mixed: "±"
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
