import Columnar
import Foundation
import TestSupport
import Testing

@testable import Extract

@Suite struct DelimitedReaderTests {
  @Test func `quoted fields keep commas, newlines and doubled quotes`() throws {
    let text = "Id,Subject,Note\r\n1,\"a, b\",x\r\n2,\"two\nlines\",\"say \"\"hi\"\"\"\r\n3,,\"\"\n"
    let read = try readAll(Array(text.utf8), "csv", ["Note", "Id", "Subject"])
    #expect(read.rows == [["x", "1", "a, b"], ["say \"hi\"", "2", "two\nlines"], ["", "3", ""]])
    #expect(read.records[1] == "2,\"two\nlines\",\"say \"\"hi\"\"\"\r")
  }

  @Test func `a quote within an unquoted field is an ordinary byte`() throws {
    let read = try readAll(Array("a,b\n5\" disk,x\n\"q\",\"y\"\n".utf8), "csv", ["a", "b"])
    #expect(read.rows == [["5\" disk", "x"], ["q", "y"]])
  }

  @Test func `text behind a closing quote breaks its row, and no other`() throws {
    // The quote of the second row is not closed, so that it runs into the third.
    let text = "a,b\n1,\"one\"\n2,\"two\n3,\"three\"\n4,\"four\" \n5,\"say \"hi\"\"\n6,six"
    for blockSize in [1, 9, 1 << 20] {
      for columns in [["a", "b"], ["a"]] {
        let read = try readAll(Array(text.utf8), "csv", columns, blockSize: blockSize)
        #expect(read.rows.map { $0[0] } == ["1", "4", "6"])
        let reason = "text behind a closing quote; is a quote missing, or not doubled?"
        #expect(read.broken == [reason, reason])
      }
    }
  }

  @Test func `a short record is rejected whole and the others stay`() throws {
    let read = try readAll(Array("a,b\n1,2\n3\n\n4,5,6\n7,8".utf8), "csv", ["b"])
    #expect(read.rows == [["2"], ["8"]])
    #expect(
      read.broken == [
        "expected 2 fields, as in the header; found 1",
        "expected 2 fields, as in the header; found 3",
      ])
  }

  @Test func `a missing column is reported with the header`() {
    #expect(
      message { try readAll(Array("Id,Status\n1,x\n".utf8), "csv", ["Statsu"]) }
        == "file:1:1: error: no column 'Statsu'; the header has 'Id', 'Status'")
  }

  @Test func `an open quote is reported where its record begins`() {
    #expect(
      message { try readAll(Array("a,b\n1,2\n3,\"4\n5,6\n".utf8), "csv", ["a"]) }
        == "file:3:1: error: a quoted field of the record that begins here is not closed before the file ends"
    )
  }

  @Test func `an empty file lacks its header`() {
    #expect(
      message { try readAll([], "csv", ["a"]) }
        == "file: error: the file is empty; expected a header")
  }

  @Test func `a byte order mark is no part of the header`() throws {
    let read = try readAll(
      [0xEF, 0xBB, 0xBF] + Array("a;b\n1;2\n".utf8), "csv", ["a"], delimiter: ";")
    #expect(read.rows == [["1"]])
  }

  /// A slow reader, byte by byte, after the rules of Python's `csv`.
  static func slowly(_ text: [UInt8]) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field: [UInt8] = []
    var isInside = false
    var isAtStart = true
    var isOpen = false
    func flush() {
      row.append(String(decoding: field, as: UTF8.self))
      field = []
      isAtStart = true
    }
    var i = 0
    while i < text.count {
      let byte = text[i]
      isOpen = true
      if isInside {
        if byte == 0x22 {
          if i + 1 < text.count && text[i + 1] == 0x22 {
            field.append(byte)
            i += 1
          } else {
            isInside = false
          }
        } else {
          field.append(byte)
        }
      } else if byte == 0x22 && isAtStart {
        isInside = true
        isAtStart = false
      } else if byte == 0x2C {
        flush()
      } else if byte == 0x0A {
        flush()
        rows.append(row)
        row = []
        isOpen = false
      } else {
        field.append(byte)
        isAtStart = false
      }
      i += 1
    }
    if isOpen {
      flush()
      rows.append(row)
    }
    return rows
  }

  @Test(arguments: 0..<60)
  func `random text reads as by the slow reader, at every block size`(seed: Int) throws {
    var random = SeededGenerator(seed)
    var text = Array("a,b,c\n".utf8)
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      for column in 0..<3 {
        if column > 0 { text.append(0x2C) }
        let length = Int.random(in: 0...30, using: &random)
        let isQuoted = Bool.random(using: &random)
        if isQuoted { text.append(0x22) }
        for _ in 0..<length {
          let byte = Array("xyz ,\n\"".utf8).randomElement(using: &random)!
          if isQuoted {
            text.append(byte)
            if byte == 0x22 { text.append(byte) }
          } else if byte != 0x2C && byte != 0x0A && byte != 0x22 {
            text.append(byte)
          }
        }
        if isQuoted { text.append(0x22) }
      }
      text.append(0x0A)
    }
    let isEmpty = { (row: [String]) in row == ["", "", ""] }
    let expected = Self.slowly(text).dropFirst().filter { !isEmpty($0) }
    for blockSize in [1, 7, 63, 64, 65, 200, 1 << 20] {
      let read = try readAll(text, "csv", ["a", "b", "c"], blockSize: blockSize)
      #expect(read.rows.filter { !isEmpty($0) } == expected, "seed \(seed), block \(blockSize)")
      #expect(read.broken == [])
    }
  }

  @Test func `cutting a file anywhere gives its rows or a located error`() throws {
    let text = Array("a,b\n1,\"x,\ny\"\n2,\"z\"\"\"\n".utf8)
    let whole = try readAll(text, "csv", ["a", "b"]).rows
    for end in 4..<text.count {
      do {
        let read = try readAll(Array(text[..<end]), "csv", ["a", "b"])
        for (row, expected) in zip(read.rows, whole) {
          #expect(expected[0].hasPrefix(row[0]) && expected[1].hasPrefix(row[1]))
        }
      } catch let error as Diagnostic {
        #expect(error.location?.line != nil)
      }
    }
  }

  @Test func `delimiters at the end of a few rows shift them, and of nearly all rows pad them`()
    throws
  {
    let header = "id,created,team,region,note\n"
    let whole = { (id: Int) in "\(id),2026-10-0\(id % 9 + 1),A,EMEA,x" }
    let columns = ["id", "region", "note"]
    let shifted = "30,2026-10-03,,C,APAC,"
    let plain = (1...9).map { whole($0) + "\n" }.joined()
    for blockSize in [1, 50, 1 << 20] {
      let few = try readAll(
        Array((header + plain + shifted + "\n").utf8), "csv", columns, blockSize: blockSize)
      #expect(few.rows.map { $0[1] } == Array(repeating: "EMEA", count: 9))
      #expect(few.broken == ["expected 5 fields, as in the header; found 6"])

      // Two delimiters behind each row: a row of one more, or of one less, is not as the others.
      let padded = (1...40).map { whole($0) + ",,\n" }.joined()
      let most = try readAll(
        Array((header + padded + whole(41) + "\n" + shifted + ",,\n42,A,EMEA,x,,\n").utf8), "csv",
        columns, blockSize: blockSize)
      #expect(most.rows.map { $0[1] } == Array(repeating: "EMEA", count: 41))
      #expect(
        most.broken == [8, 6].map { "expected 7 fields, as in most rows; found \($0)" })
    }
    // A row that lacks a field is as long as the header, with the delimiter behind it.
    let rows = (1...20).map { "\($0),2026-10-01,x,\n" }.joined()
    let one = try readAll(
      Array(("id,created,note\n" + rows + "21,x,\n22,2026-10-01,y\n").utf8), "csv", ["note"])
    #expect(one.rows.map { $0[0] } == Array(repeating: "x", count: 20) + ["y"])
    #expect(one.broken == ["expected 4 fields, as in most rows; found 3"])
    // A header that has them has a column more.
    let named = try readAll(Array("id,created,\n1,2026-10-01,\n2,2026-10-01\n".utf8), "csv", ["id"])
    #expect(named.rows == [["1"]])
    #expect(named.broken == ["expected 3 fields, as in the header; found 2"])
  }

  @Test func `a last row that lacks fields and a line end was cut`() throws {
    let text = "id,created,team\n1,2026-10-01,A\n2,2026-10-02,B\n"
    for (last, expected) in [
      (
        "3,2026-10",
        "file:4:1: error: the file ends in the middle of this record, without a line end; if it is below the records, its source needs 'footer'"
      ),
      ("3,2026-10-03,", nil), ("3,2026-10\n", nil), ("3,2026-10-03,C", nil), ("3,2026,C,D", nil),
      ("Total 2", nil),
    ] {
      let file = TemporaryFile(Array((text + last).utf8))
      var request = ReadRequest(path: file.path, format: FileFormat.named("csv")!, columns: ["id"])
      request.dialect.footer = [Array("Total".utf8)]
      for (blockSize, isOpen) in [(1, false), (1 << 20, false), (1 << 20, true)] {
        request.blockSize = blockSize
        request.dialect.openEnd = isOpen
        let found = message {
          let reader = try request.open()
          while try reader.nextPiece() != nil {}
          _ = try reader.doubts()
          return ReadResult()
        }
        #expect(found == expected, "\(last)")
      }
    }
  }

  @Test(arguments: [("a\n1\n", nil), ("a\n1\r", nil), ("a\n", nil), ("a\n1\n22", 3), ("a", 1)])
  func `a last line without an end is told, at its last byte`(text: String, line: Int?) throws {
    let file = TemporaryFile(Array(text.utf8))
    var request = ReadRequest(path: file.path, format: FileFormat.named("csv")!, columns: ["a"])
    for blockSize in [1, 1 << 20] {
      request.blockSize = blockSize
      let reader = try request.open()
      while try reader.nextPiece() != nil {}
      let doubts = try reader.doubts()
      #expect(doubts.map(\.location?.line) == line.map { [$0] } ?? [])
      #expect(doubts.allSatisfy { $0.severity == .warning })
      #expect(
        doubts.allSatisfy {
          $0.message.text
            == "the file has no final newline and may be truncated; if the export "
            + "never ends its last line, say 'open_end: true'"
        })
    }
    request.dialect.openEnd = true
    let reader = try request.open()
    while try reader.nextPiece() != nil {}
    #expect(try reader.doubts().isEmpty)
  }
}
