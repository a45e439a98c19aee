import Columnar

/// What people take for exports: documents, and containers that are not read.
enum NoExport {
  private static let magics: [(magic: [UInt8], message: Diagnostic.Message)] =
    [
      ([0xD0, 0xCF, 0x11, 0xE0], .noExport("an Excel workbook")),
      (Array("%PDF".utf8), .noExport("a PDF document")),
      ([0xFD] + Array("7zXZ\0".utf8), .notUnpacked("compressed by xz")),
      (Array("7z".utf8) + [0xBC, 0xAF, 0x27, 0x1C], .notUnpacked("a 7z archive")),
      (Array("Rar!\u{1A}\u{7}".utf8), .notUnpacked("a RAR archive")),
      ([0x04, 0x22, 0x4D, 0x18], .notUnpacked("compressed by lz4")),
    ]
    + (1...9).map { (Array("BZh\($0)1AY&SY".utf8), .notUnpacked("compressed by bzip2")) }

  /// A tar archive says what it is behind the first name.
  private static let tar = (offset: 257, magic: Array("ustar".utf8))

  /// What to say of a file that begins so; nil where it may be an export.
  static func message(_ head: [UInt8]) -> Diagnostic.Message? {
    if head.dropFirst(tar.offset).starts(with: tar.magic) { return .notUnpacked("a tar archive") }
    return magics.first { head.starts(with: $0.magic) }?.message
  }
}

extension Diagnostic.Message {
  static func noExport(_ what: String) -> Self {
    Self(
      "the file is \(what), which is not read; expected CSV, JSON or XML, such as the sheet saved "
        + "as CSV")
  }

  static func notUnpacked(_ what: String) -> Self {
    Self("the file is \(what), which is not read; unpack it first")
  }
}
