import Columnar
import Foundation

/// The names of a pipeline's reports, each of which is a folder below `reports/` on any file system.
struct ReportNames {
  private static let longest = 64
  private static let refused: Set<Character> = ["/", "\\", ":"]

  /// By the name as a file system may fold it.
  private var names: [String: String] = [:]

  /// Adds a name; what is wrong with it, nil where nothing is.
  mutating func add(_ name: String) -> Diagnostic.Message? {
    let isPlain =
      !name.contains { Self.refused.contains($0) } && !name.hasPrefix(".") && !name.hasSuffix(".")
      && !name.hasPrefix(" ") && !name.hasSuffix(" ") && name.utf8.count <= Self.longest
    let folded = name.precomposedStringWithCanonicalMapping.lowercased()
    // A report's folder has a link of that name, which a reader would look for.
    guard isPlain, folded != "latest" else { return .notAFolderName(name) }
    defer { names[folded] = names[folded] ?? name }
    return names[folded].map { $0 == name ? .reportTwice(name) : .reportsOfOneFolder(name, $0) }
  }
}

extension Diagnostic.Message {
  static func reportTwice(_ name: String) -> Self { Self("there are two reports named '\(name)'") }

  static func reportsOfOneFolder(_ name: String, _ other: String) -> Self {
    Self(
      "the reports '\(name)' and '\(other)' would be one folder where letter case does not count; "
        + "expected another name")
  }

  static func notAFolderName(_ name: String) -> Self {
    Self(
      "a report cannot be named '\(name)', since its name is that of a folder; expected at most "
        + "64 bytes without '/', '\\' and ':', no '.' or space at either end, and not 'latest'")
  }
}
