import Columnar
import Foundation
import TestSupport
import Testing

@testable import Extract

@Suite struct XMLReaderTests {
  static let document = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- made at night -->
    <unload date="2026-11-02">
    <incident id="1" action="x&amp;y"><number>INC1</number><who display="Ann &lt;A&gt;">9ee1</who><deep><a>1</a><b/></deep></incident>
    <incident id="2"><number><![CDATA[a<b]]> &amp; c</number><tag>x</tag><tag>y</tag><deep><a>2</a><other>3</other></deep></incident>
    </unload>
    """
  static let columns = ["@id", "number", "who", "who@display", "deep.a", "tag", "@action"]
  static let rows = [
    ["1", "INC1", "9ee1", "Ann <A>", "1", "", "x&y"], ["2", "a<b & c", "", "", "2", "x|y", ""],
  ]

  @Test func `elements, attributes, nesting, CDATA and repeats are read at every block size`()
    throws
  {
    for blockSize in [4, 28, 256, 1 << 20] {
      let read = try readAll(
        Array(Self.document.utf8), "xml", Self.columns, blockSize: blockSize, records: "incident")
      #expect(read.rows == Self.rows, "block \(blockSize)")
      #expect(
        read.records.map { $0.hasPrefix("<incident") && $0.hasSuffix("</incident>") } == [
          true, true,
        ],
        "block \(blockSize)")
    }
  }

  @Test func `without a record name each child of the root is one`() throws {
    #expect(try readAll(Array(Self.document.utf8), "xml", Self.columns).rows == Self.rows)
  }

  @Test func `an unknown record element is reported with what the file has`() {
    #expect(
      message { try readAll(Array("<a><incident/></a>".utf8), "xml", ["x"], records: "incidnet") }
        == "file:1:1: error: no element 'incidnet'; the file has 'incident', 'a'; did you mean 'incident'?"
    )
  }

  @Test func `text that is not well formed is an error with its place`() throws {
    let found = try #require(
      message { try readAll(Array("<r>\n<i><a>1</b></i></r>".utf8), "xml", ["a"], records: "i") })
    #expect(found.hasPrefix("file:2:"))
    #expect(found.contains("mismatch"))
  }

  @Test func `a file cut anywhere is an error or whole`() throws {
    let bytes = Array("<r><i><a>1</a></i><i><a>2</a></i></r>".utf8)
    for end in 1..<bytes.count {
      #expect(
        message { try readAll(Array(bytes[..<end]), "xml", ["a"], records: "i") }
          == "file:1:\(end + 1): error: the file ends in the middle of the XML document")
    }
    #expect(try readAll(bytes, "xml", ["a"], records: "i").rows == [["1"], ["2"]])
  }

  @Test func `a byte that is no text is told with its place`() {
    for blockSize in [8, 64, 1 << 20] {
      for encoding in ["UTF-8", "shift_jis"] {
        let text =
          Array("<?xml version='1.0' encoding='\(encoding)'?>\n<r><i>1</i>\n<i>a".utf8)
          + [0xFF] + Array("b</i></r>".utf8)
        let name = encoding == "UTF-8" ? "utf-8" : "shift-jis"
        #expect(
          message { try readAll(text, "xml", ["x"], blockSize: blockSize, records: "i") }
            == "file:3:5: error: the byte 0xFF is not text in \(name); expected another 'encoding', or "
            + "the file without it")
      }
    }
  }

  @Test func `a record within another of its name is rejected, a field of that name is none`()
    throws
  {
    let text = """
      <r><t><id>1</id><t>field</t><more><t a="b"><id>2</id><t><id>3</id></t></t></more></t>
      <t><id>4</id></t></r>
      """
    for blockSize in [8, 64, 1 << 20] {
      let read = try readAll(
        Array(text.utf8), "xml", ["id"], blockSize: blockSize, records: "t")
      #expect(read.rows == [["1"], ["4"]])
      #expect(
        read.broken
          == Array(
            repeating: "the record 't' is within another 't', and only the outer one is read",
            count: 2))
      let wanted = try readAll(
        Array(text.utf8), "xml", ["id", "more.t.id"], blockSize: blockSize, records: "t")
      #expect(wanted.rows == [["1", "2"], ["4", ""]])
      #expect(wanted.broken.count == 1)
    }
  }

  @Test func `a document that declares entities is refused`() {
    let laughs = """
      <?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
      <l><i>&b;</i></l>
      """
    let found = message { try readAll(Array(laughs.utf8), "xml", ["i"]) }
    #expect(found?.contains("declares entities") == true)
    let outside = "<!DOCTYPE l [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><l><i>&x;</i></l>"
    #expect(
      message { try readAll(Array(outside.utf8), "xml", ["i"]) }?.contains("declares entities")
        == true)
  }

  @Test func `nesting without bound is an error`() {
    let deep = String(repeating: "<a>", count: 5000)
    #expect(
      message { try readAll(Array(deep.utf8), "xml", ["a"]) }?.contains("deeper than") == true)
  }

  @Test func `a record without bound is an error where it begins`() {
    let long = "<l>\n<i><a>\(String(repeating: "x", count: 18 << 20))</a></i></l>"
    #expect(
      message { try readAll(Array(long.utf8), "xml", ["a"]) }
        == "file:2:1: error: a record of more than 16 MiB begins here; is an element left open?")
  }
}
