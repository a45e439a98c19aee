import Foundation
import TestSupport
import Testing

@testable import Columnar

/// Forms of text and bytes: JSON, hexadecimal digits, frames of zstd, messages.
@Suite struct TextFormsTests {
  @Test func `a number is written with the digits that read back as it`() {
    #expect(JSONText.number(0.1) == "0.1")
    #expect(JSONText.number(-3) == "-3")
    #expect(JSONText.number(1e15) == "1000000000000000")
    #expect(JSONText.number(1e22) == "1e+22")
    #expect(JSONText.number(.nan) == "null")
    #expect(JSONText.number(nil) == "null")
    #expect(JSONText.whole(7) == "7")
  }

  @Test(arguments: 0..<20) func `a quoted text is read back by another parser`(seed: Int) throws {
    var random = SeededGenerator(seed)
    let scalars = Array("a\"\\\n\r\t\u{0}\u{1B}é日😀\u{202E}\u{2028}".unicodeScalars)
    var text = ""
    for _ in 0..<30 { text.unicodeScalars.append(scalars.randomElement(using: &random)!) }
    let json = Data("[\(JSONText.quoted(text))]".utf8)
    let read = try #require(try JSONSerialization.jsonObject(with: json) as? [String])
    #expect(read == [text], "seed \(seed)")
    #expect(!JSONText.quoted(text).unicodeScalars.contains("\u{202E}"))
  }

  @Test func `bytes are written as two digits each`() {
    #expect(hexadecimal([0, 15, 16, 255]) == "000f10ff")
  }

  @Test func `a frame is unpacked whole, or not at all`() {
    let bytes = [UInt8]((0..<10_000).map { UInt8(truncatingIfNeeded: $0 / 50) })
    let frame = Zstd.compressed(bytes)
    #expect(frame.count < bytes.count / 10)
    #expect(Zstd.decompressed(frame, count: bytes.count)?.elementsEqual(bytes) == true)
    #expect(Zstd.decompressed(frame, count: bytes.count - 1)?.count == nil)
    #expect(Zstd.decompressed(Array(frame.dropLast()), count: bytes.count)?.count == nil)
    var damaged = frame
    damaged[frame.count / 2] ^= 1
    #expect(Zstd.decompressed(damaged, count: bytes.count)?.count == nil)
    #expect(Zstd.decompressed(Zstd.compressed([]), count: 0) == [])
  }

  @Test func `a message names file, line and column as far as they are known`() {
    let message = Diagnostic.Message("what is wrong; what was expected")
    func text(_ location: Diagnostic.Location?) -> String {
      Diagnostic(message, at: location, failure: .configuration).description
    }
    #expect(text(nil) == "error: what is wrong; what was expected")
    #expect(text(.init(file: "a.yml")) == "a.yml: error: what is wrong; what was expected")
    #expect(
      text(.init(file: "a.yml", line: 3, column: 5))
        == "a.yml:3:5: error: what is wrong; what was expected")
  }
}
