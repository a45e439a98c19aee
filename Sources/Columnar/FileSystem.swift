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

  /// Puts the folder `new` in the place of `old`, which may not be there; an old one stands at
  /// `aside` afterwards. If that fails, the old one is back in its place.
  public static func swap(
    _ new: String, into old: String, aside: String
  ) throws(Diagnostic) {
    // Safe: the path is passed as a C string for the call only.
    let isThere = unsafe access(old, F_OK) == 0
    if isThere { try rename(old, to: aside) }
    do {
      try rename(new, to: old)
    } catch {
      if isThere { try? rename(aside, to: old) }
      throw error
    }
  }

  /// Moves a file or folder to a name that is free, or over a file.
  public static func rename(_ path: String, to new: String) throws(Diagnostic) {
    // Safe: both paths are passed as C strings for the call only.
    guard unsafe Glibc.rename(path, new) == 0 else {
      throw Diagnostic(
        .notMoved(errno), at: .init(file: new), failure: .cannotCreate)
    }
  }

  /// Takes an exclusive lock on an open file, without waiting; false where another has it.
  public static func lock(_ descriptor: Int32) -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }
}

extension Diagnostic.Message {
  public static func notWritten(_ reason: String) -> Self {
    Self("cannot write the file: \(reason)")
  }

  static func notMoved(_ code: Int32) -> Self {
    // Safe: strerror returns a C string that lives until the next call on this thread.
    Self("cannot put the file in place: \(unsafe String(cString: strerror(code)).lowercased())")
  }
}
