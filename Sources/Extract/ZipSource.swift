import CZip
import Columnar

/// One member of a zip archive, decompressed block by block.
///
/// A class, because it owns the open archive.
@safe final class ZipSource: ByteSource {
  private let path: String
  private let archivePath: String
  private let stamp: FileStamp
  // Safe: opened in init and closed in deinit.
  private let archive: OpaquePointer
  private let member: OpaquePointer
  private var limit: ExpansionLimit

  /// Documents that are zip archives, told by a member.
  private static let noExports = [
    (member: "xl/workbook.xml", what: "an Excel workbook"),
    (member: "META-INF/manifest.xml", what: "an OpenDocument sheet"),
  ]

  /// The archive's members that are files, in the natural order of their names; without the notes that macOS adds.
  /// - Throws: a diagnostic where there are none, or two of one name.
  static func members(of path: String) throws(Diagnostic) -> [String] {
    let archive = try unsafe open(path)
    // Safe: opened above; names live as long as the archive and are copied.
    defer { unsafe zip_discard(archive) }
    let names = (0..<(unsafe zip_get_num_entries(archive, 0))).compactMap { index in
      unsafe zip_get_name(archive, UInt64(index), 0).map { unsafe String(cString: $0) }
    }
    if let document = noExports.first(where: { names.contains($0.member) }) {
      throw Diagnostic(.noExport(document.what), at: path, .dataGate)
    }
    let members = names.filter {
      !$0.hasSuffix("/") && !$0.hasPrefix("__MACOSX/") && !$0.hasSuffix(".DS_Store")
    }
    .inNaturalOrder()
    if members.isEmpty { throw Diagnostic(.noMembers, at: path, .dataGate) }
    if let twin = zip(members, members.dropFirst()).first(where: { $0 == $1 }) {
      throw Diagnostic(.memberTwice(twin.0), at: path, .dataGate)
    }
    return members
  }

  /// - Parameter stamp: that of the archive when it was found; nil for what it is now.
  init(_ path: String, member name: String, _ stamp: FileStamp? = nil) throws(Diagnostic) {
    archivePath = path
    if let stamp { self.stamp = stamp } else { self.stamp = try FileStamp(path) }
    guard try Self.members(of: path).contains(name) else {
      throw Diagnostic(.noMember(name, try Self.members(of: path)), at: path, .dataGate)
    }
    let archive = try unsafe Self.open(path)
    // Safe: the archive is open; the name is a C string for the call only.
    let index = unsafe zip_name_locate(archive, name, 0)
    var info = unsafe zip_stat_t()
    guard index >= 0, unsafe zip_stat_index(archive, UInt64(index), 0, &info) == 0,
      let member = unsafe zip_fopen_index(archive, UInt64(index), 0)
    else {
      let reason = unsafe String(cString: zip_strerror(archive)).lowercased()
      unsafe zip_discard(archive)
      throw Diagnostic(.brokenZip(reason), at: path + "#" + name, .dataGate)
    }
    self.path = path + "#" + name
    unsafe self.archive = archive
    unsafe self.member = member
    limit = ExpansionLimit(path: self.path)
    limit.read = unsafe Int(clamping: info.comp_size)
  }

  deinit {
    // Safe: opened in init.
    unsafe zip_fclose(member)
    unsafe zip_discard(archive)
  }

  func read(into window: ByteWindow) throws(Diagnostic) -> Int {
    // Safe: libzip writes at most as many bytes as it is told are free.
    let made = try unsafe window.fill {
      (free: UnsafeMutableBufferPointer<UInt8>) throws(Diagnostic) in
      var filled = 0
      while filled < free.count {
        let got = unsafe zip_fread(
          member, free.baseAddress! + filled, UInt64(free.count - filled))
        guard got >= 0 else {
          let reason = unsafe String(cString: zip_file_strerror(member)).lowercased()
          throw Diagnostic(.brokenZip(reason), at: path, .dataGate)
        }
        if got == 0 {
          try stamp.check(FileStamp(archivePath), archivePath)
          break
        }
        filled += Int(got)
      }
      return filled
    }
    try limit.add(written: made)
    return made
  }

  private static func open(_ path: String) throws(Diagnostic) -> OpaquePointer {
    var code: Int32 = 0
    // Safe: the path is a C string for the call only.
    if let archive = unsafe zip_open(path, ZIP_RDONLY, &code) { return unsafe archive }
    var error = unsafe zip_error_t()
    unsafe zip_error_init_with_code(&error, code)
    let reason = unsafe String(cString: zip_error_strerror(&error)).lowercased()
    unsafe zip_error_fini(&error)
    throw Diagnostic(.brokenZip(reason), at: path, .dataGate)
  }
}

extension Diagnostic.Message {
  static func brokenZip(_ reason: String) -> Self { Self("broken zip archive: \(reason)") }

  static var noMembers: Self { Self("the zip archive is empty") }

  static func noMember(_ name: String, _ members: [String]) -> Self {
    Self(
      "the zip archive has no member '\(name)'"
        + suggestion(for: name, among: Array(members.prefix(8))))
  }

  static func memberTwice(_ name: String) -> Self {
    Self("the zip archive has two members '\(name)', of which only one could be read; rename one")
  }
}
