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
      if 1...Dialect.longestDelimiter ~= text.utf8.count, !Self.breaksLine(text) {
        dialect.delimiter = Array(text.utf8)
      } else {
        add(.notADelimiter(text, "delimiter", least: 1), map, "delimiter")
      }
    }
    if let byte = byte(map, "quote") { dialect.quote = byte }
    if let byte = byte(map, "escape") { dialect.escape = byte }
    if let text = characters(map, "comment") {
      if text.utf8.count <= Dialect.longestDelimiter, !Self.breaksLine(text) {
        dialect.comment = Array(text.utf8)
      } else {
        add(.notADelimiter(text, "comment", least: 0), map, "comment")
      }
    }
    if let count = map.count("preamble", of: "rows", 0...100) { dialect.preamble = count }
    if let count = map.count("header", of: "rows", 0...100) { dialect.headerRows = count }
    if let names = map.choice("header_names", Dialect.HeaderNames.allCases.map(\.rawValue)) {
      dialect.headerNames = .init(rawValue: names) ?? .first
    }
    if let ragged = map.choice("ragged", Dialect.Ragged.allCases.map(\.rawValue)) {
      dialect.ragged = .init(rawValue: ragged) ?? .reject
    }
    if let isOpen = map.isTrue("open_end") { dialect.openEnd = isOpen }
    tellApart(dialect, map)
    if map.node("footer") != nil {
      // Those of a preset stay.
      dialect.footer += map.texts("footer").map { Array($0.utf8) }
    }
  }

  /// What the same bytes cannot mean both.
  private func tellApart(_ dialect: Dialect, _ map: ConfigMap) {
    let quote = dialect.quote == 0 ? [] : [dialect.quote]
    let escape = dialect.escape == 0 ? [] : [dialect.escape]
    for (first, second, isOne) in [
      ("delimiter", "quote", quote.contains { dialect.delimiter.contains($0) }),
      ("delimiter", "escape", escape.contains { dialect.delimiter.contains($0) }),
      ("quote", "escape", !quote.isEmpty && quote == escape),
      ("comment", "delimiter", dialect.comment.starts(with: dialect.delimiter)),
      ("comment", "quote", !quote.isEmpty && dialect.comment.starts(with: quote)),
    ] where isOne {
      guard let node = map.node(first) ?? map.node(second) else { continue }
      map.problems.add(.sameCharacter(first, second), at: node)
    }
  }

  private static func breaksLine(_ text: String) -> Bool {
    text.utf8.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
  }

  private func characters(_ map: ConfigMap, _ key: String) -> String? {
    map.text(key).map { Self.characters[$0] ?? $0 }
  }

  private func byte(_ map: ConfigMap, _ key: String) -> UInt8? {
    guard let text = characters(map, key) else { return nil }
    let bytes = Array(text.utf8)
    if bytes.count > 1 || Self.breaksLine(text) { add(.notOneByte(text, key), map, key) }
    return bytes.first ?? 0
  }

  private func add(_ message: Diagnostic.Message, _ map: ConfigMap, _ key: String) {
    map.problems.add(message, at: map.node(key) ?? map.node)
  }
}

extension Diagnostic.Message {
  static func notOneByte(_ text: String, _ key: String) -> Self {
    Self(
      "'\(key)' must be one ASCII character, 'tab', 'backslash' or 'none'; found "
        + (text.contains(where: \.isNewline) ? "a line break" : "'\(text)'"))
  }

  static func notADelimiter(_ text: String, _ key: String, least: Int) -> Self {
    Self(
      "'\(key)' must be \(least) to \(Dialect.longestDelimiter) bytes without a line break; found "
        + (text.contains(where: \.isNewline) ? "a line break" : "'\(text)'"))
  }

  static func sameCharacter(_ first: String, _ second: String) -> Self {
    Self("'\(first)' and '\(second)' have a character in common; expected different ones")
  }
}
