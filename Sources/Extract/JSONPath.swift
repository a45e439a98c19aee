import Columnar

/// A path within a JSON record, such as `via.channel`, `tags[0]`, `notes[].body` or
/// `fields[id=7].value`, taken apart as simdjson's splitter does.
struct JSONPath {
  enum Step: Equatable {
    case member(String)
    case place(Int)
    /// Each element that is an object with this member.
    case having(member: String, value: String)
    case every
  }

  /// The path as it is written, which may be a key itself.
  let text: String
  let steps: [Step]

  init(_ text: String) {
    self.text = text
    var steps: [Step] = []
    var rest = text[...]
    while let first = rest.first {
      if first == "[" {
        let inside = rest.dropFirst().prefix { $0 != "]" }
        steps.append(Self.element(String(inside)))
        rest = rest[inside.endIndex...].dropFirst()
      } else {
        let name = rest.prefix { $0 != "." && $0 != "[" }
        steps.append(.member(String(name)))
        rest = rest[name.endIndex...]
      }
      if rest.first == "." { rest = rest.dropFirst() }
    }
    self.steps = steps
  }

  private static func element(_ text: String) -> Step {
    guard !text.isEmpty else { return .every }
    guard let equals = text.firstIndex(of: "=") else { return .place(Int(text) ?? -1) }
    return .having(
      member: String(text[..<equals]), value: String(text[text.index(after: equals)...]))
  }

  /// What makes a path one that no record can have; nil where nothing does.
  static func mistake(_ text: String) -> Diagnostic.Message? {
    if text.contains(".[") { return .pathMistake(text, "a name behind the '.'") }
    if text.split(separator: "[", omittingEmptySubsequences: false).dropFirst()
      .contains(where: { !$0.contains("]") })
    {
      return .pathMistake(text, "']' behind the '['")
    }
    let isNone = JSONPath(text).steps.contains { step in
      if case .having(member: "", _) = step { true } else { false }
    }
    let isNegative = text.firstMatch(of: /\[-[0-9]+\]/) != nil
    return isNone || isNegative
      ? .pathMistake(text, "'[0]', '[]' or '[name=value]' for elements of an array") : nil
  }

  /// Whether a record has the path, be its value null.
  func isIn(_ record: [String: Any]) -> Bool {
    record[text] != nil || isIn(record, steps[...])
  }

  private func isIn(_ value: Any, _ steps: ArraySlice<Step>) -> Bool {
    guard let step = steps.first else { return true }
    let rest = steps.dropFirst()
    if case .member(let name) = step {
      return (value as? [String: Any])?[name].map { isIn($0, rest) } ?? false
    }
    guard let array = value as? [Any] else { return false }
    return array.enumerated().contains { place, element in
      isChosen(element, place, step) && isIn(element, rest)
    }
  }

  private func isChosen(_ element: Any, _ place: Int, _ step: Step) -> Bool {
    switch step {
    case .member: false
    case .every: true
    case .place(let wanted): wanted == place
    case .having(let member, let value):
      (element as? [String: Any])?[member].map { "\($0)" == value } ?? false
    }
  }
}

extension Diagnostic.Message {
  static func pathMistake(_ path: String, _ expected: String) -> Self {
    Self("'\(path)' is not a path; expected \(expected)")
  }
}
