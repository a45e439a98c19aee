import CFileSystem

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The few calls on files that Foundation lacks.
public enum FileSystem {
  /// The path of what a folder holds; "." is left out.
  public static func join(_ folder: String, _ name: String) -> String {
    folder == "." ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// Moves a file or folder to a name that is free, or over a file.
  public static func rename(_ path: String, to new: String) throws(Diagnostic) {
    // Safe: both paths are passed as C strings for the call only.
    guard unsafe Glibc.rename(path, new) == 0 else { throw failure(.notMoved(errno), new) }
  }

  /// Puts two files or folders in each other's place, at once where the system can.
  public static func swap(_ path: String, with other: String) throws(Diagnostic) {
    // Safe: both paths are passed as C strings for the call only.
    if unsafe exchange_paths(path, other) == 0 { return }
    guard [EINVAL, ENOSYS, EOPNOTSUPP].contains(errno) else {
      throw failure(.notMoved(errno), other)
    }
    try swapByRenaming(path, with: other)
  }

  /// In three steps, for systems that cannot do it at once. If the second fails, the first is undone.
  static func swapByRenaming(_ path: String, with other: String) throws(Diagnostic) {
    let aside = path + ".aside"
    try rename(other, to: aside)
    do {
      try rename(path, to: other)
    } catch {
      try? rename(aside, to: other)
      throw error
    }
    try rename(aside, to: path)
  }

  /// Waits until a file, or the names in a folder, are on the disk.
  public static func sync(_ path: String) throws(Diagnostic) {
    // Safe: the path is passed as a C string for the call only.
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(.fileNotWritten(errno), path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure(.fileNotWritten(errno), path) }
  }

  /// Writes a new file, or the content of one anew, and waits until it is on the disk.
  ///
  /// - Parameter mode: who may read it, as `0o600`, an old file too; nil for what is usual.
  public static func write(
    _ bytes: [UInt8], to path: String, mode: Int? = nil
  ) throws(Diagnostic) {
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
    // Safe: the path is passed as a C string for the call only.
    let descriptor = unsafe Glibc.open(path, flags, mode_t(mode ?? 0o666))
    guard descriptor >= 0 else { throw failure(.fileNotWritten(errno), path) }
    defer { close(descriptor) }
    var start = 0
    while start < bytes.count {
      // Safe: the buffer lives for the call, and at most what is left of it is read.
      let count = unsafe bytes[start...].withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure(.fileNotWritten(errno), path) }
      start += count
    }
    guard mode.map({ fchmod(descriptor, mode_t($0)) == 0 }) ?? true, fsync(descriptor) == 0 else {
      throw failure(.fileNotWritten(errno), path)
    }
  }

  /// Writes a file beside an old one, and puts it in its place when it is on the disk.
  public static func replace(_ path: String, with bytes: [UInt8], mode: Int) throws(Diagnostic) {
    let new = path + ".new"
    try write(bytes, to: new, mode: mode)
    try rename(new, to: path)
    try sync(parent(of: path))
  }

  /// Makes a folder and those above it, where they are not there yet.
  ///
  /// - Parameter mode: of what is made, and of the folder itself if it was there.
  public static func makeFolder(_ path: String, mode: Int? = nil) throws(Diagnostic) {
    // Safe: the path is passed as a C string for the calls only.
    if unsafe access(path, F_OK) != 0 {
      let above = parent(of: path)
      if above != path { try makeFolder(above) }
      guard unsafe mkdir(path, mode_t(mode ?? 0o777)) == 0 || errno == EEXIST else {
        throw failure(.fileNotWritten(errno), path)
      }
      try sync(above)
    }
    if let mode { try restrict(path, mode: mode) }
  }

  /// Sets who may read and write a file or folder.
  public static func restrict(_ path: String, mode: Int) throws(Diagnostic) {
    // Safe: the path is passed as a C string for the call only.
    guard unsafe chmod(path, mode_t(mode)) == 0 else { throw failure(.fileNotWritten(errno), path) }
  }

  /// The folder that a path is in.
  public static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Whether the path itself is a symbolic link.
  public static func isLink(_ path: String) -> Bool {
    var status = stat()
    // Safe: the path is passed as a C string, and the status is filled in, for the call only.
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// The absolute path without links; nil where there is no such file.
  public static func resolved(_ path: String) -> String? {
    // Safe: realpath allocates the text that it returns, which is copied and freed.
    guard let text = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }

  /// Whether a path leads, through any links, to something within a folder.
  public static func isWithin(_ folder: String, _ path: String) -> Bool {
    guard let folder = resolved(folder), let path = resolved(path) else { return false }
    return path == folder || path.hasPrefix(folder == "/" ? folder : folder + "/")
  }

  /// Opens a file to read and write it, and makes it where there is none. Processes that are started
  /// meanwhile do not inherit it: they would keep its lock.
  public static func open(_ path: String) throws(Diagnostic) -> Int32 {
    // Safe: the path is passed as a C string for the call only.
    let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(.fileNotWritten(errno), path) }
    return descriptor
  }

  /// Takes an exclusive lock on an open file, without waiting; false where another has it.
  public static func lock(_ descriptor: Int32) -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  /// Lets a lock go, whatever copies of the descriptor a process that is being started still has.
  public static func unlock(_ descriptor: Int32) { flock(descriptor, LOCK_UN) }

  public static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    // Safe: at most 255 bytes are written into the buffer, so that it ends with a zero.
    guard unsafe gethostname(&name, 255) == 0 else { return "?" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  public static var processID: Int32 { getpid() }

  private static func failure(_ message: Diagnostic.Message, _ path: String) -> Diagnostic {
    Diagnostic(message, at: .init(file: path), failure: .cannotCreate)
  }
}

extension Diagnostic.Message {
  public static func notWritten(_ reason: String) -> Self {
    Self("cannot write the file: \(reason)")
  }

  static func fileNotWritten(_ code: Int32) -> Self { notWritten(words(code)) }

  static func notMoved(_ code: Int32) -> Self {
    Self("cannot put the file in place: \(words(code))")
  }

  private static func words(_ code: Int32) -> String {
    // Safe: strerror returns a C string that lives until the next call on this thread.
    unsafe String(cString: strerror(code)).lowercased()
  }
}
