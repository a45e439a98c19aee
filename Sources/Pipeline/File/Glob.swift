import Columnar
import Foundation

/// A pattern of file names: `*` and `?` within a name, `**` for any folders, `[a-z]`, `{a,b}`; and
/// `[*]` for the character itself.
struct Glob {
  private enum Component {
    /// `**`: any folders, or none.
    case folders
    case name(NamePattern)
  }

  private let components: [Component]

  init(_ pattern: String) {
    components = pattern.split(separator: "/").filter { $0 != "." }
      .map { $0 == "**" ? .folders : .name(NamePattern(String($0))) }
  }

  /// What is wrong with a pattern; nil where nothing is.
  static func mistake(_ pattern: String) -> Diagnostic.Message? {
    if pattern.isEmpty { return .emptyGlob }
    if pattern.hasPrefix("/") || pattern.split(separator: "/").contains("..") {
      return .globLeavesFolder(pattern)
    }
    let parts = pattern.split(separator: "/")
    if let message = parts.lazy.compactMap(openBracket).first { return message }
    for part in parts where part.contains("**") && part != "**" {
      return .starsInName(String(part))
    }
    return nil
  }

  private static func openBracket(_ part: Substring) -> Diagnostic.Message? {
    var rest = part
    while let open = rest.firstIndex(where: { "[{".contains($0) }) {
      // What stands first within brackets is a member, be it a bracket.
      let isSet = rest[open] == "["
      let inside = rest[open...].dropFirst(isSet ? 2 : 1)
      guard let close = inside.firstIndex(of: isSet ? "]" : "}") else {
        return .openBracket(String(rest[open]), isSet ? "]" : "}", String(rest[open...]))
      }
      rest = rest[close...].dropFirst()
    }
    return nil
  }

  /// The pattern that matches one path alone.
  static func escaped(_ path: String) -> String {
    path.reduce(into: "") { $0 += "*?[{".contains($1) ? "[\($1)]" : "\($1)" }
  }

  /// Whether a path, such as that of a member of an archive, matches as a whole.
  func matches(path: String) -> Bool {
    var places = reached([0])
    for name in path.split(separator: "/") {
      var next: Set<Int> = []
      for place in places where place < components.count {
        switch components[place] {
        case .folders: next.insert(place)
        case .name(let pattern): if pattern.matches(name.utf8) { next.insert(place + 1) }
        }
      }
      places = reached(next)
    }
    return places.contains(components.count)
  }

  /// Some places of the pattern, and those behind a `**` that matches no folder.
  private func reached(_ places: Set<Int>) -> Set<Int> {
    var all = places
    for place in components.indices where all.contains(place) {
      if case .folders = components[place] { all.insert(place + 1) }
    }
    return all
  }

  /// The files below `folder` that match, in their natural order. Links are followed
  /// for files, and for folders that the pattern names; `**` follows none.
  func files(in folder: String) -> [String] {
    var found: [String] = []
    walk(folder, reached([0]), &found)
    return found.inNaturalOrder()
  }

  /// - Parameter places: where in the pattern the names of the folder may stand, all of which are
  ///   followed in one walk.
  private func walk(_ folder: String, _ places: Set<Int>, _ found: inout [String]) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      let path = FileSystem.join(folder, name)
      let isHidden = name.hasPrefix(".")
      var next: Set<Int> = []
      var isFound = false
      for place in places where place < components.count {
        switch components[place] {
        case .folders:
          if !isHidden && isRealFolder(path) { next.insert(place) }
        case .name(let pattern):
          // Hidden files are taken only where they are asked for by name.
          guard !isHidden || pattern.isHidden, pattern.matches(name.utf8),
            FileManager.default.fileExists(atPath: path)
          else { continue }
          let isLast = place + 1 == components.count
          if isFolder(path) {
            if !isLast { next.insert(place + 1) }
          } else {
            isFound = isFound || isLast
          }
        }
      }
      if isFound { found.append(path) }
      if !next.isEmpty { walk(path, reached(next), &found) }
    }
  }

  /// Whether a path leads to a folder, through a link too.
  private func isFolder(_ path: String) -> Bool {
    let values = try? URL(fileURLWithPath: path).resolvingSymlinksInPath()
      .resourceValues(forKeys: [.isDirectoryKey])
    return values?.isDirectory ?? false
  }

  private func isRealFolder(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.type] as? FileAttributeType == .typeDirectory
  }
}

extension Diagnostic.Message {
  static var emptyGlob: Self { Self("the pattern of files is empty") }

  static func globLeavesFolder(_ pattern: String) -> Self {
    Self(
      "the pattern '\(pattern)' leaves the folder of the pipeline file; expected a relative path "
        + "without '..' (the folder itself can be given by --exports)")
  }

  static func openBracket(_ open: String, _ close: String, _ part: String) -> Self {
    Self("the '\(open)' in '\(part)' is not closed; expected '\(close)'")
  }

  static func starsInName(_ part: String) -> Self {
    Self("'**' must be alone between slashes; found '\(part)'")
  }
}
