import Columnar

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A plain file, read block by block. A file that changes before its end was read is an error.
///
/// A class, because it owns a file descriptor.
final class FileSource: ByteSource {
  let path: String
  private let descriptor: Int32
  private let stamp: FileStamp

  /// - Parameter stamp: that of the file as it was when it was found; nil for what it is now.
  init(_ path: String, _ stamp: FileStamp? = nil) throws(Diagnostic) {
    self.path = path
    // Looked at before it is opened, since opening a pipe waits for its writer.
    if let stamp { self.stamp = stamp } else { self.stamp = try FileStamp(path) }
    // Safe: the path is passed as a C string for the call only.
    descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Diagnostic(.cannotOpen(errno), at: path, .noInput) }
    try checkStamp()
  }

  private func checkStamp() throws(Diagnostic) {
    try stamp.check(FileStamp(descriptor, path), path)
  }

  deinit { close(descriptor) }

  func read(into window: ByteWindow) throws(Diagnostic) -> Int {
    // Safe: `read` is given free space of the window and no more than its size.
    try unsafe window.fill { (free: UnsafeMutableBufferPointer<UInt8>) throws(Diagnostic) in
      var filled = 0
      while filled < free.count {
        let got = unsafe Glibc.read(
          descriptor, free.baseAddress! + filled, free.count - filled)
        if got < 0 && errno == EINTR { continue }
        guard got >= 0 else { throw Diagnostic(.cannotRead(errno), at: path, .inputOutput) }
        if got == 0 {
          try checkStamp()
          break
        }
        filled += got
      }
      return filled
    }
  }

  static func exists(_ path: String) -> Bool {
    // Safe: the path is passed as a C string for the call only.
    unsafe access(path, F_OK) == 0
  }

  /// The file's first bytes, without moving the position.
  func peek(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    // Safe: the array has `count` bytes.
    let got = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, count, 0)
    }
    return Array(bytes.prefix(max(0, got)))
  }
}

extension Diagnostic {
  init(_ message: Message, at path: String, _ failure: Failure) {
    self.init(message, at: Location(file: path), failure: failure)
  }
}

extension Diagnostic.Message {
  static func cannotOpen(_ code: Int32) -> Self {
    // Safe: strerror returns a C string that lives until the next call on this thread.
    Self("cannot open the file: \(unsafe String(cString: strerror(code)).lowercased())")
  }

  static func cannotRead(_ code: Int32) -> Self {
    // Safe: as above.
    Self("cannot read the file: \(unsafe String(cString: strerror(code)).lowercased())")
  }
}
