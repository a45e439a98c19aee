import Columnar
import Foundation

/// A file without a name, which is gone when the process is. A class, because it owns a descriptor;
/// written by one worker, then read by any.
final class SpillFile: @unchecked Sendable {
  private let folder: String
  private let handle: FileHandle
  private let lock = NSLock()

  init(folder: String) throws(Diagnostic) {
    self.folder = folder
    let path = FileSystem.join(folder, ".spill-\(UUID().uuidString)")
    guard
      FileManager.default.createFile(
        atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
      let handle = FileHandle(forUpdatingAtPath: path)
    else {
      throw Diagnostic(
        .notWritten("no file for rejected rows can be made"), at: .init(file: folder),
        failure: .cannotCreate)
    }
    try? FileManager.default.removeItem(atPath: path)
    self.handle = handle
  }

  func append(_ bytes: [UInt8]) throws(Diagnostic) {
    try attempt { try handle.write(contentsOf: bytes) }
  }

  func read(_ offset: Int, _ length: Int) throws(Diagnostic) -> [UInt8] {
    let bytes = try attempt {
      try lock.withLock {
        try handle.seek(toOffset: UInt64(offset))
        return try handle.read(upToCount: length)
      }
    }
    return bytes.map { [UInt8]($0) } ?? []
  }

  private func attempt<T>(_ body: () throws -> T) throws(Diagnostic) -> T {
    do {
      return try body()
    } catch {
      throw Diagnostic(
        .notWritten(error.localizedDescription), at: .init(file: folder), failure: .inputOutput)
    }
  }
}

extension [UInt8] {
  /// Adds a number in eight bytes.
  mutating func add(_ number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  /// Adds a text behind its length.
  mutating func add(_ text: some Collection<UInt8>) {
    add(UInt64(text.count))
    self += text
  }
}

/// Reads back what was written so.
struct SpillScan {
  let bytes: [UInt8]
  private var at = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { at >= bytes.count }

  mutating func byte() -> UInt8 {
    at += 1
    return bytes[at - 1]
  }

  mutating func number() -> UInt64 {
    at += 8
    return (1...8).reduce(0) { $0 << 8 | UInt64(bytes[at - $1]) }
  }

  mutating func stretch() -> ArraySlice<UInt8> {
    let count = Int(number())
    at += count
    return bytes[(at - count)..<at]
  }
}
