import Columnar
import Extract

/// A pattern of `files`: of file names, or, behind a `#`, of the members of the archives before it.
/// Files whose names have the `#` come first.
struct FilePattern {
  private let text: String

  init(_ text: String) { self.text = text }

  /// What is wrong with a pattern; nil where nothing is, of file names or of members.
  static func mistake(_ text: String) -> Diagnostic.Message? {
    guard let message = Glob.mistake(text), let mark = text.firstIndex(of: "#") else {
      return Glob.mistake(text)
    }
    let halves = [text[..<mark], text[text.index(after: mark)...]]
    return halves.contains { Glob.mistake(String($0)) != nil } ? message : nil
  }

  /// The files in a folder, each with the pattern of its members; nil where all are meant.
  func files(in folder: String) -> [(path: String, members: Glob?)] {
    let whole = Glob(text).files(in: folder)
    guard whole.isEmpty, let mark = text.firstIndex(of: "#") else {
      return whole.map { ($0, nil) }
    }
    let members = Glob(String(text[text.index(after: mark)...]))
    return Glob(String(text[..<mark])).files(in: folder).map { ($0, members) }
  }

  /// The pattern that names one path alone, which may be that of a member of an archive. The other
  /// members of an archive that has but one are none to tell it from.
  static func naming(_ path: String) -> String {
    guard let (archive, member) = MemberPath.split(path) else {
      return Glob.escaped(name(path))
    }
    let members = (try? MemberPath.expanded(archive)) ?? []
    return Glob.escaped(name(archive)) + (members.count > 1 ? "#" + Glob.escaped(member) : "")
  }

  private static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
