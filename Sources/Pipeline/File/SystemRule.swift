import Columnar

/// How the name of a file says which system its records are of: `system: { from: folder }`, or
/// `{ from: file, pattern: "tickets-(*)-*.csv" }`.
public struct SystemRule: Sendable {
  /// What of the file's path is looked at.
  enum Origin: String, Sendable, CaseIterable {
    /// The folders that it lies in.
    case folder
    /// Its own name, with folders where the pattern has some.
    case file
  }

  let origin: Origin
  /// Name by name, what comes before the system, the system, and what follows.
  private let names: [Name]
  let text: String?
  /// The systems that there are; empty where the pipeline file does not list them.
  let choices: [String]

  private struct Name: Sendable {
    var before: [UInt8]
    /// nil where the name holds no system.
    var system: [UInt8]?
    var after: [UInt8] = []
  }

  /// - Parameter pattern: what the last parts of the path are like, with the system between
  ///   parentheses; nil for the whole folder, or the file's name up to its first point.
  /// - Throws: a message without a location, where the pattern is wrong.
  init(
    _ origin: Origin, pattern: String?, choices: [String]
  ) throws(Diagnostic) {
    self.origin = origin
    self.choices = choices
    text = pattern
    let pattern = pattern ?? (origin == .folder ? "(*)" : "(*).*")
    let parts = pattern.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    names = parts.map { part in
      guard let open = part.firstIndex(of: "("), let close = part.lastIndex(of: ")"), open < close
      else { return Name(before: Array(part.utf8)) }
      return Name(
        before: Array(part[..<open].utf8),
        system: Array(part[part.index(after: open)..<close].utf8),
        after: Array(part[part.index(after: close)...].utf8))
    }
    let isWhole = pattern.count { $0 == "(" } == 1 && pattern.count { $0 == ")" } == 1
    guard isWhole, names.count(where: { $0.system != nil }) == 1,
      parts.allSatisfy({ !$0.contains("**") && Glob.mistake($0) == nil })
    else { throw Diagnostic(.notASystemPattern(pattern), failure: .configuration) }
  }

  /// The system of a file.
  ///
  /// - Parameter path: below the folder of the exports; that of a member behind its archive's.
  func system(of path: String) -> String? {
    var parts = path.split(separator: "/").map { Array($0.utf8) }
    if origin == .folder { parts = Array(parts.dropLast()) }
    guard parts.count >= names.count else { return nil }
    var system: [UInt8]?
    for (part, name) in zip(parts.suffix(names.count), names) {
      if name.system == nil {
        if !Self.pattern(name.before).matches(part) { return nil }
      } else if let found = self.system(in: part, name) {
        system = found
      } else {
        return nil
      }
    }
    return system.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func pattern(_ bytes: [UInt8]) -> NamePattern {
    NamePattern(String(decoding: bytes, as: UTF8.self))
  }

  /// The shortest that fits, from the left.
  private func system(in part: [UInt8], _ name: Name) -> [UInt8]? {
    let (before, after) = (Self.pattern(name.before), Self.pattern(name.after))
    let own = Self.pattern(name.system ?? [])
    for start in part.indices where before.matches(part[..<start]) {
      for end in part.indices where end >= start {
        let found = part[start...end]
        if own.matches(found) && after.matches(part[(end + 1)...]) { return Array(found) }
      }
    }
    return nil
  }
}

extension Diagnostic.Message {
  static func notASystemPattern(_ pattern: String) -> Self {
    Self(
      "'\(pattern)' does not say which part of the name is the system; expected that part between "
        + "parentheses, once, such as 'tickets-(*)-*.csv'")
  }

  static func noSystem(_ rule: SystemRule, _ source: String) -> Self {
    if let text = rule.text {
      return Self(
        "the name does not match '\(text)', which says the system in the source '\(source)'")
    }
    return rule.origin == .folder
      ? Self("the file lies in no folder whose name could be its system in the source '\(source)'")
      : Self("the name does not say the system; expected 'SYSTEM.csv' or the like, or a 'pattern'")
  }
}
