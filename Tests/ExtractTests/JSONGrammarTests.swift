import Columnar
import Foundation
import TestSupport
import Testing

@testable import Extract

/// What is JSON and what is not, by the grammar of RFC 8259.
@Suite struct JSONGrammarTests {
  /// Values that the grammar allows, and the text that each comes to.
  static let accepted: [(String, String)] = [
    // Numbers keep their text.
    ("0", "0"), ("-0", "-0"), ("1", "1"), ("-1", "-1"), ("10", "10"), ("123456789", "123456789"),
    ("0.5", "0.5"), ("-0.0", "-0.0"), ("1.000", "1.000"), ("1e5", "1e5"), ("1E5", "1E5"),
    ("1e+5", "1e+5"), ("1e-5", "1e-5"), ("0e0", "0e0"), ("0E-0", "0E-0"), ("1.5e300", "1.5e300"),
    ("1e400", "1e400"), ("-1e400", "-1e400"), ("1e-400", "1e-400"),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
    ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
    ("9007199254740993", "9007199254740993"), ("18446744073709551616", "18446744073709551616"),
    // Literals.
    ("true", "true"), ("false", "false"), ("null", ""),
    // White space: the four kinds, before and behind.
    (" 1", "1"), ("1 ", "1"), ("\t1\t", "1"), ("\r1\r", "1"), (" \t\r \"x\" \r\t ", "x"),
    // Strings.
    (#""""#, ""), (#"" ""#, " "), (#""a""#, "a"), (#""\"""#, "\""), (#""\\""#, "\\"),
    (#""\/""#, "/"), (#""\b\f\n\r\t""#, "\u{8}\u{c}\n\r\t"), (#""\u0041""#, "A"),
    (#""\u00e9\u00E9""#, "éé"), (#""\u20ac""#, "€"), (#""\ud83d\ude00""#, "😀"),
    (#""\uD834\uDD1E""#, "𝄞"), (#""\u0000""#, "\0"), (#""\u001f""#, "\u{1f}"),
    (#""\\u0041""#, #"\u0041"#), (#""\\\"""#, #"\""#), (#""\\\\""#, #"\\"#),
    (#""\uffff""#, "\u{ffff}"), (#""\u2028""#, "\u{2028}"),
    ("\"\u{2028}\u{2029}\"", "\u{2028}\u{2029}"),
    ("\"\u{7f}\"", "\u{7f}"), ("\"é€😀\"", "é€😀"), ("\"\u{feff}\"", "\u{feff}"),
    (#""{[]},:""#, "{[]},:"), (#""//""#, "//"), (#""null""#, "null"),
    // Arrays of plain values are lists; every other nested value is its text.
    ("[]", ""), ("[ ]", ""), ("[1]", "1"), ("[1,2]", "1|2"), ("[ 1 , 2 ]", "1|2"),
    (#"["a","b"]"#, "a|b"), (#"["a",1,true]"#, "a|1|true"), ("[[]]", "[[]]"),
    ("[[1],[2,[3]]]", "[[1],[2,[3]]]"), ("{}", "{}"), ("{ }", "{ }"), (#"{"b":1}"#, #"{"b":1}"#),
    (#"{"b":{"c":[]}}"#, #"{"b":{"c":[]}}"#), (#"{"":0}"#, #"{"":0}"#),
    (#"{"b":1,"b":2}"#, #"{"b":1,"b":2}"#), (#"{"\u0062":1}"#, #"{"\u0062":1}"#),
    (#"[{"b":null},{}]"#, #"[{"b":null},{}]"#),
  ]

  /// Values that the grammar forbids.
  static let rejected: [String] = [
    // Nothing, or more than one.
    "", " ", "1 2", "1,", ",1", "true false", "\"a\" \"b\"", "[] []", "{} {}", "null null", "1}",
    // Numbers.
    "+1", "01", "-01", "00", "-", "--1", "+", ".5", "-.5", "1.", "-1.", "1.e1", "1e", "1e+", "1E-",
    "1e1.5", "1e+-1", "0e", "1.2.3", "1_000", "1,000.5", "0x1F", "1a", "1 000", "-a", "- 1", "1e 5",
    "Infinity", "-Infinity", "NaN", "-NaN", "inf", "nan", "1d", "1L", "0b1", "0o7", "１", "٣", "1+2",
    "1-", "2.e3", "9.e+", "0.1.2", "012", "0.e1", "1eE2", "-foo", "1.0e+", "1\0",
    // Literals.
    "True", "TRUE", "tru", "truee", "fals", "falsey", "FALSE", "nul", "nulll", "NULL", "None",
    "nil",
    "undefined", "t", "f", "n", "true1", "null\"\"", "true,", "yes",
    // Strings.
    "\"", "\"a", "a\"", "a", "'a'", "\"a\"\"", "\"a\"b", "\"\\\"", "\"\\", #""\x41""#, #""\a""#,
    #""\v""#,
    #""\'""#, #""\0""#, #""\ ""#, #""\u""#, #""\u1""#, #""\u12""#, #""\u123""#, #""\u123g""#,
    #""\uG000""#,
    #""\U0041""#, #""\u 041""#, #""\u+041""#, #""\u-041""#, #""\u{41}""#, "\"\\é\"", "\"\t\"",
    "\"\0\"",
    "\"\u{1}\"", "\"\u{1f}\"", "\"\u{8}\"", "\"\r\"", "“a”", "`a`", "\\u0031", "\"\\u00\"A\"",
    // Lone surrogates: allowed by the grammar, but they are no text.
    #""\ud800""#, #""\udc00""#, #""\ud800a""#, #""\ud800\n""#, #""\ud800\ud800""#,
    #""\udc00\ud800""#,
    #""\ud83d\u0041""#, #""\ud83d ""#, #""x\udfff""#,
    // Arrays.
    "[", "]", "[1", "1]", "[1,", "[1,]", "[,]", "[,1]", "[1,,2]", "[1 2]", "[1;2]", "[1:2]",
    "[\"a\" \"b\"]",
    "[\"a\",]", "[tru]", "[01]", "[+1]", "[1.]", "[NaN]", "['a']", "[a]", "[\"\\x\"]", "[\"\t\"]",
    "[\"\\ud800\"]",
    "[1}", "[[1]", "[1]]", "[[1],", "[,[1]]", "[...]", "(1)", "[-]", "[1e]", "[nul]", "[\u{b}]",
    "[\u{c}]",
    "[\u{a0}1]", "[\u{feff}1]", "[//\n]", "[/**/]", "[1]//", "[1]#", "[*]", "[0e]", "[\"\\u00A\"]",
    // Objects.
    "{", "}", "{]", "{\"b\"}", "{\"b\":}", "{\"b\":1", "{\"b\" 1}", "{\"b\"::1}", "{\"b\":1,}",
    "{,\"b\":1}",
    "{\"b\":1,,\"c\":2}", "{\"b\":1 \"c\":2}", "{b:1}", "{'b':1}", "{1:1}", "{null:1}", "{[]:1}",
    "{:1}",
    "{\"b\",1}", "{\"b\"=1}", "{\"b\":1;\"c\":2}", "{\"b\":01}", "{\"b\":tru}", "{\"b\":\"\\x\"}",
    "{\"\\x\":1}",
    "{\"\\ud800\":1}", "{\"b\":1]", "{\"b\":[1}", "{\"b\":[}", "{{}}", "{\"b\":1}}",
    "{\"b\":/**/1}", "{\"b\":'1'}",
    "{\"b", "{\"b\"", "{\"b\":", "{\"b\":\"", "{\"b\":\"x", "{\"b\":{", "{\"b\":[", "{}}",
    "{\"b\":.5}", "{\"\t\":1}",
    // White space that is none.
    "\u{a0}1", "1\u{a0}", "\u{b}1", "\u{c}1", "\u{feff}1", "\u{2028}1", "\u{3000}1", "\u{0}1",
    "\u{85}1",
  ]

  @Test func `a value of the grammar is read as it stands`() throws {
    for (text, value) in Self.accepted {
      for (before, behind) in [("", ""), (#""z":0,"#, #","y":1"#)] {
        let line = "{\(before)\"a\":\(text)\(behind)}\n"
        let read = try readAll(Array(line.utf8), "ndjson", ["a"])
        #expect(read.broken == [], "\(text)")
        #expect(read.rows == [[value]], "\(text)")
      }
    }
  }

  @Test func `a value outside of the grammar is refused, and its neighbours are not`() throws {
    for text in Self.rejected where !text.utf8.contains(UInt8(ascii: "\n")) {
      // Wanted, passed over, and passed over within others.
      for broken in [
        "{\"a\":\(text)}", "{\"a\":0,\"b\":\(text)}", "{\"b\":{\"c\":\(text)},\"a\":0}",
        "{\"a\":0,\"b\":[{},[0,\(text)]]}",
      ] {
        let lines = "{\"a\":1}\n\(broken)\n{\"a\":2}\n"
        let read = try readAll(Array(lines.utf8), "ndjson", ["a"])
        #expect(read.rows == [["1"], ["2"]], "\(broken)")
        #expect(read.broken.count == 1, "\(broken)")
      }
    }
  }

  @Test func `members that nobody wants must be JSON, too`() throws {
    let lines = #"""
      {"id":"1","created":"2026-10-01","note":["a","b","status":"solved"],"team":"A"}
      {"id":"2","note":{"a":[1,2}],"team":"A"}
      {"id":"3","note":["a","b"],"status":"solved","team":"B"}
      """#
    let read = try readAll(Array(lines.utf8), "ndjson", ["id", "status", "team"])
    #expect(read.rows == [["3", "solved", "B"]])
    #expect(read.broken.count == 2)
  }

  @Test func `text that is no UTF-8 is refused`() throws {
    let invalid: [[UInt8]] = [
      [0x80], [0xff], [0xc3], [0xc3, 0x28], [0xc0, 0xaf], [0xc1, 0xbf], [0xe0, 0x80, 0xaf],
      [0xed, 0xa0, 0x80], [0xf0, 0x80, 0x80, 0xaf], [0xf4, 0x90, 0x80, 0x80],
      [0xf8, 0x88, 0x80, 0x80, 0x80], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0xe9],
    ]
    for bytes in invalid {
      for head in ["{\"a\":\"", "{\"b\":1,\"a\":\"x", "{\"a\":1,\"b\":\""] {
        let line = Array("\(head)".utf8) + bytes + Array("\"}\n{\"a\":2}\n".utf8)
        let read = try readAll(line, "ndjson", ["a"])
        #expect(read.rows == [["2"]], "\(bytes)")
        #expect(read.broken.count == 1, "\(bytes)")
      }
    }
  }

  /// Against Python's `json`, on values with a few bytes changed.
  @Test func `changed values are taken and refused as another reader does`() throws {
    var random = SeededGenerator(8259)
    let seeds = [
      #"{"b":[1,-2.5e+3,"x\n\u00e9",true,null],"c":{"d":""}}"#,
      #"[0.5,{"k":"\ud83d\ude00"},[],{}]"#,
      #"["tab\t","quote\"","slash\\"]"#, "-12.75E-3", #""plain text""#, "[[[1,2],3],false]",
    ]
    // No bracket is put in, so that all stands in the one value that is wanted.
    let alphabet = Array(#""\,:+-.0123456789eEtrufalsn x/"#.utf8) + [0x1f, 0x7f, 0xc3, 0xa9, 0x09]
    var text: [UInt8] = []
    let count = 20_000
    for line in 0..<count {
      var value = Array(seeds.randomElement(using: &random)!.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) where !value.isEmpty {
        let place = Int.random(in: 0..<value.count, using: &random)
        let byte = alphabet.randomElement(using: &random)!
        switch Int.random(in: 0..<3, using: &random) {
        case 0 where !"[]{}".utf8.contains(value[place]): value.remove(at: place)
        case 1 where !"[]{}".utf8.contains(value[place]): value[place] = byte
        default: value.insert(byte, at: place)
        }
      }
      text += Array("{\"n\":\(line),\"a\":".utf8) + value + Array("}\n".utf8)
    }
    let verdicts = try Oracle.run("json_verdicts", Data(text)).filter { $0 != 0x0a }
    let expected = (0..<count).filter { verdicts[$0] == UInt8(ascii: "1") }.map(String.init)
    for columns in [["n", "a"], ["n"], ["n", "a[0]", "a.c.d"]] {
      let read = try readAll(text, "ndjson", columns)
      #expect(read.rows.map { $0[0] }.difference(from: expected).isEmpty)
      #expect(read.rows.count + read.broken.count == count)
    }
    // The changes leave enough of either kind.
    #expect((2000...18_000).contains(expected.count))
  }
}
