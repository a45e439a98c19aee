public import Columnar

/// A container of exports, told by its first bytes: a row of the table of containers.
struct Container: Sendable {
  let name: String
  let magic: [UInt8]
  let open: @Sendable (FileSource) throws(Diagnostic) -> any ByteSource

  static let all: [Container] = [
    Container(name: "gzip", magic: [0x1F, 0x8B]) { (file) throws(Diagnostic) in
      try GzipSource(file)
    },
    Container(name: "zstd", magic: [0x28, 0xB5, 0x2F, 0xFD]) { (file) throws(Diagnostic) in
      try ZstdSource(file)
    },
    Container(name: "zip", magic: Array("PK\u{3}\u{4}".utf8)) { (file) throws(Diagnostic) in
      let members = try ZipSource.members(of: file.path)
      guard members.count == 1 else {
        throw Diagnostic(.manyMembers(members), at: file.path, .dataGate)
      }
      return try ZipSource(file.path, member: members[0])
    },
  ]

  /// What people take for exports, told by its first bytes.
  private static let noExports: [(magic: [UInt8], what: String)] = [
    ([0xD0, 0xCF, 0x11, 0xE0], "an Excel workbook"), (Array("%PDF".utf8), "a PDF document"),
  ]

  /// The container of a file; nil for a plain one.
  /// - Throws: a diagnostic where the file is a document, not an export.
  static func of(_ file: FileSource) throws(Diagnostic) -> Container? {
    let head = file.peek(4)
    if let document = noExports.first(where: { head.starts(with: $0.magic) }) {
      throw Diagnostic(.noExport(document.what), at: file.path, .dataGate)
    }
    return all.first { head.starts(with: $0.magic) }
  }
}

/// A path to a file, or to a member of a zip archive: `tickets.zip#2026-10.json`.
public enum MemberPath {
  /// The paths of what a path holds: those of the members of a zip archive, by name, else itself.
  public static func expanded(_ path: String) throws(Diagnostic) -> [String] {
    let file = try FileSource(path)
    guard try Container.of(file)?.name == "zip" else { return [path] }
    return try ZipSource.members(of: path).map { path + "#" + $0 }
  }

  /// The archive and the member that a path names; nil where it names a file.
  static func split(_ path: String) -> (archive: String, member: String)? {
    guard !FileSource.exists(path), let mark = path.firstRange(of: ".zip#") else { return nil }
    let end = path.index(before: mark.upperBound)
    return (String(path[..<end]), String(path[mark.upperBound...]))
  }
}

/// Opens a file, or the member of an archive that a path names, decompressed.
func openContainer(_ path: String) throws(Diagnostic) -> any ByteSource {
  if let (archive, member) = MemberPath.split(path) {
    return try ZipSource(archive, member: member)
  }
  let file = try FileSource(path)
  return try Container.of(file)?.open(file) ?? file
}

/// The limit on what a compressed file may grow to. Text seldom grows 50 times, and what does so
/// by far is made to fill a disk.
struct ExpansionLimit {
  static let greatestRatio = 250
  static let greatestTotal = 1 << 37
  /// Below this much text no ratio is too great.
  static let harmless = 1 << 26

  let path: String
  var read = 0
  var written = 0

  mutating func add(read: Int = 0, written: Int = 0) throws(Diagnostic) {
    self.read += read
    self.written += written
    if self.written > Self.harmless && self.written / Self.greatestRatio > self.read {
      throw Diagnostic(
        .bomb(ratio: self.written / max(1, self.read)), at: path, .dataGate)
    }
    if self.written > Self.greatestTotal { throw Diagnostic(.tooMuchText, at: path, .dataGate) }
  }
}

extension Diagnostic.Message {
  static func bomb(ratio: Int) -> Self {
    Self(
      "the data grows more than \(min(ratio, ExpansionLimit.greatestRatio)) times when it is "
        + "decompressed; so much is taken for an attack")
  }

  static var tooMuchText: Self {
    Self("the data grows past \(ExpansionLimit.greatestTotal >> 30) GiB when it is decompressed")
  }

  static func noExport(_ what: String) -> Self {
    Self(
      "the file is \(what), which is not read; expected CSV, JSON or XML, such as the sheet saved "
        + "as CSV")
  }

  static func manyMembers(_ members: [String]) -> Self {
    let listed = members.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    return members.isEmpty
      ? Self("the zip archive is empty")
      : Self("the zip archive has several members; name one behind '#': \(listed)")
  }
}
