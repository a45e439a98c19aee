import Columnar
import Yams

/// Collects all mistakes of a pipeline file. A class, because every part of the parser adds to it.
final class ConfigProblems {
  /// Aliases of aliases multiply: a file of more values than this is refused before it is walked.
  static let mostValues = 100_000

  let file: String
  private(set) var found: [Diagnostic] = []

  init(file: String) { self.file = file }

  /// By place; those of the pipeline file before those of templates and presets.
  var inOrder: [Diagnostic] {
    let all = found + others.flatMap(\.inOrder)
    return all.enumerated().sorted { a, b in
      func key(_ item: (offset: Int, element: Diagnostic)) -> [Int] {
        let place = item.element.location
        return [
          place?.file == file ? 0 : 1, place?.line ?? 0, place?.column ?? 0, item.offset,
        ]
      }
      return key(a).lexicographicallyPrecedes(key(b))
    }.map(\.element)
  }

  /// The mistakes of another file that this one names.
  private(set) var others: [ConfigProblems] = []

  func of(file: String) -> ConfigProblems {
    if let known = others.first(where: { $0.file == file }) { return known }
    others.append(ConfigProblems(file: file))
    return others[others.count - 1]
  }

  var isEmpty: Bool { found.isEmpty && others.allSatisfy(\.isEmpty) }

  func add(_ message: Diagnostic.Message, at node: Node) { add(message, at: location(node)) }

  /// A mistake that is met twice, as in a source of several layouts, is one.
  func add(_ message: Diagnostic.Message, at location: Diagnostic.Location) {
    if found.contains(where: { $0.message == message && $0.location == location }) { return }
    found.append(Diagnostic(message, at: location, failure: .configuration))
  }

  func add(_ diagnostic: Diagnostic) {
    if !found.contains(diagnostic) { found.append(diagnostic) }
  }

  func location(_ node: Node) -> Diagnostic.Location {
    .init(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  /// Runs `body`, and places the message it throws at the node; nil where it threw.
  func attempt<T>(at node: Node, _ body: () throws(Diagnostic) -> T) -> T? {
    do {
      return try body()
    } catch {
      add(error.message, at: node)
      return nil
    }
  }
}

/// A mapping of the pipeline file, of which only known keys are taken.
struct ConfigMap {
  let node: Node
  let problems: ConfigProblems
  private let entries: [(key: String, keyNode: Node, value: Node)]
  private let what: String

  /// - Parameters:
  ///   - what: what the mapping describes, for messages.
  ///   - keys: the keys it may have; nil for any.
  init?(_ node: Node, _ what: String, keys: [String]?, _ problems: ConfigProblems) {
    guard case .mapping(let mapping) = node else {
      problems.add(.expectedMapping(what, found: node), at: node)
      return nil
    }
    self.node = node
    self.problems = problems
    self.what = what
    var entries: [(String, Node, Node)] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        problems.add(.keyNotText(what), at: key)
        continue
      }
      if let keys, !keys.contains(name) {
        problems.add(.unknownKey(name, what, keys), at: key)
        continue
      }
      entries.append((name, key, value))
    }
    self.entries = entries
  }

  var all: [(key: String, keyNode: Node, value: Node)] { entries }

  func node(_ key: String) -> Node? { entries.first { $0.key == key }?.value }

  func text(_ key: String) -> String? { node(key).flatMap { text($0, key) } }

  /// The value of a key that must be there.
  func requiredNode(_ key: String) -> Node? {
    guard let value = node(key) else {
      problems.add(.lacksKey(key, what), at: node)
      return nil
    }
    return value
  }

  /// The text of a key that must be there.
  func requiredText(_ key: String) -> String? { requiredNode(key).flatMap { text($0, key) } }

  func text(_ value: Node, _ key: String, mayBeEmpty: Bool = false) -> String? {
    guard let text = value.scalar?.string else {
      problems.add(.expectedText(key, found: value), at: value)
      return nil
    }
    if text.isEmpty && !mayBeEmpty {
      problems.add(.emptyValue(key), at: value)
      return nil
    }
    return text
  }

  /// One text, or a list of them.
  func texts(_ key: String, atLeastOne: Bool = false, mayBeEmpty: Bool = false) -> [String] {
    nodes(key, atLeastOne: atLeastOne).compactMap { text($0, key, mayBeEmpty: mayBeEmpty) }
  }

  /// The items of a list; a single value counts as a list of one.
  func nodes(_ key: String, atLeastOne: Bool = false) -> [Node] {
    guard let value = node(key) else { return [] }
    var items = value.isNull ? [] : [value]
    if case .sequence(let list) = value { items = Array(list) }
    if items.isEmpty && atLeastOne { problems.add(.emptyList(key), at: value) }
    return items
  }

  /// One of some words.
  func choice(_ key: String, _ choices: [String]) -> String? {
    guard let value = node(key), let text = text(value, key) else { return nil }
    guard choices.contains(text) else {
      problems.add(.notAChoice(text, key, choices), at: value)
      return nil
    }
    return text
  }
}

extension Node {
  /// Whether there are more than so many values within, an alias counting as all that it names.
  func isLarger(than limit: Int) -> Bool {
    var count = 0
    var open = [self]
    while let node = open.popLast() {
      count += 1
      if count > limit { return true }
      switch node {
      case .mapping(let pairs): for (key, value) in pairs { open += [key, value] }
      case .sequence(let items): open += items
      default: break
      }
    }
    return false
  }

  var isNull: Bool {
    guard let scalar else { return false }
    return scalar.style == .plain
      && (scalar.string.isEmpty || scalar.string == "~" || scalar.string == "null")
  }

  var sort: String {
    switch self {
    case .scalar: "a single value"
    case .mapping: "a mapping"
    case .sequence: "a list"
    default: "an alias"
    }
  }
}

extension Diagnostic.Message {
  static func expectedMapping(_ what: String, found: Node) -> Self {
    Self("\(what) must be a mapping; found \(found.sort)")
  }

  static var manyValues: Self {
    Self(
      "the file has more than \(ConfigProblems.mostValues) values, an alias counting as all that it "
        + "names; expected fewer")
  }

  static func keyNotText(_ what: String) -> Self { Self("a key of \(what) is not a single value") }

  static func unknownKey(_ key: String, _ what: String, _ keys: [String]) -> Self {
    Self("unknown key '\(key)' in \(what)\(suggestion(for: key, among: keys))")
  }

  static func lacksKey(_ key: String, _ what: String) -> Self { Self("\(what) lacks '\(key)'") }

  static func expectedText(_ key: String, found: Node) -> Self {
    Self("'\(key)' must be a single value; found \(found.sort)")
  }

  static func notAChoice(_ text: String, _ key: String, _ choices: [String]) -> Self {
    Self("'\(key)' cannot be '\(text)'\(suggestion(for: text, among: choices))")
  }
}
