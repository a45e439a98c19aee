/// All that a report says in one language, beside names and texts of its data: sentences, labels, and
/// how numbers and dates are written. A language is one file with one table.
public struct Language: Sendable {
  /// As BCP 47 names it.
  public let code: String
  /// What stands between whole and decimal digits.
  let point: String
  /// What stands between thousands.
  let separator: String
  /// January first.
  let months: [String]
  let phrases: [PhraseID: Pattern]
  /// The form that so many things take.
  let form: @Sendable (Int) -> Pattern.Form

  public init(
    code: String, point: String, separator: String, months: [String],
    form: @escaping @Sendable (Int) -> Pattern.Form, phrases: [PhraseID: Pattern]
  ) {
    self.code = code
    self.point = point
    self.separator = separator
    self.months = months
    self.form = form
    self.phrases = phrases
  }

  public subscript(id: PhraseID) -> Pattern? { phrases[id] }

  /// What a phrase is made of.
  ///
  /// - Parameter number: what decides its form, where it has several.
  public func pieces(_ id: PhraseID, number: Int? = nil) -> [Pattern.Piece] {
    phrases[id]?.pieces(number.map(form) ?? .other) ?? []
  }

  /// A phrase with its arguments put in.
  public func text(_ id: PhraseID, _ arguments: [String: String] = [:], number: Int? = nil)
    -> String
  {
    pieces(id, number: number).map { piece in
      switch piece {
      case .text(let text): text
      case .argument(let name): arguments[name] ?? ""
      }
    }.joined()
  }

  /// The name of a month, 1 to 12.
  public func month(_ number: Int) -> String { months[number - 1] }

  /// The same with a capital letter at its start.
  public func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
