import Columnar
import Testing

@testable import Extract

@Suite struct SnifferTests {
  private func sniff(_ text: String, _ format: String? = nil) throws -> Sniffer {
    try sniff(Array(text.utf8), format)
  }

  private func sniff(_ text: [UInt8], _ format: String? = nil) throws -> Sniffer {
    let file = TemporaryFile(text)
    return try Sniffer(file.path, format: format.flatMap(FileFormat.named))
  }

  @Test func `a footer begins otherwise than records, and a short row is none`() throws {
    let text = "id,status,team\n1,open,a\n2,open,b\n3,open,c\n"
    let footer = { (rows: String) in
      try self.sniff(text + rows).dialect.footer.map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(try footer("Report of October\n") == ["Report of October"])
    #expect(try footer("\nTotals,\nReport\n") == ["Totals", "Report"])
    #expect(try footer("Total,3\n") == ["Total"])
    #expect(try footer("1004\n") == [])
    // Records that were written with another delimiter, or lost their beginning.
    #expect(try footer("31;open;a\n") == [])
    #expect(try footer("31|open|a") == [])
    #expect(try footer("open team,a,b,c\n") == [])
    #expect(try footer("1004,open\n") == [])
    #expect(try footer("1004,open\nReport of October\n") == [])
  }

  @Test func `few records above a long footer are found`() throws {
    let found = try sniff(
      "id,status\n1,open\n2,open\n\nReport of October\nBy Ana\nConfidential\nAcme\n")
    #expect(found.columns == ["id", "status"])
    #expect(found.dialect.preamble == 0)
    #expect(found.dialect.footer.count == 4)
  }

  @Test func `a text that is UTF-8 but for some bytes is UTF-8`() throws {
    let rows = (0..<30).map { "\($0),Grüße\n" }.joined()
    let found = try sniff(Array("id,s\n\(rows)31,Gr".utf8) + [0xFC, 0x0A])
    #expect(found.encoding == .utf8)
    let western = Array("id,s\n1,Gr".utf8) + [0xFC, 0xDF, 0x65, 0x0A]
    #expect(try sniff(western).encoding.name == "windows-1252")
  }

  @Test func `a text of an encoding that is not found is no western one`() {
    // Polish in Central European bytes, German in those of DOS.
    let polish = [0x67, 0xB3, 0x6F, 0x73, 0x20, 0x7A, 0x67, 0xB3, 0x6F, 0x9C, 0x6C] as [UInt8]
    let german = [0x47, 0x72, 0x94, 0x73, 0x65, 0x20, 0x67, 0x81, 0x6C, 0x84, 0x73] as [UInt8]
    for text in [polish, german] {
      let file = Array("id,s\n1,".utf8) + text + [0x0A]
      #expect { try sniff(file) } throws: { "\($0)".contains("by 'encoding'") }
    }
  }

  @Test func `a declared encoding that is not read is an error`() {
    #expect {
      try sniff("<?xml version='1.0' encoding='windows-1253'?><a><b><c/></b><b><c/></b></a>")
    } throws: { "\($0)".contains("'windows-1253', which is not read") }
  }

  @Test func `quotes are those that enclose fields`() throws {
    let double = (0..<30).map { "\($0),\"it's, \($0)\",x\n" }.joined()
    let found = try sniff("id,subject,team\n" + double)
    #expect(found.columns == ["id", "subject", "team"])
    #expect(found.dialect.quote == UInt8(ascii: "\""))
    let single = (0..<30).map { "\($0),'5\", \($0)',x\n" }.joined()
    #expect(try sniff("id,subject,team\n" + single).dialect.quote == UInt8(ascii: "'"))
  }

  @Test func `a header may have other fields than the rows`() throws {
    let ended = try sniff("id,created,note\n1,2026-10-01,a,\n2,2026-10-02,b,\n3,2026-10-03,c,\n")
    #expect(ended.columns == ["id", "created", "note"])
    let short = try sniff("id,created,note,x\n1,2026-10-01,a\n2,2026-10-02,b\n3,2026-10-03,c\n")
    #expect(short.columns == ["id", "created", "note", "x"])
    #expect(short.dialect.preamble == 0)
  }

  @Test func `the whole of a delimiter is found, not a part`() throws {
    #expect(try sniff("id~|~s\n1~|~a\n2~|~b\n").columns == ["id", "s"])
    #expect(try sniff("id||s\n1||a\n2||b\n").columns == ["id", "s"])
    #expect(try sniff("id|x|s\n1||a\n2||b\n").columns == ["id", "x", "s"])
  }

  @Test func `attributes of elements are columns, whatever their values hold`() throws {
    let text = """
      <!-- <no><no/></no> --><rows xmlns:x="u"><row x:key='1'><link title="a > b" x:to="/"/>
      <name>Ann</name><![CDATA[<no/>]]></row><row ><name/><rank by="r"/></row></rows>
      """
    let found = try sniff(text)
    #expect(found.records == "row")
    #expect(
      found.columns == ["@key", "link@title", "link@to", "rank@by", "link", "name", "rank"])
  }

  @Test func `elements nested without bound are no columns`() throws {
    let deep = String(repeating: "<a>", count: 10_000)
    let columns = try sniff("<rows><row><id>1</id>\(deep)").columns
    #expect(columns.count == 2)
    #expect(columns.first == "id")
  }

  @Test func `columns without number are found in time`() throws {
    let names = (0..<20_000)
    let elements = names.map { "<c\($0)/>" }.joined()
    #expect(try sniff("<rows><row>\(elements)</row></rows>").columns.count > 10_000)
    let members = names.map { "\"c\($0)\":1" }.joined(separator: ",")
    #expect(try sniff("{\(members)}\n", "ndjson").columns.count == 20_000)
    let header = names.map { "c\($0)" }.joined(separator: ",")
    #expect(try sniff("\(header)\n").columns.count == 20_000)
  }

  @Test func `a path that others go through is no column`() throws {
    let text = "{\"a\":{\"b\":1},\"c\":null}\n{\"a\":null,\"c\":{\"d\":{\"e\":2}}}\n{\"ab\":3}\n"
    #expect(try sniff(text, "ndjson").columns == ["a.b", "c.d.e", "ab"])
  }

  @Test func `lines are pages where their objects say nothing but of pages`() throws {
    let record = { (id: Int) in "{\"id\":\(id),\"tags\":[{\"a\":1},{\"a\":2}]}" }
    let page = { (id: Int) in "{\"count\":2,\"next_page\":null,\"tickets\":[\(record(id)),{}]}\n" }
    for separator in ["", "\n"] {
      let pages = try sniff(page(1).dropLast() + separator + page(2))
      #expect(pages.format.name == "json")
      #expect(pages.records == "tickets")
      #expect(pages.columns == ["id", "tags"])
    }
    #expect(try sniff("\(record(1))\n\(record(2))\n").format.name == "ndjson")
    let wrapped = try sniff("{\"ticket\":\(record(1))}\n{\"ticket\":\(record(2))}\n")
    #expect(wrapped.format.name == "ndjson")
  }

  @Test(arguments: [
    (
      "{\"1\":{\"id\":1,\"s\":\"a\"},\"2\":{\"id\":2,\"s\":\"b\"}}",
      "the top level holds each record by its key, '1', '2', which is not read; expected an array of records"
    ),
    (
      "{\"n\":{\"count\":2,\"t\":{\"1\":{\"id\":1,\"c\":[{}]},\"2\":{\"id\":2,\"c\":[{}]}}}}",
      "'n.t' holds each record by its key, '1', '2', which is not read; expected an array of records"
    ),
    (
      "{\"id\":[1,2],\"created_at\":[],\"s\":[\"a\"],\"t\":[1]}",
      "the top level holds an array for each column, 'id', 'created_at', 's' …, which is not read; expected an array of records"
    ),
    (
      "{\"d\":{\"emea\":[{\"id\":1}],\"apac\":[{\"id\":2}]}}",
      "the records may be those of 'd.emea' or 'd.apac', or of all of them, 'd.*'; say which by 'records'"
    ),
    (
      "<e><ticket><id>1</id></ticket><agent><id>1</id></agent><ticket><id>2</id></ticket><agent n='a'/></e>",
      "the records may be the elements 'ticket' or 'agent'; say which by 'records'"
    ),
  ])
  func `records that are none, or of two kinds, are an error`(text: String, expected: String) {
    #expect(
      message {
        _ = try sniff(text); return ReadResult()
      } == "file: error: \(expected)")
  }

  @Test func `an object of objects is a record where it says more of itself`() throws {
    let text = "{\"id\":1,\"links\":{\"self\":{\"href\":\"a\"},\"next\":{\"href\":\"b\"}}}"
    #expect(try sniff(text).columns == ["id", "links.next.href", "links.self.href"])
  }

  @Test(arguments: [
    (
      "<export><tickets n='1' m='2'><ticket><id>1</id><s>a</s></ticket></tickets></export>",
      "ticket"
    ),
    ("<ticket><id>1</id><s>a</s></ticket>", "ticket"),
    ("<export><a>1</a><t><ticket><id>1</id><s>a</s></ticket></t></export>", "ticket"),
    ("<export><ticket><id>1</id></ticket></export>", "ticket"),
  ])
  func `one record is the first element with leaves`(text: String, records: String) throws {
    #expect(try sniff(text).records == records)
  }

  @Test func `an element with text of its own is a column beside those within`() throws {
    let text = """
      <e><t><s>hello <b>x</b></s><o>
        <p>1</p> </o><c><![CDATA[a]]><d/></c></t><t><s>y</s></t></e>
      """
    #expect(try sniff(text).columns == ["s", "s.b", "o.p", "c", "c.d"])
  }

  /// Fills every window, and remembers the longest.
  private final class Endless: ByteSource {
    var longest = 0

    func read(into window: ByteWindow) throws(Diagnostic) -> Int {
      longest = max(longest, window.capacity)
      let count = window.capacity - window.count
      window.append([UInt8](repeating: UInt8(ascii: "x"), count: count).span)
      return count
    }
  }

  @Test func `a record without end is given up past the longest, in bounded memory`() throws {
    let source = Endless()
    let request = ReadRequest(path: "endless", format: FileFormat.all[0], columns: [])
    var cutter = BlockCutter(source, request)
    #expect(throws: Diagnostic.self) {
      try cutter.next { (_, _) throws(Diagnostic) in 0 }
    }
    #expect(source.longest <= BlockCutter.longestRecord + request.blockSize)
  }
}
