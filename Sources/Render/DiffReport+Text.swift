public import Compare
import Compose
import Language

extension DiffReport {
  /// For a terminal: the signals, then what changed detectably; all other rows are counted.
  public func text() -> String {
    let content = content(.brief)
    let document = document(.brief)
    let writer = Writer(document, .english)
    let days =
      comparison.days.map {
        let days = writer.language.text(.days, ["days": "\($0)"], number: $0)
        return ", \(days) of each: one is not over yet"
      } ?? ""
    var text = "\(title.visible): \(comparison.from) to \(comparison.to)\(days)\n"
    text += TerminalText(writer).sections
    var left: [String: Int] = [:]
    for row in content.parts.flatMap(\.left) {
      left[row.isTold ? "further" : row.judgement.verdict.word, default: 0] += 1
    }
    if !left.isEmpty {
      let counts = left.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
      text += "\nNot shown: \(counts.joined(separator: ", ")); --all shows them\n"
    }
    return text
  }

  /// A comparison in one line: `CSAT in region EMEA: 88.1 % → 80.2 % (−7.9 pts), worse`.
  public func sentence(of row: Comparison.Row) -> String {
    text(content(.brief).sentence(of: row)).visible
  }

  /// What the report says of a signal.
  public func sentence(of signal: Signal) -> String {
    var all = self
    all.selection = DiffSelection()
    return all.content(.brief).signals.first { $0.signal == signal }
      .map { text($0.words).visible } ?? "\(signal.metric.label) is a signal"
  }

  /// Words of its cells, whether they are shown or not.
  func text(_ words: Words) -> String {
    let document = content(.brief).document(saying: [words], currency: currency)
    return Writer(document, .english).text(words)
  }
}
