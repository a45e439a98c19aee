import Columnar
import TestSupport
import Testing

@testable import Extract

/// Records that are read without a parser, since they look like one another, against libxml2 alone.
@Suite struct XMLShapeTests {
  static let columns = ["id", "who.name", "who.team", "note", "tag", "who@x", "@y", "absent"]

  /// Writes documents whose records look alike, but for some of them.
  private struct Writer {
    var random: SeededGenerator
    /// One in so many records is odd in some way.
    let oddity: Int
    var text = ""

    mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random)! }

    mutating func isOdd() -> Bool { Int.random(in: 0..<oddity, using: &random) == 0 }

    mutating func words() -> String {
      (0..<Int.random(in: 0..<4, using: &random))
        .map { _ in pick(["a", "bc", " ", "é", "日本", "，", "\n", "\t", "]", "]]", "'", "\"", "x=1"])
        }
        .joined()
    }

    mutating func value() -> String {
      guard isOdd() else { return words() }
      return words()
        + pick([
          "&amp;", "&#65;", "<![CDATA[x]]>", "<!-- n -->", "<?p q?>", "\r\n", "\r", ">", "\u{FFFD}",
          "\u{7F}", "<b/>", "<id>5</id>", "</row><row>",
        ]) + words()
    }

    mutating func record(_ blank: String) {
      let odd = isOdd() ? Int.random(in: 0..<8, using: &random) : -1
      text += odd == 0 ? "<row y=\"1\">" : odd == 1 ? "<row >" : "<row>"
      text += blank + (odd == 2 ? "<id/>" : "<id>\(value())</id>")
      text += blank + "<who>" + blank + "<name>\(value())</name>"
      if odd != 3 { text += blank + "<team>\(value())</team>" }
      text += blank + "</who>" + blank
      text += odd == 4 ? "<note x='1'>\(value())</note>" : "<note>\(value())</note>"
      if odd == 5 { text += "<tag>again</tag>" }
      text += blank + "<tag>\(value())</tag>" + (odd == 6 ? " " : blank) + "</row>"
    }

    mutating func document() -> [UInt8] {
      text = pick(["", "<?xml version=\"1.0\"?>\n"]) + pick(["<all>", "<all xmlns='urn:d'>"])
      let blank = pick(["", "\n", "\n    ", "\r\n\t"])
      for _ in 0..<Int.random(in: 1..<30, using: &random) {
        text += pick(["", blank, blank, blank])
        if isOdd() {
          text += pick(["<!-- <row> -->", "<other/>", "text", "<row/>", "<group>", "</group>"])
        }
        record(blank)
      }
      text += "\n</all>"
      return Array(text.utf8)
    }
  }

  /// What a document comes to, and where its cells are said to be.
  private struct Read: Equatable {
    var rows: [[String]] = []
    var records: [String] = []
    var places: [[Int]] = []
    var broken: [Int] = []
    var trouble: String?
  }

  private func read(
    _ file: TemporaryFile, _ columns: [String], blockSize: Int, seesLikeness: Bool,
    record: String = "row"
  ) -> Read {
    var request = ReadRequest(
      path: file.path, format: FileFormat.named("xml")!, columns: columns)
    request.records = record
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
            read.records.append(String(copying: batch.record(row: row)))
            read.places.append(
              [batch.fileOffset(row: row)]
                + columns.indices.map { batch.fileOffset(column: $0, row: row) })
          }
          read.broken += batch.broken.map { batch.fileOffset + $0.offset }
        }
      }
    } catch {
      // Rows before the trouble count for nothing.
      return Read(trouble: "\(error)")
    }
    return read
  }

  @Test(arguments: 0..<60)
  func `records that look alike are read as libxml2 reads them`(seed: Int) {
    var writer = Writer(random: SeededGenerator(seed), oddity: [4, 20, 100][seed % 3])
    for _ in 0..<10 {
      let document = writer.document()
      let file = TemporaryFile(document)
      let some = Self.columns.filter { _ in Bool.random(using: &writer.random) } + ["id"]
      for (columns, record) in [(Self.columns, "row"), (some, "")] {
        let plain = read(
          file, columns, blockSize: 1 << 16, seesLikeness: false, record: record)
        for blockSize in [40, 300, 1000, 1 << 16] {
          let alike = read(
            file, columns, blockSize: blockSize, seesLikeness: true, record: record)
          if plain.trouble == nil {
            #expect(alike == plain, "\(blockSize): \(String(decoding: document, as: UTF8.self))")
          } else {
            #expect(alike.trouble != nil, "\(String(decoding: document, as: UTF8.self))")
          }
        }
      }
    }
  }

  @Test func `bytes changed anywhere are read or refused as libxml2 alone does`() {
    var writer = Writer(random: SeededGenerator(11), oddity: 600)
    var refused = 0
    let count = 1200
    for _ in 0..<count {
      var document = writer.document()
      let place = Int.random(in: 0..<document.count, using: &writer.random)
      let byte = [
        Array("<>/&;'\"= row!?-[]".utf8).randomElement(using: &writer.random)!,
        UInt8.random(in: 0...255, using: &writer.random), 0xEF, 0xBF,
      ].randomElement(using: &writer.random)!
      switch Int.random(in: 0..<3, using: &writer.random) {
      case 0: document.remove(at: place)
      case 1: document[place] = byte
      default: document.insert(byte, at: place)
      }
      let file = TemporaryFile(document)
      let plain = read(file, Self.columns, blockSize: 256, seesLikeness: false)
      let alike = read(file, Self.columns, blockSize: 256, seesLikeness: true)
      #expect(alike == plain, "\(String(decoding: document, as: UTF8.self))")
      if plain.trouble != nil { refused += 1 }
    }
    #expect((count / 8...count * 7 / 8).contains(refused))
  }

  private func shape(_ record: String, _ columns: [String]) -> XMLShape? {
    let bytes = Array(record.utf8)
    return XMLShape(of: bytes.span, WantedNames(columns), columns: columns.count)
  }

  @Test func `a shape ends before the first record that differs`() throws {
    let one = "<r><a>1</a>\n<b>2</b></r>"
    let shape = try #require(self.shape(one, ["b", "c"]))
    for (more, isTaken) in [
      ("<r><a></a>\n<b>2]]é</b></r>", true), ("<r><a/>\n<b/></r>", true),
      ("<r><a>1</a> <b>2</b></r>", false), ("<r><a>1</a>\n<b>&lt;</b></r>", false),
      ("<r><a>1</a>\n<b>]]></b></r>", false), ("<r><a>1</a>\n<b>\u{1}</b></r>", false),
      ("<r><a>1</a>\n<b>\u{FFFF}</b></r>", false), ("<r><a>1</a>\n<c>2</c></r>", false),
      ("<r x=''><a>1</a>\n<b>2</b></r>", false), ("<r><a>1</a>\n<b>2</b></r", false),
    ] {
      let bytes = Array("\(one) \n\(one)\(more)".utf8)
      var batch = TextBatch(columnCount: 2)
      let window = ByteWindow(bytes)
      batch.begin(window)
      let end = shape.scan(window, from: 0, into: &batch)
      #expect(batch.rowCount == (isTaken ? 3 : 2), "\(more)")
      #expect(end == bytes.count - (isTaken ? 0 : more.utf8.count), "\(more)")
      let cells = [0, 1].map { String(copying: batch.text($0, 1)) }
      #expect(cells == ["2", ""])
    }
  }

  @Test func `what is not tags and text has no shape`() {
    let columns = ["a", "b", "c.d"]
    for record in [
      "<r>1</r>", "<r/>", "<r><a x='1'>1</a></r>", "<r><a>1</a><a>2</a></r>",
      "<r><b><d>1</d></b></r>", "<r>x<a>1</a></r>", "<r><!-- --><a>1</a></r>",
      "<r><n:a>1</n:a></r>", "<r><r>1</r></r>", "<r><a><![CDATA[1]]></a></r>", "<r><a>1</b></r>",
    ] {
      #expect(shape(record, columns) == nil, "\(record)")
    }
    for record in ["<r><a>1</a></r>", "<r> <c>\n<d>1</d> </c>\t<b>&amp;</b></r>"] {
      #expect(shape(record, columns) != nil, "\(record)")
    }
  }
}
