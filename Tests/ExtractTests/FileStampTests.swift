import Columnar
import Foundation
import Testing

@testable import Extract

/// Files that are no files, or that change while they are read.
@Suite struct FileStampTests {
  private static let rows = (0..<5000).map { "\($0),open\n" }.joined()
  private static let text = Array(("id,status\n" + rows).utf8)

  /// Reads a piece of a file, lets something happen to it, and reads the rest.
  private func read(
    _ format: String, _ text: [UInt8], stamp: Bool = false, _ happens: (URL) throws -> Void
  ) -> String? {
    let file = TemporaryFile(text)
    return message {
      var request = ReadRequest(
        path: file.path, format: FileFormat.named(format)!, columns: ["id"])
      request.blockSize = 1 << 12
      if stamp { request.stamp = try FileStamp(file.path) }
      if stamp { try happens(URL(fileURLWithPath: file.path)) }
      let reader = try request.open()
      _ = try reader.nextPiece()
      if !stamp { try happens(URL(fileURLWithPath: file.path)) }
      while try reader.nextPiece() != nil {}
      return ReadResult()
    }
  }

  static let changed =
    "file: error: the file changed while it was read; run again when its export is complete"

  @Test func `a file that shrinks, grows or is written anew while it is read is an error`() {
    let shrink = { (url: URL) in
      let handle = try FileHandle(forWritingTo: url)
      try handle.truncate(atOffset: 5000)
      try handle.close()
    }
    let grow = { (url: URL) in
      let handle = try FileHandle(forWritingTo: url)
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("5001,open\n".utf8))
      try handle.close()
    }
    let anew = { (url: URL) in
      let handle = try FileHandle(forWritingTo: url)
      try handle.write(contentsOf: Data(Self.text))
      try handle.close()
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: url.path)
    }
    let lines = Array((0..<5000).map { "{\"id\":\($0)}\n" }.joined().utf8)
    for happens in [shrink, grow, anew] {
      #expect(read("csv", Self.text, happens) == Self.changed)
      #expect(read("ndjson", lines, happens) == Self.changed)
    }
    #expect(read("csv", Self.text) { _ in } == nil)
  }

  @Test func `a file that another took the place of since it was found is an error`() {
    let replace = { (url: URL) in
      try FileManager.default.removeItem(at: url)
      try Data(Self.text).write(to: url)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: url.path)
    }
    #expect(read("csv", Self.text, stamp: true, replace) == Self.changed)
    #expect(read("csv", Self.text, stamp: true) { _ in } == nil)
  }

  @Test func `a pipe, a device and a folder are refused at once`() throws {
    let pipe = TemporaryFile([])
    try FileManager.default.removeItem(atPath: pipe.path)
    #expect(mkfifo(pipe.path, 0o600) == 0)
    for (path, sort) in [
      (pipe.path, "a named pipe (FIFO)"), ("/dev/zero", "a device"), ("/tmp", "a folder"),
    ] {
      #expect {
        _ = try ReadRequest(path: path, format: FileFormat.all[0], columns: []).open()
      } throws: {
        "\($0)" == "\(path): error: the path names \(sort); expected a regular file"
      }
    }
  }
}
