public import Columnar

/// A container of exports, told by its first bytes: a row of the table of containers.
struct Container: Sendable {
  let name: String
  /// What its files may begin with.
  let magics: [[UInt8]]
  let open: @Sendable (FileSource) throws(Diagnostic) -> any ByteSource

  static let all: [Container] = [
    Container(name: "gzip", magics: [[0x1F, 0x8B]]) { (file) throws(Diagnostic) in
      try GzipSource(file)
    },
    // A frame of data, or one of those that are skipped.
    Container(
      name: "zstd",
      magics: [[0x28, 0xB5, 0x2F, 0xFD]] + (0x50...0x5F).map { [$0, 0x2A, 0x4D, 0x18] }
    ) { (file) throws(Diagnostic) in try ZstdSource(file) },
    // A member, or the end of an archive without any.
    Container(name: "zip", magics: [Array("PK\u{3}\u{4}".utf8), Array("PK\u{5}\u{6}".utf8)]) {
      (file) throws(Diagnostic) in
      let members = try ZipSource.members(of: file.path)
      guard members.count == 1 else {
        throw Diagnostic(.manyMembers(members), at: file.path, .dataGate)
      }
      return try ZipSource(file.path, member: members[0])
    },
  ]

  /// So many first bytes tell what a file is.
  private static let headSize = 512

  /// The container of a file; nil for a plain one.
  /// - Throws: a diagnostic where the file is a document or an archive that is not read.
  static func of(_ file: FileSource) throws(Diagnostic) -> Container? {
    let head = file.peek(headSize)
    if let message = NoExport.message(head) { throw Diagnostic(message, at: file.path, .dataGate) }
    return of(head)
  }

  private static func of(_ head: [UInt8]) -> Container? {
    all.first { $0.magics.contains { head.starts(with: $0) } }
  }

  /// What was unpacked from a container, which must be text.
  /// - Throws: a diagnostic where another container or document lies within.
  static func unpacked(
    _ source: any ByteSource, _ path: String
  ) throws(Diagnostic) -> any ByteSource {
    let head = ByteWindow(fileOffset: 0, capacity: headSize)
    _ = try source.read(into: head)
    let bytes = Array(head.bytes)
    let inner = of(bytes).map { Diagnostic.Message.containerWithin($0.name) }
    if let message = inner ?? NoExport.message(bytes) {
      throw Diagnostic(message, at: path, .dataGate)
    }
    return PrefixedSource(head, source)
  }
}

/// A path to a file, or to a member of a zip archive: `tickets.zip#2026-10.json`.
public enum MemberPath {
  /// The paths of what a path holds: those of the members of a zip archive, in their natural order, else itself.
  public static func expanded(_ path: String) throws(Diagnostic) -> [String] {
    let file = try FileSource(path)
    guard try Container.of(file)?.name == "zip" else { return [path] }
    return try ZipSource.members(of: path).map { path + "#" + $0 }
  }

  /// The archive and the member that a path names; nil where it names a file.
  public static func split(_ path: String) -> (archive: String, member: String)? {
    guard !FileSource.exists(path) else { return nil }
    let parts = path.indices.filter { path[$0] == "#" }.map { mark in
      (archive: String(path[..<mark]), member: String(path[path.index(after: mark)...]))
    }
    return parts.first { FileSource.exists($0.archive) }
  }
}

/// Opens a file, or the member of an archive that a path names, decompressed.
///
/// - Parameter stamp: that of the file, or of the archive, when it was found.
func openContainer(
  _ path: String, _ stamp: FileStamp? = nil
) throws(Diagnostic) -> any ByteSource {
  if let (archive, member) = MemberPath.split(path) {
    return try Container.unpacked(try ZipSource(archive, member: member, stamp), path)
  }
  let file = try FileSource(path, stamp)
  guard let container = try Container.of(file) else { return file }
  return try Container.unpacked(try container.open(file), path)
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
        + "decompressed; so much is treated as an attack")
  }

  static var tooMuchText: Self {
    Self("the data grows past \(ExpansionLimit.greatestTotal >> 30) GiB when it is decompressed")
  }

  static func containerWithin(_ name: String) -> Self {
    Self("the file is packed twice: within lies \(name) data; unpack it once first")
  }

  static func manyMembers(_ members: [String]) -> Self {
    let listed = members.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    return Self("the zip archive has several members; name one behind '#': \(listed)")
  }
}
