import Columnar
import Foundation

/// A pattern of file names: `*` and `?` within a name, `**` for any folders, `[a-z]`, `{a,b}`; and
/// `[*]` for the character itself.
struct Glob {
  private let components: [String]

  init(_ pattern: String) {
    components = pattern.split(separator: "/").map(String.init).filter { $0 != "." }
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
    matches(components[...], path.split(separator: "/").map { Array($0.utf8) }[...])
  }

  private func matches(_ patterns: ArraySlice<String>, _ names: ArraySlice<[UInt8]>) -> Bool {
    guard let pattern = patterns.first else { return names.isEmpty }
    let rest = patterns.dropFirst()
    if pattern == "**" {
      return matches(rest, names) || !names.isEmpty && matches(patterns, names.dropFirst())
    }
    guard let name = names.first else { return false }
    return matches(Array(pattern.utf8)[...], name[...]) && matches(rest, names.dropFirst())
  }

  /// The files below `folder` that match, in their natural order. Links are followed
  /// for files, not for folders.
  func files(in folder: String) -> [String] {
    var found: Set<String> = []
    walk(folder, components[...], &found)
    return found.inNaturalOrder()
  }

  private func walk(_ folder: String, _ rest: ArraySlice<String>, _ found: inout Set<String>) {
    guard let pattern = rest.first else { return }
    let manager = FileManager.default
    let names = (try? manager.contentsOfDirectory(atPath: folder)) ?? []
    if pattern == "**" {
      walk(folder, rest.dropFirst(), &found)
      for name in names where !name.hasPrefix(".") {
        let path = FileSystem.join(folder, name)
        if isRealFolder(path) { walk(path, rest, &found) }
      }
      return
    }
    for name in names where matches(Array(pattern.utf8)[...], Array(name.utf8)[...]) {
      // Hidden files are taken only where they are asked for by name.
      if name.hasPrefix(".") && !pattern.hasPrefix(".") { continue }
      let path = FileSystem.join(folder, name)
      guard manager.fileExists(atPath: path) else { continue }
      let isFolder = isFolder(path)
      if rest.count == 1 {
        if !isFolder { found.insert(path) }
      } else if isFolder {
        walk(path, rest.dropFirst(), &found)
      }
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

  /// Whether a name matches a pattern of one component.
  func matches(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    let rest = pattern.dropFirst()
    switch first {
    case UInt8(ascii: "*"):
      return matches(rest, name) || !name.isEmpty && matches(pattern, name.dropFirst())
    case UInt8(ascii: "?"): return !name.isEmpty && matches(rest, name.dropFirst())
    case UInt8(ascii: "["):
      guard let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "]")), let byte = name.first
      else { return false }
      return isMember(byte, rest[rest.startIndex..<end])
        && matches(pattern[(end + 1)...], name.dropFirst())
    case UInt8(ascii: "{"):
      guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else { return false }
      return rest[..<end].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        .contains { choice in matches((choice + pattern[(end + 1)...])[...], name) }
    default: return name.first == first && matches(rest, name.dropFirst())
    }
  }

  private func isMember(_ byte: UInt8, _ set: ArraySlice<UInt8>) -> Bool {
    var set = set
    let isNegated = set.first == UInt8(ascii: "!")
    if isNegated { set = set.dropFirst() }
    var isIn = false
    while let low = set.first {
      set = set.dropFirst()
      if set.first == UInt8(ascii: "-"), let high = set.dropFirst().first {
        set = set.dropFirst(2)
        isIn = isIn || low <= byte && byte <= high
      } else {
        isIn = isIn || low == byte
      }
    }
    return isIn != isNegated
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
    Self("'**' must stand alone between slashes; found '\(part)'")
  }
}
