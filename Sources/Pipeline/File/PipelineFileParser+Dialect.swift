import Columnar
import Extract
import Yams

/// How a pipeline file or a preset says in what way delimited text is written.
extension PipelineFileParser {
  static let dialectKeys = [
    "delimiter", "quote", "escape", "comment", "preamble", "header", "header_names", "footer",
    "ragged", "open_end",
  ]

  /// Those that can be said of a dialect that is found.
  static let rowPolicyKeys = ["footer", "ragged", "open_end"]

  /// Characters that are hard to write, by name.
  private static let characters = ["tab": "\t", "\\t": "\t", "none": "", "backslash": "\\"]

  func readDialect(_ map: ConfigMap, into dialect: inout Dialect) {
    if let text = characters(map, "delimiter") {
      if 1...Dialect.longestDelimiter ~= text.utf8.count, !text.contains("\n") {
        dialect.delimiter = Array(text.utf8)
      } else {
        add(.notADelimiter(text), map, "delimiter")
      }
    }
    if let byte = byte(map, "quote") { dialect.quote = byte }
    if let byte = byte(map, "escape") { dialect.escape = byte }
    if let text = characters(map, "comment") {
      if text.utf8.count <= Dialect.longestDelimiter {
        dialect.comment = Array(text.utf8)
      } else {
        add(.notADelimiter(text), map, "comment")
      }
    }
    if let count = count(map, "preamble") { dialect.preamble = count }
    if let count = count(map, "header") { dialect.headerRows = count }
    if let names = map.choice("header_names", Dialect.HeaderNames.allCases.map(\.rawValue)) {
      dialect.headerNames = .init(rawValue: names) ?? .first
    }
    if let ragged = map.choice("ragged", Dialect.Ragged.allCases.map(\.rawValue)) {
      dialect.ragged = .init(rawValue: ragged) ?? .reject
    }
    if let choice = map.choice("open_end", ["true", "false"]) {
      dialect.openEnd = choice == "true"
    }
    if map.node("footer") != nil {
      // Those of a preset stay.
      dialect.footer += map.texts("footer").filter { !$0.isEmpty }.map { Array($0.utf8) }
    }
  }

  private func characters(_ map: ConfigMap, _ key: String) -> String? {
    map.text(key).map { Self.characters[$0] ?? $0 }
  }

  private func byte(_ map: ConfigMap, _ key: String) -> UInt8? {
    guard let text = characters(map, key) else { return nil }
    let bytes = Array(text.utf8)
    if bytes.count > 1 || bytes.first == 0x0A { add(.notOneByte(text, key), map, key) }
    return bytes.first ?? 0
  }

  private func count(_ map: ConfigMap, _ key: String) -> Int? {
    guard let text = map.text(key) else { return nil }
    guard let count = Int(text), 0...100 ~= count else {
      add(.notARowCount(text, key), map, key)
      return nil
    }
    return count
  }

  private func add(_ message: Diagnostic.Message, _ map: ConfigMap, _ key: String) {
    map.problems.add(message, at: map.node(key) ?? map.node)
  }
}

extension Diagnostic.Message {
  static func notOneByte(_ text: String, _ key: String) -> Self {
    Self("'\(key)' must be one ASCII character, 'tab', 'backslash' or 'none'; found '\(text)'")
  }

  static func notADelimiter(_ text: String) -> Self {
    Self(
      "'\(text)' is none that is taken; expected 1 to \(Dialect.longestDelimiter) bytes without a "
        + "line break")
  }

  static func notARowCount(_ text: String, _ key: String) -> Self {
    Self("'\(key)' must be a number of rows from 0 to 100; found '\(text)'")
  }
}
