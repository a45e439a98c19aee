import TestSupport
import Testing

@testable import Extract

/// The table of formats: a row for each, all that differs between them behind it.
@Suite struct FileFormatTests {
  /// By format a file of two records with the columns `id` and `team`.
  static let samples = [
    "csv": "id,team\n1,A\n2,B\n",
    "json": #"{"tickets":[{"id":"1","team":"A"},{"id":"2","team":"B"}]}"#,
    "ndjson": "{\"id\":\"1\",\"team\":\"A\"}\n{\"id\":\"2\",\"team\":\"B\"}\n",
    "xml": "<r><t><id>1</id><team>A</team></t><t><id>2</id><team>B</team></t></r>",
  ]

  @Test func `names and endings are of one format each`() {
    #expect(Set(FileFormat.all.map(\.name)).count == FileFormat.all.count)
    let endings = FileFormat.all.flatMap(\.export.extensions)
    #expect(Set(endings).count == endings.count)
    #expect(Set(Self.samples.keys) == Set(FileFormat.all.map(\.name)))
    for format in FileFormat.all {
      #expect(FileFormat.named(format.name) == format)
      for ending in format.export.extensions {
        #expect(FileFormat.suggested(by: "a/b.\(ending).gz") == format)
      }
    }
  }

  @Test(arguments: FileFormat.all)
  func `a file is found, read, and written back with reasons`(format: FileFormat) throws {
    let file = TemporaryFile(Array((Self.samples[format.name] ?? "").utf8))
    let sniffed = try Sniffer(file.path)
    #expect(sniffed.format == format)
    #expect(sniffed.columns == ["id", "team"])
    var request = ReadRequest(path: file.path, format: format, columns: ["id", "team"])
    request.records = sniffed.records
    let read = try readAll(request)
    #expect(read.rows == [["1", "A"], ["2", "B"]])
    #expect(try request.sampledColumns() == ["id", "team"])
    #expect(try request.absent(among: ["team", "queue"]) == (format.isDelimited ? [] : ["queue"]))

    let writer = try RecordWriter(like: request)
    let texts = try read.records.enumerated().map {
      try writer.text(of: (Array($1.utf8), "why \($0)"), isFirst: $0 == 0)
    }
    let again = TemporaryFile(try writer.head() + texts.joined() + writer.tail())
    request.path = again.path
    if format.name == "xml" { request.records = "t" }
    request.addReasonColumn()
    #expect(try readAll(request).rows == [["1", "A", "why 0"], ["2", "B", "why 1"]])
  }
}
