public import Columnar

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What tells whether a file still is the one that it was: its number, its size, and when it was
/// last written to.
public struct FileStamp: Sendable, Equatable {
  private let device: UInt64
  private let number: UInt64
  private let size: Int64
  private let seconds: Int
  private let nanoseconds: Int

  /// - Throws: a diagnostic where there is no file, or what is there is no regular file: a pipe or a
  ///   device may keep a reader waiting for ever.
  public init(_ path: String) throws(Diagnostic) {
    var status = stat()
    // Safe: the path is passed as a C string for the call only, which fills the status.
    guard unsafe stat(path, &status) == 0 else {
      throw Diagnostic(.cannotOpen(errno), at: path, .noInput)
    }
    if let sort = Self.sorts.first(where: { $0.mode == status.st_mode & S_IFMT })?.words {
      throw Diagnostic(.notARegularFile(sort), at: path, .noInput)
    }
    self.init(status)
  }

  /// The stamp of an open file.
  init(_ descriptor: Int32, _ path: String) throws(Diagnostic) {
    var status = stat()
    // Safe: the call fills the status.
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw Diagnostic(.cannotRead(errno), at: path, .inputOutput)
    }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
    size = Int64(status.st_size)
    #if canImport(Glibc)
      (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    #else
      (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
    #endif
  }

  private static let sorts: [(mode: mode_t, words: String)] = [
    (S_IFIFO, "a named pipe (FIFO)"), (S_IFCHR, "a device"), (S_IFBLK, "a device"),
    (S_IFSOCK, "a socket"), (S_IFDIR, "a folder"),
  ]

  /// - Throws: a diagnostic where another stamp is not the same.
  func check(_ other: FileStamp, _ path: String) throws(Diagnostic) {
    guard self == other else { throw Diagnostic(.fileChanged, at: path, .dataGate) }
  }
}

extension Diagnostic.Message {
  static func notARegularFile(_ sort: String) -> Self {
    Self("the path names \(sort); expected a regular file")
  }

  static var fileChanged: Self {
    Self("the file changed while it was read; run again when its export is complete")
  }
}
