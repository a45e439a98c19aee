import Columnar
import Foundation

/// A file that is written piece by piece beside its place, and put there when it is whole.
///
/// A class, because it owns an open file.
final class NewFile {
  /// So many bytes are written at a time.
  private static let blockSize = 1 << 18

  private let path: String
  private let handle: FileHandle
  private var pending: [UInt8] = []
  private var isFinished = false

  private var newPath: String { path + ".new" }

  init(_ path: String) throws(Diagnostic) {
    self.path = path
    let new = path + ".new"
    guard
      FileManager.default.createFile(
        atPath: new, contents: nil, attributes: [.posixPermissions: 0o600]),
      let handle = FileHandle(forWritingAtPath: new)
    else {
      throw Diagnostic(
        .notWritten("it cannot be created"), at: .init(file: new), failure: .cannotCreate)
    }
    self.handle = handle
  }

  deinit {
    if !isFinished { try? FileManager.default.removeItem(atPath: newPath) }
  }

  func append(_ bytes: some Sequence<UInt8>) throws(Diagnostic) {
    pending += bytes
    if pending.count >= Self.blockSize { try flush() }
  }

  private func flush() throws(Diagnostic) {
    try attempt { try handle.write(contentsOf: pending) }
    pending.removeAll(keepingCapacity: true)
  }

  private func attempt(_ body: () throws -> Void) throws(Diagnostic) {
    do {
      try body()
    } catch {
      throw Diagnostic(
        .notWritten(error.localizedDescription), at: .init(file: path), failure: .inputOutput)
    }
  }

  /// Puts the file in its place; or, where a known one has the same bytes, another name of that.
  func finish(orLink known: String? = nil) throws(Diagnostic) {
    try flush()
    try attempt {
      try handle.synchronize()
      try handle.close()
    }
    isFinished = true
    let manager = FileManager.default
    if let known, known != path, manager.contentsEqual(atPath: newPath, andPath: known) {
      try? manager.removeItem(atPath: path)
      // Where the file system has no links, the bytes are kept once more.
      if (try? manager.linkItem(atPath: known, toPath: path)) != nil {
        try? manager.removeItem(atPath: newPath)
        return
      }
    }
    try FileSystem.rename(newPath, to: path)
  }
}
