import Columnar
import Yams

/// Values of a pipeline file that must be of a kind and within a range.
extension ConfigMap {
  /// A text that is shown as a name: on one line, and of what can be seen.
  func name(_ key: String) -> String? { node(key).flatMap { name($0, key) } }

  func requiredName(_ key: String) -> String? {
    requiredNode(key).flatMap { name($0, key) }
  }

  func name(_ value: Node, _ key: String) -> String? {
    guard let text = text(value, key) else { return nil }
    if let mark = text.unicodeScalars.first(where: \.isUnseen) {
      problems.add(.unseenCharacter(mark, key), at: value)
      return nil
    }
    if text.allSatisfy(\.isWhitespace) {
      problems.add(.emptyValue(key), at: value)
      return nil
    }
    return text
  }

  /// Names of which none comes twice.
  func names(_ key: String) -> [String] {
    var names: [String] = []
    for node in nodes(key) {
      guard let name = name(node, key) else { continue }
      if names.contains(name) { problems.add(.listedTwice(name, key), at: node) }
      names.append(name)
    }
    return names
  }

  /// A whole number of something.
  func count(_ key: String, of what: String, _ range: ClosedRange<Int>) -> Int? {
    guard let node = node(key), let text = text(key) else { return nil }
    guard let count = Int(text), range ~= count else {
      problems.add(.notACount(text, key, what, range), at: node)
      return nil
    }
    return count
  }

  /// A duration in seconds.
  func duration(_ key: String, mayBeZero: Bool = false) -> Int64? {
    guard let node = node(key), let text = text(key) else { return nil }
    guard let seconds = durationSeconds(text) else {
      problems.add(.notADuration(text), at: node)
      return nil
    }
    guard seconds > 0 || mayBeZero && seconds == 0 else {
      problems.add(.durationTooShort(text, key, mayBeZero: mayBeZero), at: node)
      return nil
    }
    return seconds
  }

  /// A share from 0 to 1.
  func share(_ key: String) -> Double? {
    guard let node = node(key), let text = text(key) else { return nil }
    guard let share = percentage(text), 0...1 ~= share else {
      problems.add(.notAShare(text, key), at: node)
      return nil
    }
    return share
  }

  func isTrue(_ key: String) -> Bool? { choice(key, ["true", "false"]).map { $0 == "true" } }
}

extension Unicode.Scalar {
  /// Whether it is a control character, a line break, or turns the direction of the text around it.
  fileprivate var isUnseen: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: 0x202A...0x202E ~= value || 0x2066...0x2069 ~= value
    }
  }
}

extension Diagnostic.Message {
  static func emptyValue(_ key: String) -> Self { Self("'\(key)' must not be empty") }

  static func emptyList(_ key: String) -> Self {
    Self("'\(key)' must have at least one entry")
  }

  static func listedTwice(_ name: String, _ key: String) -> Self {
    Self("'\(key)' has '\(name)' twice")
  }

  static func unseenCharacter(_ scalar: Unicode.Scalar, _ key: String) -> Self {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let code = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return Self("'\(key)' must be text that can be seen, on one line; found U+\(code)")
  }

  static func notACount(
    _ text: String, _ key: String, _ what: String, _ range: ClosedRange<Int>
  ) -> Self {
    Self(
      "'\(key)' must be a number of \(what) from \(range.lowerBound) to \(range.upperBound); "
        + "found '\(text)'")
  }

  static func notADuration(_ text: String) -> Self {
    Self("'\(text)' is not a duration; expected one such as '4h', '30m' or '2d'")
  }

  static func durationTooShort(_ text: String, _ key: String, mayBeZero: Bool) -> Self {
    Self("'\(key)' must be \(mayBeZero ? "zero or more" : "longer than zero"); found '\(text)'")
  }

  static func notAShare(_ text: String, _ key: String) -> Self {
    Self("'\(key)' must be a share from 0% to 100%, such as '2%' or '0.02'; found '\(text)'")
  }
}
