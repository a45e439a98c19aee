/// A sentence or label of a language: its text, with a name in braces for each argument.
///
/// Where a number decides the form, there is one text for each form that the language has.
public struct Pattern: Sendable, ExpressibleByStringLiteral {
  public enum Piece: Sendable, Hashable {
    case text(String)
    case argument(String)
  }

  /// What a number of things takes in a language.
  public enum Form: Sendable, CaseIterable {
    case one, other
  }

  /// The argument whose number decides the form; nil where there is one form alone.
  public let number: String?
  private let forms: [Form: [Piece]]

  public init(stringLiteral text: String) {
    number = nil
    forms = [.other: Self.pieces(text)]
  }

  public init(by number: String, one: String, other: String) {
    self.number = number
    forms = [.one: Self.pieces(one), .other: Self.pieces(other)]
  }

  public func pieces(_ form: Form) -> [Piece] { forms[form] ?? forms[.other] ?? [] }

  /// The names of its arguments, each once.
  public var arguments: Set<String> {
    Set(
      forms.values.joined().compactMap { piece in
        if case .argument(let name) = piece { name } else { nil }
      } + [number].compactMap { $0 })
  }

  private static func pieces(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
      pieces.append(.argument(String(rest[rest.index(after: open)..<close])))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    return pieces
  }
}
