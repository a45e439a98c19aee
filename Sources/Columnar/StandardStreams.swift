#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The three streams that a process is started with.
public enum StandardStreams {
  public static let output: Int32 = 1
  public static let error: Int32 = 2

  /// Makes writing to a stream fail where it cannot be done, and never end the process.
  ///
  /// The number of a stream that is closed would be that of the next file opened, which would then
  /// be written to: it is taken by a file of which no such use can be made.
  public static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
      // Safe: the path is passed as a C string for the call only.
      _ = unsafe open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }

  /// Writes all of a text; nothing more where the reader of a pipe has gone.
  ///
  /// - Parameter name: of the stream, for the message.
  public static func write(
    _ text: String, to descriptor: Int32, named name: String
  ) throws(Diagnostic) {
    var text = text
    // Safe: the bytes outlive the calls, which read them alone and no further than their end.
    let code = text.withUTF8 { bytes in
      var rest = unsafe UnsafeRawBufferPointer(bytes)[...]
      while let start = unsafe UnsafeRawBufferPointer(rebasing: rest).baseAddress,
        unsafe !rest.isEmpty
      {
        let count = unsafe Glibc.write(descriptor, start, rest.count)
        if count >= 0 {
          unsafe rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
          var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = unsafe poll(&wait, 1, -1)
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
    if code == 0 || code == EPIPE { return }
    throw Diagnostic(.notWritten(code), at: .init(file: name), failure: .inputOutput)
  }
}

extension Diagnostic.Message {
  static func notWritten(_ code: Int32) -> Self {
    // Safe: strerror returns a C string that lives until the next call on this thread.
    Self("cannot write: \(unsafe String(cString: strerror(code)).lowercased())")
  }
}
