import Aggregate
import Columnar
import Records
import Yams

/// The fields that a `where:` or a `value:` may name, by record kind.
struct FieldScope {
  let kinds: [RecordKind: [Field]]

  /// The fields of a kind, of which a moment's own come before those of its ticket.
  private func fields(_ kind: RecordKind) -> [Field] {
    kind.isDerived
      ? DerivedFields.of(kind) + (kinds[.ticket] ?? [])
      : (kinds[kind] ?? []) + DerivedFields.of(kind)
  }

  func field(_ name: String, _ kind: RecordKind) -> Field? {
    fields(kind).first { $0.name == name }
  }

  func names(_ kind: RecordKind) -> [String] {
    fields(kind).map(\.name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The tests of a `where:`, joined by and.
  func tests(_ node: Node?, _ kind: RecordKind, _ problems: ConfigProblems) -> [FieldTest] {
    guard let node, let map = ConfigMap(node, "'where'", keys: names(kind), problems) else {
      return []
    }
    return map.all.compactMap { entry in
      guard let field = field(entry.key, kind) else { return nil }
      guard let claim = claim(entry.value, field, kind) else {
        problems.add(.notAClaim(field), at: entry.value)
        return nil
      }
      if case .enumeration(let choices) = field.type {
        for word in claim.words where !choices.contains(word) {
          problems.add(.notAChoice(word, field.name, choices), at: entry.value)
        }
      }
      return FieldTest(field.name, claim)
    }
  }

  private func claim(_ node: Node, _ field: Field, _ kind: RecordKind) -> FieldTest.Claim? {
    if case .sequence(let items) = node {
      let words = items.compactMap { $0.scalar?.string }
      let areWords = words.count == items.count && !words.isEmpty && !words.contains("")
      return field.type.isText && areWords ? .isAny(of: words) : nil
    }
    guard let text = node.scalar?.string, !text.isEmpty else { return nil }
    if text == "present" { return .present }
    if text == "missing" { return .missing }
    let comparison = FieldTest.Operator.allCases.first { text.hasPrefix($0.rawValue) }
    let rest = String(text.dropFirst(comparison?.rawValue.count ?? 0).drop { $0 == " " })
    if field.type.isText {
      switch comparison {
      case nil: return .isAny(of: [text])
      case .equal where !rest.isEmpty: return .isAny(of: [rest])
      case .notEqual where !rest.isEmpty: return .isNone(of: [rest])
      default: return nil
      }
    }
    if comparison != nil, let other = self.field(rest, kind), other.type == field.type {
      return .comparesField(comparison ?? .equal, other.name)
    }
    return number(rest, field.type).map { .compares(comparison ?? .equal, $0) }
  }

  /// A number as a pipeline file writes it, in stored units.
  private func number(_ text: String, _ type: FieldType) -> Int64? {
    switch type {
    case .boolean:
      switch text {
      case "true", "yes": 1
      case "false", "no": 0
      default: nil
      }
    case .seconds: durationSeconds(text)
    case .share: percentage(text).flatMap { stored($0, type) }
    case .integer: Int64(text)
    case .decimal, .money: plainNumber(text).flatMap { stored($0, type) }
    case .instant, .text, .enumeration: nil
    }
  }

  /// A number in stored units; nil for one that they cannot hold.
  private func stored(_ number: Double, _ type: FieldType) -> Int64? {
    Int64(exactly: (number * Double(type.scale)).rounded())
  }
}

extension FieldTest.Claim {
  /// The words that a text is compared with.
  fileprivate var words: [String] {
    switch self {
    case .isAny(let words), .isNone(let words): words
    default: []
    }
  }
}

extension Diagnostic.Message {
  static func notAClaim(_ field: Field) -> Self {
    let example =
      switch field.type {
      case .text, .enumeration: "a word, a list of words or '!= word'"
      case .boolean: "true or false"
      case .seconds: "a duration such as '<= 4h'"
      case .instant: "another instant, such as '<= closed'"
      default: "a number such as '>= 4'"
      }
    return Self(
      "'\(field.name)' cannot be compared this way; expected \(example), or 'present', 'missing'")
  }
}
