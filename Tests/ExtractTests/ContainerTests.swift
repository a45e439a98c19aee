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
      message { try Self.read("\(file.path)#c.csv", ["b"]) }?
        .contains("no member 'c.csv'; did you mean 'b.csv'?") == true)
    #expect(message { try Self.read(file.path, ["b"]) }?.contains("several members") == true)
  }

  @Test func `an archive of one member is read as that`() throws {
    let file = try Self.zip(["b.csv": Array("a,b\n2,y\n".utf8)])
    #expect(try Self.read(file.path, ["a"]).rows == [["2"]])
  }

  @Test func `two members of one name are an error`() throws {
    let file = try Self.zip(["b.csv": Array("a\n1\n".utf8), "c.csv": Array("a\n2\n".utf8)])
    var archive = Array(try Data(contentsOf: URL(fileURLWithPath: file.path)))
    while let name = archive.firstRange(of: Array("c.csv".utf8)) {
      archive[name.lowerBound] = UInt8(ascii: "b")
    }
    let twins = TemporaryFile(archive)
    for path in [twins.path, "\(twins.path)#b.csv"] {
      #expect(
        message { try Self.read(path, ["a"]) }
          == "file: error: the zip archive has two members 'b.csv', of which only one could be "
          + "read; rename one")
    }
  }

  @Test(arguments: [
    ("BZh91AY&SY", "the file is compressed by bzip2, which is not read; unpack it first"),
    ("7z\u{BC}\u{AF}\u{27}\u{1C}", "the file is a 7z archive, which is not read; unpack it first"),
    ("\u{FD}7zXZ\0", "the file is compressed by xz, which is not read; unpack it first"),
    ("Rar!\u{1A}\u{7}", "the file is a RAR archive, which is not read; unpack it first"),
    (
      String(repeating: "\0", count: 257) + "ustar",
      "the file is a tar archive, which is not read; unpack it first"
    ),
    ("PK\u{5}\u{6}" + String(repeating: "\0", count: 18), "the zip archive is empty"),
  ])
  func `what is not read is told for what it is, packed or plain`(
    head: String, expected: String
  ) {
    let bytes = head.unicodeScalars.map { UInt8($0.value) }
    let plain = TemporaryFile(bytes)
    #expect(message { try Self.read(plain.path, ["a"]) } == "file: error: \(expected)")
    let packed = TemporaryFile(Self.zstd(bytes))
    let inner =
      head.hasPrefix("PK")
      ? "the file is packed twice: within lies zip data; unpack it once first" : expected
    #expect(message { try Self.read(packed.path, ["a"]) } == "file: error: \(inner)")
  }

  @Test func `frames of zstd that are skipped may come first`() throws {
    let skipped: [UInt8] = [0x5F, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    let file = TemporaryFile(skipped + Self.zstd(Self.text) + skipped)
    #expect(try Self.read(file.path, ["b"]).rows.count == 20_000)
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
        + "treated as an attack")
  }
}
