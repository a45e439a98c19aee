import Columnar
import TestSupport
import Testing

@testable import Transform

/// The casts that read whole words, against the obvious readings.
@Suite struct FastCastTests {
  /// A text, changed in a few places.
  private static func changed(_ text: String, _ random: inout SeededGenerator) -> String {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      bytes[place] = [
        UInt8.random(in: 0x20..<0x7F, using: &random),
        UInt8.random(in: 0x30..<0x3A, using: &random),
        bytes[place] ^ 0x20, bytes[place] &+ 1, bytes[place] ^ 0x10,
      ].randomElement(using: &random)!
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  @Test(arguments: 0..<8)
  func `instants in UTC are read as those of ISO 8601 are`(seed: Int) {
    var random = SeededGenerator(seed)
    var read = 0
    for _ in 0..<5000 {
      let parts = [12, 31, 24, 60, 61].map { Self.two(Int.random(in: 0...$0, using: &random)) }
      let year = Int.random(in: 1000...9999, using: &random)
      let whole = "\(year)-\(parts[0])-\(parts[1])T\(parts[2]):\(parts[3]):\(parts[4])Z"
      let text = Self.changed(whole, &random)
      guard let reading = readUTC(text.utf8Span.span) else {
        if text == whole, InstantFormat.iso.instant(text.utf8Span.span) != nil {
          Issue.record("\(text) is an instant")
        }
        continue
      }
      read += 1
      #expect(reading == InstantFormat.iso.instant(text.utf8Span.span), "\(text)")
    }
    #expect(read > 1000)
  }

  @Test func `integers of every length are read as Swift reads them`() {
    var random = SeededGenerator(3)
    for _ in 0..<20_000 {
      let digits = (0..<Int.random(in: 1...20, using: &random))
        .map { _ in "\(Int.random(in: 0...9, using: &random))" }
      let sign = ["", "", "-", "+"].randomElement(using: &random)!
      let text = Self.changed(sign + digits.joined(), &random)
      // So many bytes are read, with the sign.
      let expected = text.utf8.count <= 19 ? Int64(text) : nil
      #expect(castInteger(text.utf8Span.span) == expected, "\(text)")
    }
  }

  @Test func `booleans are the words in any letter case, and nothing else`() {
    var random = SeededGenerator(4)
    let words: [String: Int64] = [
      "true": 1, "yes": 1, "t": 1, "y": 1, "1": 1, "false": 0, "no": 0, "f": 0, "n": 0, "0": 0,
    ]
    for _ in 0..<20_000 {
      let text = Self.changed(words.keys.sorted().randomElement(using: &random)!, &random)
      #expect(castBoolean(text.utf8Span.span) == words[text.lowercased()], "\(text)")
    }
  }

  @Test func `blanks are cut off at both ends alone`() {
    for (text, trimmed) in [
      ("", ""), (" ", ""), ("\t\n", ""), ("a", "a"), (" a", "a"), ("a\r\n", "a"), (" a b ", "a b"),
    ] {
      let span = text.utf8Span.span
      #expect(String(copying: span.trimmed()) == trimmed)
    }
  }
}
