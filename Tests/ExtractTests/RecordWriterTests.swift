import Foundation
import TestSupport
import Testing

@testable import Extract

@Suite struct RecordWriterTests {
  static let reasons = [
    "a.csv:3: expected 4 fields; found 5", "a,b|c::d\t;e aab", "say \"no\" or 'yes'", "C:\\new\\",
    "two\nlines", "é", "# no comment", "Total: 3", "",
  ]

  static func request(_ text: [UInt8], _ format: String, in file: inout TemporaryFile?)
    -> ReadRequest
  {
    let new = TemporaryFile(text)
    file = new
    return ReadRequest(path: new.path, format: FileFormat.named(format)!, columns: [])
  }

  @Test(arguments: DialectTests.dialects)
  func `a reason is its own field, and the row stands behind it as it stood`(
    dialect: Dialect
  ) throws {
    var dialect = dialect
    dialect.footer = [Array("Total".utf8)]
    dialect.ragged = .pad
    let rows = [["1", "x", "y"], ["2", ""], ["3"]].map {
      Array($0.map { Array($0.utf8) }.joined(separator: dialect.delimiter))
    }
    let header = Array(
      ["Id", "A", "B"].map { Array($0.utf8) }.joined(separator: dialect.delimiter))
    var file: TemporaryFile?
    var request = Self.request(header + [0x0D, 0x0A], "csv", in: &file)
    request.dialect = dialect
    let writer = try RecordWriter(like: request)
    for reason in Self.reasons {
      let text = try writer.text(of: rows.map { ($0, reason) })
      var written: TemporaryFile?
      var again = Self.request(text, "csv", in: &written)
      again.dialect = dialect
      again.columns = [RecordWriter.reasonName, "Id", "A", "B"]
      let read = try readAll(again)
      var expected = String(reason.map { $0 < " " ? " " : $0 })
      if dialect.quote == 0 && dialect.escape == 0 {
        let delimiter = String(decoding: dialect.delimiter, as: UTF8.self)
        expected = expected.replacingOccurrences(of: delimiter, with: " ")
      }
      #expect(read.broken == [])
      #expect(
        read.rows.map { Array($0[1...]) } == [["1", "x", "y"], ["2", "", ""], ["3", "", ""]])
      for row in read.rows {
        #expect(row[0].drop { $0 == " " } == expected.drop { $0 == " " })
      }
      // What is rejected again comes back without the earlier reason, under the first header.
      let second = try RecordWriter(like: again)
      #expect(second.isLike(writer))
      let records = read.records.map { Array($0.trimmingSuffix("\r").utf8) }
      #expect(records.map(second.plain) == rows)
      #expect(String(decoding: second.reason(of: records[0]), as: UTF8.self) == read.rows[0][0])
      #expect(try second.text(of: rows.map { ($0, reason) }) == text)
    }
  }

  @Test(
    arguments: [
      (#"{"id":1}"#, #"{"deskbrief_reason":"a \"b\"","id":1}"#),
      ("{}", #"{"deskbrief_reason":"a \"b\""}"#),
      (#"{"id":1,"x":"cut"#, #"{"deskbrief_reason":"a \"b\"","id":1,"x":"cut"#),
      (#""id":1}"#, #"{"deskbrief_reason":"a \"b\"","id":1}"#),
      ("[1,2]", #"{"deskbrief_reason":"a \"b\"",[1,2]}"#),
    ])
  func `a record of JSON begins with its reason, whole or not`(
    record: String, expected: String
  ) throws {
    var file: TemporaryFile?
    let writer = try RecordWriter(like: Self.request(Array("{}\r\n".utf8), "ndjson", in: &file))
    let text = try writer.text(of: [(Array(record.utf8), "a \"b\"")])
    #expect(String(decoding: text, as: UTF8.self) == expected + "\r\n")
    #expect(
      String(decoding: writer.reason(of: Array(expected.utf8)), as: UTF8.self) == #"a \"b\""#)
    if record.hasPrefix("{") {
      #expect(String(decoding: writer.plain(Array(expected.utf8)), as: UTF8.self) == record)
    }
  }

  @Test(arguments: [
    "<t/>", "<t>x</t>", "<t a='>' b=\"/\"><u/></t>", "<t\n a=\"1\">deskbrief_reason</t>",
  ])
  func `a record of XML has its reason as an attribute`(record: String) throws {
    var file: TemporaryFile?
    let writer = try RecordWriter(
      like: Self.request(Array("<!-- <a> --><all>\(record)</all>".utf8), "xml", in: &file))
    let text = String(
      decoding: try writer.text(of: [(Array(record.utf8), "a < \"b\"")]), as: UTF8.self)
    let inside = try #require(text.components(separatedBy: "<rejects>\n").last)
    let written = Array(inside.dropLast("\n</rejects>\n".count).utf8)
    #expect(String(decoding: writer.reason(of: written), as: UTF8.self) == "a &lt; &quot;b&quot;")
    #expect(String(decoding: writer.plain(written), as: UTF8.self) == record)
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}

extension RecordWriter {
  /// A whole file of records.
  fileprivate func text(of records: [Reject]) throws -> [UInt8] {
    let texts = try records.enumerated().map { try text(of: $1, isFirst: $0 == 0) }
    return try head() + texts.joined() + tail()
  }
}
