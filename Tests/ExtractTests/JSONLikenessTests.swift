import Columnar
import TestSupport
import Testing

@testable import Extract

/// Records that are split by what they have in common, against the walk over the tokens of each.
@Suite struct JSONLikenessTests {
  static let columns = ["id", "who.name", "who.age", "note", "done", "tags[]", "absent", "raw"]

  /// Writes lines that look alike, but for some of them.
  private struct Writer {
    var random: SeededGenerator
    /// One in so many values or records is odd in some way.
    let oddity: Int

    mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random)! }

    mutating func isOdd() -> Bool { Int.random(in: 0..<oddity, using: &random) == 0 }

    mutating func string() -> String {
      var text = (0..<Int.random(in: 0..<5, using: &random))
        .map { _ in pick(["a", "bc", " ", "é", "日本語", "{", "}", ":,", "'", "0123456", "\u{7F}"]) }
        .joined()
      if isOdd() {
        text += pick([
          #"\""#, #"\\"#, #"\u00e9"#, #"\ud83d\ude00"#, #"\n"#, #"\x"#, #"\ud83d"#, "\t", "\u{1}",
          #"\"#, #"\u12"#,
        ])
      }
      return "\"\(text)\""
    }

    mutating func scalar() -> String {
      if isOdd() {
        return pick([
          "01", "-", "1.", ".5", "+1", "1e", "nul", "True", "[]", "[1,\"x\"]", "{}", "{\"a\":[1]}",
          "", "\"a\" 1", "1 2", "NaN", "true1", "[1", "-0.0e+5",
        ])
      }
      return pick(["0", "-1", "12.50", "1e9", "true", "false", "null", string(), string()])
    }

    mutating func record() -> String {
      let odd = isOdd() ? Int.random(in: 0..<9, using: &random) : -1
      var text = odd == 0 ? " {" : "{"
      text += odd == 1 ? "\"\\u0069d\":" : "\"id\":"
      text += scalar() + ", \"who\": {\"name\":\(scalar()),\"age\":\(scalar())}"
      if odd != 2 { text += ",\"note\":\(scalar())" }
      if odd == 3 { text += ",\"id\":\(scalar())" }
      if odd == 4 { text += ",\"tags\":[\"x\",\"y\"]" }
      text += (odd == 5 ? " ," : ",") + "\"done\":\(scalar()),\"other\":\(scalar())"
      return text + (odd == 6 ? "" : odd == 7 ? "}}" : odd == 8 ? "} x" : "}")
        + pick(["", "", "", " ", "\r"])
    }

    mutating func document() -> [UInt8] {
      var bytes = (0..<Int.random(in: 1..<60, using: &random)).map { _ in record() }
        .joined(separator: "\n").utf8.map { $0 }
      if isOdd() {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
      return bytes + [0x0A]
    }
  }

  private struct Read: Equatable {
    var rows: [[String]] = []
    var places: [[Int]] = []
    var broken: [String] = []
    var trouble: String?
  }

  private func read(
    _ file: TemporaryFile, _ format: String, _ columns: [String], blockSize: Int,
    seesLikeness: Bool
  ) -> Read {
    var request = ReadRequest(
      path: file.path, format: FileFormat.named(format)!, columns: columns)
    request.blockSize = blockSize
    request.seesLikeness = seesLikeness
    var read = Read()
    var batch = TextBatch(columnCount: columns.count)
    do {
      let reader = try request.open()
      while let piece = try reader.nextPiece() {
        while try piece.read(into: &batch) {
          for row in 0..<batch.rowCount {
            read.rows.append(columns.indices.map { String(copying: batch.text($0, row)) })
            read.places.append(
              [batch.fileOffset(row: row)]
                + columns.indices.map { batch.fileOffset(column: $0, row: row) })
          }
          read.broken += batch.broken.map {
            "\(batch.fileOffset + $0.offset) \($0.length) \(batch.fileOffset + $0.at) \($0.reason.text)"
          }
        }
      }
    } catch {
      read.trouble = "\(error)"
    }
    return read
  }

  @Test(arguments: 0..<60)
  func `records that look alike are split as each alone is`(seed: Int) {
    var writer = Writer(random: SeededGenerator(seed), oddity: [6, 40, 300][seed % 3])
    for _ in 0..<10 {
      let document = writer.document()
      let file = TemporaryFile(document)
      let some = Self.columns.filter { _ in Bool.random(using: &writer.random) } + ["note"]
      for format in ["ndjson", "json"] {
        for (columns, blockSize) in [(Self.columns, 1 << 16), (some, 300)] {
          let alone = read(file, format, columns, blockSize: blockSize, seesLikeness: false)
          let alike = read(file, format, columns, blockSize: blockSize, seesLikeness: true)
          #expect(alike == alone, "\(format): \(String(decoding: document, as: UTF8.self))")
        }
      }
    }
  }

  /// Records of one shape after another, whose scalars are all that differs.
  @Test func `each scalar of the grammar is taken, and no other`() {
    let scalars = JSONGrammarTests.accepted.map(\.0) + JSONGrammarTests.rejected
    for scalar in scalars where !scalar.contains("\n") {
      let lines = ["1", "2", scalar, "3"].map { "{\"a\":\($0),\"b\":\($0)}" }
      let file = TemporaryFile(Array((lines.joined(separator: "\n") + "\n").utf8))
      let alone = read(file, "ndjson", ["a"], blockSize: 1 << 16, seesLikeness: false)
      let alike = read(file, "ndjson", ["a"], blockSize: 1 << 16, seesLikeness: true)
      #expect(alike == alone, "\(scalar)")
    }
  }
}
