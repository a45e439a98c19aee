import Columnar
import Foundation
import TestSupport
import Testing

@testable import Extract

@Suite struct JSONReaderTests {
  @Test func `lines give nested values, numbers as written, and nothing for null`() throws {
    let text = """
      {"id":7,"via":{"channel":"email"},"score":1.50,"ok":true,"none":null,"tags":["a","b"]}

      {"via":{"x":1,"channel":"chat"},"id":"8","late":{"deep":[1,{"a":2}]}}
      """
    let read = try readAll(
      Array(text.utf8), "ndjson", ["id", "via.channel", "score", "ok", "none", "tags", "late"])
    #expect(
      read.rows == [
        ["7", "email", "1.50", "true", "", "a|b", ""],
        ["8", "chat", "", "", "", "", "{\"deep\":[1,{\"a\":2}]}"],
      ])
  }

  @Test func `escapes are undone and lone surrogates refused`() throws {
    let text = #"{"a":"x\n\"y\" é 😀"}"# + "\n" + #"{"a":"\ud83d"}"# + "\n"
    let read = try readAll(Array(text.utf8), "ndjson", ["a"])
    #expect(read.rows == [["x\n\"y\" é 😀"]])
    #expect(read.broken.count == 1)
  }

  @Test func `a key with a dot is taken as it stands, and the last of two keys counts`() throws {
    let text = #"{"via.channel":"web","n":1,"n":2}"#
    let read = try readAll(Array(text.utf8), "ndjson", ["via.channel", "n"])
    #expect(read.rows == [["web", "2"]])
  }

  @Test func `a key may be written with escapes, by member too`() throws {
    let text = #"""
      {"descripci\u00f3n":1,"a\"b":2,"f":[{"\u0069d":7,"value":3}]}
      {"descripción":4,"a\u0022b":5,"f":[{"id":7,"\u0076alue":6}]}
      """#
    let read = try readAll(
      Array(text.utf8), "ndjson", ["descripción", "a\"b", "f[id=7].value"])
    #expect(read.rows == [["1", "2", "3"], ["4", "5", "6"]])
  }

  @Test func `a wanted key may be longer than what is left of the file`() throws {
    let long = String(repeating: "k", count: 5000)
    let read = try readAll(
      Array("{\"\(long)\":1}\n{\"k\":2}\n{\"\(long)\":3}\n{\"\":4}".utf8), "ndjson", [long, "k"])
    #expect(read.rows == [["1", ""], ["", "2"], ["3", ""], ["", ""]])
  }

  @Test func `a broken line harms no other`() throws {
    let text = "{\"a\":1}\n{\"a\":\n[1]\n{\"a\":12x}\n{\"a\":1} z\n{\"a\":3}"
    let read = try readAll(Array(text.utf8), "ndjson", ["a"])
    #expect(read.rows == [["1"], ["3"]])
    #expect(read.broken.count == 4)
    #expect(read.broken[1] == "malformed JSON: expected an object")
  }

  @Test func `records are found under a path, whatever stands around them`() throws {
    let text =
      #" {"meta":{"n":[1,"]}"]},"data":{"x":"\"[","tickets":[{"a":"]"},{"a":"2"} , {"a":3}],"y":[]},"z":1} "#
    for blockSize in [1, 5, 64, 1 << 20] {
      let read = try readAll(
        Array(text.utf8), "json", ["a"], blockSize: blockSize, records: "data.tickets")
      #expect(read.rows == [["]"], ["2"], ["3"]])
      #expect(read.records == [#"{"a":"]"}"#, #"{"a":"2"}"#, #"{"a":3}"#])
    }
  }

  @Test func `elements of arrays are chosen by place, by a member, or all`() throws {
    let text = #"""
      {"f":[{"value":"a","id":360},{"id":"7","value":"b\n"},{"id":8,"value":null}],"t":["x",2,null,"y"],"n":[[1,2],[3]]}
      {"f":[],"t":"no array","n":[]}
      {"f":[{"id":36,"value":1},{"x":{"id":7},"id":360,"value":{"deep":[5,6]}}],"f[id=7].value":"literal"}
      """#
    let read = try readAll(
      Array(text.utf8), "ndjson",
      [
        "f[id=360].value", "f[id=7].value", "f[1].id", "f[].id", "t[0]", "t[]", "t[9]", "n[0][1]",
        "f[id=360].value.deep[1]",
      ])
    #expect(
      read.rows == [
        ["a", "b\n", "7", "360|7|8", "x", "x|2|y", "", "2", ""],
        ["", "", "", "", "", "", "", "", ""],
        ["", "literal", "360", "36|360", "", "", "", "", "6"],
      ])
    #expect(read.broken == [])
  }

  @Test func `an object of arrays gives the records of each`() throws {
    let text = #"{"n":1,"EMEA":[{"a":1},{"a":2}],"x":{"y":[{"a":9}]},"APAC":[],"AMER":[{"a":3}]}"#
    for blockSize in [1, 2, 7, 64, 1 << 20] {
      let read = try readAll(
        Array(text.utf8), "json", ["a"], blockSize: blockSize, records: "*")
      #expect(read.rows == [["1"], ["2"], ["3"]])
      let inner = try readAll(
        Array("{\"data\":\(text)}".utf8), "json", ["a"], blockSize: blockSize, records: "data.*")
      #expect(inner.rows == read.rows)
    }
    for end in 1..<text.utf8.count {
      for blockSize in [1, end, 1 << 20] {
        #expect(throws: Diagnostic.self) {
          try readAll(
            Array(text.utf8.prefix(end)), "json", ["a"], blockSize: blockSize, records: "*")
        }
      }
    }
  }

  @Test func `an array and a sequence at the top level are both read`() throws {
    for text in [#"[{"a":1},{"a":2}]"#, "{\"a\":1}\n{\"a\":2}", "{\"a\":1}{\"a\":2}"] {
      #expect(try readAll(Array(text.utf8), "json", ["a"]).rows == [["1"], ["2"]])
    }
  }

  @Test(arguments: [
    (["{\"t\":[{\"a\":1},{\"a\":2}],\"n\":2}", "{\"m\":{},\"t\":[]}", "{\"t\":[{\"a\":3}]}"], "t"),
    (["{\"t\":{\"x\":[{\"a\":1}],\"y\":[{\"a\":2}]}}", "{\"t\":{\"x\":[{\"a\":3}]}}"], "t.*"),
    (["[{\"a\":1},{\"a\":2}]", "[]", "[{\"a\":3}]"], ""),
  ])
  func `documents one after the other are read, and the last is whole or an error`(
    documents: [String], records: String
  ) throws {
    for separator in ["", "\n", " \r\n"] {
      let text = Array(documents.joined(separator: separator).utf8)
      var wholes: [Int] = []
      for document in documents {
        wholes.append((wholes.last.map { $0 + separator.utf8.count } ?? 0) + document.utf8.count)
      }
      for blockSize in [1, 2, 7, 64, 1 << 20] {
        let read = { (end: Int) in
          try readAll(
            Array(text[..<end]), "json", ["a"], blockSize: blockSize, records: records)
        }
        #expect(try read(text.count).rows == [["1"], ["2"], ["3"]])
        for end in 1..<text.count {
          let isBetween = wholes.contains { $0 <= end && end <= $0 + separator.utf8.count }
          if isBetween {
            _ = try read(end)
          } else {
            #expect(throws: Diagnostic.self) { try read(end) }
          }
        }
      }
    }
  }

  @Test(arguments: [
    (
      "{\"t\":[{\"a\":1}]}\n{\"u\":[{\"a\":2}]}", "t",
      "file:2:15: error: no member 't' on the record path 't'"
    ),
    (
      "{\"t\":[{\"a\":1}]}\n{\"t\":[{\"a\":2}]", "t",
      "file:2:15: error: the file ends in the middle of the JSON document"
    ),
    (
      "{\"t\":[{\"a\":1}]},{\"t\":[]}", "t", "file:1:16: error: more text follows the JSON document"
    ),
    (
      #"{"data":1}"#, "records",
      "file:1:10: error: no member 'records' on the record path 'records'"
    ),
    (
      #"{"records":{}}"#, "records",
      "file:1:12: error: 'records' is not an array; expected the array of records"
    ),
    (
      "[{\"a\":1},\n {\"a\"", "",
      "file:1:9: error: the file ends in the middle of the JSON document"
    ),
    ("[{\"a\":1}] x", "", "file:1:11: error: more text follows the JSON document"),
    ("[{\"a\":1} {\"a\":2}]", "", "file:1:10: error: malformed JSON; expected ',' or ']'"),
    ("", "", "file: error: the file is empty; expected an array or objects"),
    ("", "t", "file: error: the file is empty; expected an array or objects"),
    (" \n", "t", "file:1:1: error: the file is empty; expected an array or objects"),
  ])
  func `a broken document is reported where it breaks`(
    text: String, records: String, expected: String?
  ) {
    #expect(message { try readAll(Array(text.utf8), "json", ["a"], records: records) } == expected)
  }

  @Test func `lines cut anywhere give whole records or a located error, at every block size`()
    throws
  {
    let lines = [#"{"a":"1","b":[{"c":"}"}]}"#, #"{"a":"é\"","b":null}"#, #"{"a":3}"#]
    let text = Array(lines.joined(separator: "\n").utf8)
    var wholes: [Int] = []
    for line in lines {
      let start = wholes.last.map { $0 + 1 } ?? 0
      wholes.append(start + line.utf8.count)
    }
    for blockSize in [1, 7, 64, 1 << 20] {
      for end in 1...text.count {
        let read = { try readAll(Array(text[..<end]), "ndjson", ["a"], blockSize: blockSize) }
        // Between two records, with or without the line end.
        if let count = wholes.firstIndex(where: { $0 == end || $0 + 1 == end }) {
          #expect(try read().rows.count == count + 1)
          #expect(try read().broken == [])
        } else {
          let line = wholes.count { $0 < end } + 1
          #expect(
            message(read) == "file:\(line):1: error: the file ends in the middle of this record")
        }
      }
    }
  }

  @Test func `a last line that is no record is rejected, if it is whole`() throws {
    for last in ["{\"a\":}", "3 records", "{\"a\":2}}"] {
      let read = try readAll(Array("{\"a\":1}\n\(last)".utf8), "ndjson", ["a"])
      #expect(read.rows == [["1"]])
      #expect(read.broken.count == 1)
    }
  }

  @Test func `lines without any byte are an error, and an empty line is none`() throws {
    #expect(
      message { try readAll([], "ndjson", ["a"]) }
        == "file: error: the file is empty; expected a record a line, or an empty line where there are none"
    )
    #expect(try readAll([0x0A], "ndjson", ["a"]) == ReadResult())
  }

  @Test func `nesting without bound is an error`() {
    let deep = String(repeating: "[", count: 10_000)
    #expect(
      message { try readAll(Array("[{\"a\":\(deep)".utf8), "json", ["a"]) }
        == "file:1:2: error: JSON nested deeper than 1000 levels begins here")
  }

  @Test(arguments: [(999, 1), (1000, 0), (10_000, 0)])
  func `a line nested without bound is rejected, though nothing of it is wanted`(
    depth: Int, rows: Int
  ) throws {
    let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let brackets = String(repeating: "[", count: 2000)
    let read = try readAll(
      Array("{\"a\":1,\"b\":\(nested)}\n{\"a\":2,\"b\":\"\(brackets)\"}\n".utf8), "ndjson", ["a"])
    #expect(read.rows == [["1"], ["2"]].suffix(rows + 1))
    #expect(
      read.broken
        == Array(
          repeating:
            "malformed JSON: the JSON document was too deep (too many nested objects and arrays)",
          count: 1 - rows))
  }

  @Test(arguments: 0..<30)
  func `random documents read as by Foundation, at every block size`(seed: Int) throws {
    var random = SeededGenerator(seed + 1000)
    var expected: [[String]] = []
    var records: [String] = []
    for _ in 0..<Int.random(in: 1...30, using: &random) {
      let text = String(
        (0..<Int.random(in: 0...20, using: &random)).map { _ in
          Array("ab\"\\{}[],: é\n").randomElement(using: &random)!
        })
      let number = Int.random(in: -1000...1000, using: &random)
      let data = try JSONSerialization.data(
        withJSONObject: ["t": text, "o": ["n": number, "s": text]],
        options: [.withoutEscapingSlashes])
      records.append(String(decoding: data, as: UTF8.self))
      expected.append([text, String(number), text])
    }
    let document = "{\"h\":\"[\",\"r\":[" + records.joined(separator: " ,\n") + "]}"
    for blockSize in [1, 17, 64, 300, 1 << 20] {
      let read = try readAll(
        Array(document.utf8), "json", ["t", "o.n", "o.s"], blockSize: blockSize, records: "r")
      #expect(read.rows == expected, "seed \(seed), block \(blockSize)")
      let lines = try readAll(
        Array(records.joined(separator: "\n").utf8), "ndjson", ["t", "o.n", "o.s"],
        blockSize: blockSize)
      #expect(lines.rows == expected, "seed \(seed), block \(blockSize)")
    }
  }
}
