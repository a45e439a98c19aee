import Foundation
import TestSupport
import Testing

@testable import Extract

@Suite struct DialectTests {
  static func dialect(
    _ delimiter: String, quote: String = "\"", escape: String = "", comment: String = ""
  ) -> Dialect {
    var dialect = Dialect()
    dialect.delimiter = Array(delimiter.utf8)
    dialect.quote = quote.utf8.first ?? 0
    dialect.escape = escape.utf8.first ?? 0
    dialect.comment = Array(comment.utf8)
    return dialect
  }

  static let dialects: [Dialect] = [
    dialect(","), dialect(";"), dialect("\t", quote: ""), dialect("|", quote: "'"),
    dialect(",", escape: "\\"), dialect(",", quote: "", escape: "\\"), dialect("||"),
    dialect("::", escape: "\\"), dialect(",", comment: "#"), dialect("\u{1F}"), dialect("aab"),
  ]

  static func read(
    _ text: [UInt8], _ columns: [String], blockSize: Int = 1 << 20,
    _ change: (inout Dialect) -> Void
  ) throws -> ReadResult {
    let file = TemporaryFile(text)
    var request = ReadRequest(
      path: file.path, format: FileFormat.named("csv")!, columns: columns)
    request.blockSize = blockSize
    change(&request.dialect)
    return try readAll(request)
  }

  /// Text of the bytes that matter to a dialect.
  static func randomText(_ dialect: Dialect, _ random: inout SeededGenerator) -> [UInt8] {
    var words = [dialect.delimiter, [UInt8(ascii: "x")], [UInt8(ascii: "y")], Array("é".utf8)]
    words += [dialect.delimiter, [0x0A], [0x0D], [0x0D, 0x0A]]
    if dialect.quote != 0 { words += [[dialect.quote], dialect.delimiter + [dialect.quote]] }
    if dialect.escape != 0 { words.append([dialect.escape]) }
    if !dialect.comment.isEmpty { words.append([0x0A] + dialect.comment) }
    if dialect.delimiter.count > 1 { words.append(Array(dialect.delimiter.dropLast())) }
    return (0..<Int.random(in: 1...150, using: &random)).flatMap { _ in
      words.randomElement(using: &random)!
    }
  }

  /// The rows that are records, by the plain rule: those as long as the header; or where nine in ten
  /// have a number of delimiters more, those that have as many, and those that end without.
  static func records(_ rows: [[String]], width: Int, _ dialect: Dialect) -> [[String]] {
    let several = rows.filter { $0.count > 1 }
    let padding = (1..<150).first { padding in
      let padded = several.filter {
        $0.count == width + padding && $0.dropFirst(width).allSatisfy(\.isEmpty)
      }
      return !padded.isEmpty && padded.count * 10 >= several.count * 9
    }
    guard dialect.delimiter.count == 1, let padding else {
      return rows.filter { $0.count == width }
    }
    return rows.filter { row in
      row.count == width && row.last != ""
        || row.count == width + padding && row.dropFirst(width).allSatisfy(\.isEmpty)
    }
    .map { Array($0.prefix(width)) }
  }

  @Test(arguments: 0..<110)
  func `random text reads as by the slow reader, cut at every byte`(seed: Int) throws {
    var random = SeededGenerator(seed)
    let dialect = Self.dialects[seed % Self.dialects.count]
    let separator = String(decoding: dialect.delimiter, as: UTF8.self)
    let text = Array("p\(separator)q\(separator)r\n".utf8) + Self.randomText(dialect, &random)
    // The slow reader does not tell a row of delimiters, which is none, from one of empty quotes.
    let rows = SlowReader.rows(text, dialect).dropFirst().filter { !$0.allSatisfy(\.isEmpty) }
    let whole = Self.records(Array(rows), width: 3, dialect)
    for blockSize in [1, 2, 3, 5, 63, 64, 65, 1 << 20] {
      do {
        let read = try Self.read(text, ["p", "q", "r"], blockSize: blockSize) { $0 = dialect }
        #expect(read.rows.filter { $0 != ["", "", ""] } == whole, "block \(blockSize)")
        #expect(read.broken.count >= rows.count - whole.count, "block \(blockSize)")
      } catch let error {
        #expect("\(error)".contains("is not closed before the file ends"))
      }
    }
  }

  @Test func `random text reads as by Python's csv`() throws {
    struct Case: Encodable {
      var text, delimiter, quote, escape: String
    }
    var random = SeededGenerator(7)
    var cases: [(Dialect, [UInt8])] = []
    for index in 0..<2000 {
      let dialect = Self.dialects[index % 6]
      let separator = String(decoding: dialect.delimiter, as: UTF8.self)
      let text = "p\(separator)q\n".utf8 + Self.randomText(dialect, &random)
      // Behind a closing quote, and at the end, an escape is an ordinary byte for Python.
      if dialect.escape != 0, text.last == dialect.escape { continue }
      if String(decoding: text, as: UTF8.self).contains("\"\\") { continue }
      // Text behind a closing quote is part of its field for Python, and breaks the row for us.
      if SlowReader.rows(Array(text), dialect).contains(SlowReader.loose) { continue }
      cases.append((dialect, Array(text)))
    }
    let input = try JSONEncoder().encode(
      cases.map { dialect, text in
        let character = { (byte: UInt8) in byte == 0 ? "" : String(UnicodeScalar(byte)) }
        return Case(
          text: String(decoding: text, as: UTF8.self),
          delimiter: String(decoding: dialect.delimiter, as: UTF8.self),
          quote: character(dialect.quote), escape: character(dialect.escape))
      })
    let expected = try JSONDecoder().decode([[[String]]].self, from: Oracle.run("csv_rows", input))
    #expect(expected.count == cases.count)
    var compared = 0
    for ((dialect, text), rows) in zip(cases, expected) {
      guard let read = try? Self.read(text, ["p", "q"], { $0 = dialect }) else { continue }
      compared += 1
      #expect(
        read.rows.filter { $0 != ["", ""] }
          == Self.records(rows.dropFirst().filter { !$0.allSatisfy(\.isEmpty) }, width: 2, dialect),
        "\(String(decoding: text, as: UTF8.self).debugDescription)")
    }
    #expect(compared > 300)
  }

  @Test func `a row of delimiters alone is no record, one of empty quotes is`() throws {
    let text = Array("a;b;c\n;;\r\n1;2;3\n;;;;\n;\n\n;\"\";\n; ;\n;;\r;;".utf8)
    let read = try Self.read(text, ["a", "b", "c"]) { $0.delimiter = [UInt8(ascii: ";")] }
    #expect(read.rows == [["1", "2", "3"], ["", "", ""], ["", " ", ""]])
    #expect(read.broken == [])
  }

  @Test func `a footer has few values, a record may begin alike`() throws {
    let text = "a,b,c,d\nTotal Wine,1,2,3\nTotal,,,3\nTotals: 3\nTotal,1,,3\nTotal,1,,\n"
    let read = try Self.read(Array(text.utf8), ["a", "b"]) { $0.footer = [Array("Total".utf8)] }
    #expect(read.rows == [["Total Wine", "1"], ["Total", "1"]])
    #expect(read.broken == [])
  }

  @Test func `delimiters at the end of all rows are no fields`() throws {
    let all = try Self.read(Array("a,b\n1,2,\n3,4,\r\n7,\"8\",\"\"\n".utf8), ["b", "a"]) { _ in }
    #expect(all.rows == [["2", "1"], ["4", "3"], ["8", "7"]])
    #expect(all.broken == [])
    let text = "a,b\n1,2,\n3,4,,\r\n5,6,x\n7,\"8\",\"\"\n"
    let some = try Self.read(Array(text.utf8), ["b", "a"]) { _ in }
    #expect(some.rows == [])
    #expect(some.broken == [3, 4, 3, 3].map { "expected 2 fields, as in the header; found \($0)" })
    let rest = try Self.read(Array(text.utf8), ["b"]) { $0.ragged = .rest }
    #expect(rest.rows == [["2,"], ["4,,"], ["6,x"], ["8,\"\""]])
  }

  @Test func `rows end with LF, CRLF and CR in any mixture`() throws {
    let text = Array("a,b\r1,2\n3,4\r\n5,\"6\r7\"\r8,9".utf8)
    let read = try Self.read(text, ["b", "a"]) { _ in }
    #expect(read.rows == [["2", "1"], ["4", "3"], ["6\r7", "5"], ["9", "8"]])
  }

  @Test func `ragged rows are rejected, padded, or their last field takes the rest`() throws {
    let text = Array("a,b,c\n1\n1,2,3\n1,2,3,4\n".utf8)
    #expect(try Self.read(text, ["a", "c"]) { _ in }.rows == [["1", "3"]])
    let padded = try Self.read(text, ["a", "c"]) { $0.ragged = .pad }
    #expect(padded.rows == [["1", ""], ["1", "3"]])
    #expect(padded.broken == ["expected 3 fields, as in the header; found 4"])
    let rest = try Self.read(text, ["a", "c"]) { $0.ragged = .rest }
    #expect(rest.rows == [["1", "3"], ["1", "3,4"]])
    #expect(rest.broken == ["expected 3 fields, as in the header; found 1"])
  }

  @Test func `preamble, several header rows, comments and footers are no records`() throws {
    let text = Array(
      """
      Report of October
      "made by, hand"

      Id,"How was it?",,Notes
      ,Score,Why,Open-Ended Response
      # a comment, with "a quote
      1,5,fast,x
      Total: 1 row
      Copyright, all rights reserved

      """.utf8)
    let read = try Self.read(text, ["How was it? / Why", "Id"]) {
      $0.preamble = 3
      $0.headerRows = 2
      $0.headerNames = .joined
      $0.comment = Array("#".utf8)
      $0.footer = [Array("Total".utf8), Array("Copyright".utf8)]
    }
    #expect(read.rows == [["fast", "1"]])
    #expect(read.broken == [])
  }

  @Test func `without a header columns are named by their place`() throws {
    let read = try Self.read(Array("7,8\n9,10\n".utf8), ["2", "1"]) { $0.headerRows = 0 }
    #expect(read.rows == [["8", "7"], ["10", "9"]])
  }

  @Test func `a repeated header is a list`() throws {
    let text = Array("Comment,Id,Comment,Comment\nx,1,,\"y \"\"z\"\"\"\n,2,,\n".utf8)
    let read = try Self.read(text, ["Comment", "Id"]) { _ in }
    #expect(read.rows == [["x|y \"z\"", "1"], ["", "2"]])
  }

  @Test func `a column is found by an alias and in other letter case`() throws {
    let file = TemporaryFile(Array("Creada,STATUS , Id\nd,s,1\n".utf8))
    var request = ReadRequest(
      path: file.path, format: FileFormat.named("csv")!, columns: ["Created", "Status", "id"])
    request.aliases = ["Created": ["Creada", "Erstellt"]]
    #expect(try readAll(request).rows == [["d", "s", "1"]])
  }
}
