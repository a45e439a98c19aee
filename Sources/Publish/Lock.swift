import Columnar
import Foundation

/// A lock on a folder, which the system lets go when the process ends however it ends.
///
/// A class, because it holds the lock until it goes.
final class Lock: Sendable {
  private let file: FileHandle
  /// The holder that did not release it; nil where the last one did.
  let stale: String?

  /// - Parameter holder: who takes it, for others to read.
  init(_ path: String, holder: String) throws(Diagnostic) {
    let file = FileHandle(fileDescriptor: try FileSystem.open(path), closeOnDealloc: true)
    guard FileSystem.lock(file.fileDescriptor) else {
      throw Diagnostic(
        .isLocked(Self.text(file)), at: .init(file: path), failure: .locked)
    }
    let left = Self.text(file)
    stale = left.isEmpty ? nil : left
    self.file = file
    try? file.truncate(atOffset: 0)
    try? file.write(contentsOf: Data("\(holder)\n".utf8))
  }

  private static func text(_ file: FileHandle) -> String {
    let data = (try? file.readToEnd()) ?? Data()
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  deinit {
    try? file.truncate(atOffset: 0)
    FileSystem.unlock(file.fileDescriptor)
    try? file.close()
  }
}

extension Diagnostic.Message {
  static func isLocked(_ holder: String) -> Self {
    let who = holder.isEmpty ? "" : ": \(holder)"
    return Self("another run holds the lock\(who); try again when it is done")
  }
}
