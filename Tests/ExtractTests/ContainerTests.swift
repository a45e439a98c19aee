import CZstd
import Columnar
import Foundation
import Testing

@testable import Extract

@Suite struct ContainerTests {
  static let text = Array(
    ("a,b\n" + (0..<20_000).map { "\($0),row \($0)\n" }.joined()).utf8)

  static func zstd(_ bytes: [UInt8]) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let count = ZSTD_compress(&output, output.count, bytes, bytes.count, 3)
    return Array(output.prefix(count))
  }

  static func read(_ path: String, _ columns: [String]) throws -> ReadResult {
    try readAll(ReadRequest(path: path, format: FileFormat.named("csv")!, columns: columns))
  }

  /// A zip archive written by Python's `zipfile`.
  static func zip(_ members: [String: [UInt8]]) throws -> TemporaryFile {
    let input = try JSONEncoder().encode(
      members.mapValues { Data($0).base64EncodedString() })
    return TemporaryFile(Array(try Oracle.run("make_zip", input)), name: "exports.zip")
  }

  @Test func `zstd is inflated, in one frame or several`() throws {
    let half = Self.text.count / 2
    for bytes in [
      Self.zstd(Self.text),
      Self.zstd(Array(Self.text[..<half])) + Self.zstd(Array(Self.text[half...])),
    ] {
      let file = TemporaryFile(bytes, name: "a.csv.zst")
      let read = try Self.read(file.path, ["b"])
      #expect(read.rows.count == 20_000)
      #expect(read.rows.last == ["row 19999"])
    }
  }

  @Test func `a zstd file cut anywhere is an error`() {
    let whole = Self.zstd(Array(Self.text.prefix(3000)))
    for end in stride(from: 5, to: whole.count - 1, by: 7) {
      let file = TemporaryFile(Array(whole[..<end]))
      #expect(throws: (any Error).self) { try Self.read(file.path, ["b"]) }
    }
  }

  @Test func `members of a zip archive are read by name`() throws {
    let file = try Self.zip([
      "b.csv": Array("a,b\n2,y\n".utf8), "sub/a.csv": Self.text, "__MACOSX/x": [1],
      ".DS_Store": [2],
    ])
    let paths = try MemberPath.expanded(file.path)
    #expect(paths == ["\(file.path)#b.csv", "\(file.path)#sub/a.csv"])
    #expect(try Self.read(paths[0], ["b"]).rows == [["y"]])
    #expect(try Self.read(paths[1], ["b"]).rows.count == 20_000)
    #expect(
      message { try Self.read("\(file.path)#c.csv", ["b"]) }?.contains("no such file") == true)
    #expect(message { try Self.read(file.path, ["b"]) }?.contains("several members") == true)
  }

  @Test func `an archive of one member is read as that`() throws {
    let file = try Self.zip(["b.csv": Array("a,b\n2,y\n".utf8)])
    #expect(try Self.read(file.path, ["a"]).rows == [["2"]])
  }

  @Test func `a broken archive is an error`() throws {
    let archive = try Self.zip(["b.csv": Self.text])
    let whole = try Data(contentsOf: URL(fileURLWithPath: archive.path))
    let file = TemporaryFile(Array(whole.prefix(whole.count / 2)), name: "exports.zip")
    #expect(
      message { try Self.read(file.path, ["b"]) }?.contains("broken zip archive") == true)
  }

  @Test func `data that grows without measure is an error`() throws {
    let bomb = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 27)
    let file = TemporaryFile(Self.zstd(bomb))
    #expect(
      message {
        let source = try openContainer(file.path)
        while try source.read(into: ByteWindow(fileOffset: 0, capacity: 1 << 20)) > 0 {}
        return ReadResult()
      }
        == "file: error: the data grows more than 250 times when it is decompressed; so much is "
        + "taken for an attack")
  }
}
