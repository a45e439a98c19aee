public import Compose
public import Language

/// A document's words in a language.
public struct Writer: Sendable {
  /// A piece of text, and whether it is something that a machine reads.
  struct Span {
    var text: String
    var isCode = false
  }

  let document: Document
  let language: Language

  public init(_ document: Document, _ language: Language) {
    self.document = document
    self.language = language
  }

  var amounts: Amounts { Amounts(language: language, currency: document.currency) }

  public func text(_ words: Words) -> String { spans(words).map(\.text).joined() }

  func spans(_ words: Words) -> [Span] {
    switch words {
    case .phrase(let id, let arguments):
      let number = language[id]?.number.flatMap { arguments[$0] }
      return language.pieces(id, number: number.flatMap(Self.count)).flatMap { piece -> [Span] in
        switch piece {
        case .text(let text): [Span(text: text)]
        case .argument(let name): arguments[name].map(spans) ?? []
        }
      }
    case .list(let items, let separator):
      let between = Span(text: language.text(separator))
      return Array(items.map(spans).joined(separator: [between]))
    case .capitalized(let words):
      var spans = spans(words)
      if let first = spans.first { spans[0].text = language.capitalized(first.text) }
      return spans
    case .figure(let figure): return [Span(text: text(figure))]
    case .metric(let id): return [Span(text: document.metric(id)?.label ?? id)]
    case .periodName(let period): return [Span(text: language.name(period))]
    case .period(let period): return [Span(text: period.description)]
    case .text(let text): return [Span(text: text)]
    case .code(let text): return [Span(text: text, isCode: true)]
    }
  }

  private static func count(_ words: Words) -> Int? {
    if case .figure(.count(let number)) = words { number } else { nil }
  }
}
