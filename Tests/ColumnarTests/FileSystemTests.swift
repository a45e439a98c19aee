import Foundation
import Testing

@testable import Columnar

@Suite struct FileSystemTests {
  static func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "deskbrief-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  static func read(_ path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path).map(Array.init)
  }

  @Test func `names are joined to their folder`() {
    #expect(FileSystem.join(".", "a") == "a")
    #expect(FileSystem.join("b/", "a") == "b/a")
    #expect(FileSystem.join("b", "a") == "b/a")
  }

  @Test func `a file is replaced whole, and readable by its owner alone`() throws {
    try Self.inFolder { folder in
      let path = "\(folder)/state"
      try FileSystem.write([1, 2, 3], to: path)
      try FileSystem.replace(path, with: [4], mode: 0o600)
      #expect(Self.read(path) == [4])
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(mode as? Int == 0o600)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["state"])
    }
  }

  @Test(arguments: [true, false]) func `two folders change places`(atOnce: Bool) throws {
    try Self.inFolder { folder in
      for name in ["old", "new"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: false)
        try FileSystem.write(Array(name.utf8), to: "\(folder)/\(name)/it")
      }
      if atOnce {
        try FileSystem.swap("\(folder)/new", with: "\(folder)/old")
      } else {
        try FileSystem.swapByRenaming("\(folder)/new", with: "\(folder)/old")
      }
      #expect(Self.read("\(folder)/old/it") == Array("new".utf8))
      #expect(Self.read("\(folder)/new/it") == Array("old".utf8))
    }
  }

  @Test func `where one of two is missing, the other stays`() throws {
    try Self.inFolder { folder in
      try FileSystem.write([1], to: "\(folder)/old")
      #expect(throws: Diagnostic.self) {
        try FileSystem.swapByRenaming("\(folder)/none", with: "\(folder)/old")
      }
      #expect(Self.read("\(folder)/old") == [1])
    }
  }

  @Test func `a link is not written through`() throws {
    try Self.inFolder { folder in
      try FileSystem.write([1], to: "\(folder)/target")
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/link", withDestinationPath: "\(folder)/target")
      #expect(throws: Diagnostic.self) { try FileSystem.write([2], to: "\(folder)/link") }
      #expect(Self.read("\(folder)/target") == [1])
    }
  }
}
