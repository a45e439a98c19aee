public import Civil
public import Language

/// What a document says, before a language is chosen: phrases with their arguments, figures, names.
public indirect enum Words: Sendable, Hashable {
  case phrase(PhraseID, [String: Words] = [:])
  /// Several, with a separator between them.
  case list([Words], PhraseID)
  /// With a capital letter at the start.
  case capitalized(Words)
  case figure(Figure)
  /// A metric by its label.
  case metric(String)
  /// `October 2026`, `week 2026-W44`.
  case periodName(Period)
  /// `2026-10`.
  case period(Period)
  /// Of the data or the pipeline file: as it is.
  case text(String)
  /// The same, as something that a machine reads.
  case code(String)

  public static let none = Words.text("")

  public static func count(_ number: Int) -> Words { .figure(.count(number)) }

  /// Its figures, from left to right in no language's order.
  public func forEachFigure(_ body: (Figure) -> Void) {
    switch self {
    case .phrase(_, let arguments):
      for argument in arguments.sorted(by: { $0.key < $1.key }) {
        argument.value.forEachFigure(body)
      }
    case .list(let items, _): for item in items { item.forEachFigure(body) }
    case .capitalized(let words): words.forEachFigure(body)
    case .figure(let figure): body(figure)
    case .metric, .periodName, .period, .text, .code: break
    }
  }
}

/// What a reader should make of something; shown by more than colour.
public enum Tone: Sendable, Hashable {
  case none, neutral, good, bad
}
