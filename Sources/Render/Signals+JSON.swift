import Columnar
import Compare
import Compose
import Language

extension ReportInput {
  /// Its signals as JSON, one object a line, the weightiest first; `docs/data.md` describes them.
  func signalLines(_ language: Language = .english) -> [String] {
    let document = Document(signalsOf: self)
    let writer = Writer(document, language)
    return zip(signals, document.sentences).map { signal, sentence in
      let cells = signal.cells.map(\.json).joined(separator: ",")
      let coincides =
        signal.companions.map(\.json) + signal.milestones.map(\.json)
      return """
        {"cells":[\(cells)],"coincides":[\(coincides.joined(separator: ","))],\
        "dimensions":\(signal.group.json),"direction":\(JSONText.quoted(signal.direction.rawValue)),\
        "kind":\(JSONText.quoted(signal.kind.rawValue)),"metric":\(JSONText.quoted(signal.metric.id)),\
        "p":\(JSONText.number(signal.p)),"q":\(JSONText.number(signal.q)),\
        "since":\(JSONText.quoted(signal.since.description)),"size":\(JSONText.number(signal.size)),\
        "text":\(JSONText.quoted(writer.text(sentence)))}
        """
    }
  }
}

extension CellID {
  fileprivate var json: String {
    """
    {"dimensions":\(group.json),"metric":\(JSONText.quoted(metric)),\
    "period":\(JSONText.quoted(period.description))}
    """
  }
}

extension Signal.Companion {
  fileprivate var json: String {
    """
    {"dimensions":\(group.json),"from":\(JSONText.quoted(from.description)),\
    "metric":\(JSONText.quoted(metric.id)),"to":\(JSONText.quoted(to.description))}
    """
  }
}

extension Milestone {
  fileprivate var json: String {
    """
    {"date":\(JSONText.quoted(date.description)),"kind":\(JSONText.quoted(kind.rawValue)),\
    "milestone":\(JSONText.quoted(label))}
    """
  }
}
