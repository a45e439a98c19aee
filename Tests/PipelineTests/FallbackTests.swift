import Civil
import Columnar
import Foundation
import Testing

@testable import Pipeline

/// Fields that several columns may hold: in each row the first counts that says something.
@Suite struct FallbackTests {
  /// The columns `a` and `b` of each row, and the team by hand; nil where a row has none of it.
  private static let rows: [(a: String?, b: String?, team: String?)] = [
    ("one", "x", "one"), (nil, "two", "two"), ("", "three", "three"), (" ", "four", "four"),
    ("n/a", "five", "five"), ("n/a", "", nil), (nil, nil, nil),
  ]

  private static func text(_ format: String) -> String {
    let members = rows.enumerated().map { index, row in
      [("id", "\(index)"), ("created", "2026-10-01"), ("a", row.a), ("b", row.b)]
        .compactMap { name, value in value.map { (name, $0) } }
    }
    switch format {
    case "csv":
      let lines = rows.enumerated().map { "\($0),2026-10-01,\($1.a ?? ""),\($1.b ?? "")\n" }
      return "id,created,a,b\n" + lines.joined()
    case "xml":
      let records = members.map { $0.map { "<\($0)>\($1)</\($0)>" }.joined() }
      return "<e>" + records.map { "<t>\($0)</t>" }.joined() + "</e>"
    default:
      let records = members.map {
        "{" + $0.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}"
      }
      return format == "json"
        ? "[" + records.joined(separator: ",") + "]" : records.joined(separator: "\n")
    }
  }

  private static func check(
    _ files: [String: String], format: String?
  ) throws -> Check.Outcome {
    let folder = try RunTests.Folder()
    for (name, text) in files { try folder.write(name, text) }
    let pipeline = try PipelineFile.parse(
      """
      pipeline: p
      sources:
        - name: s
          files: "t*"\(format.map { "\n    format: \($0)" } ?? "")
          missing: [n/a]
          fields: { id: id, created: created, team: [a, b] }
      reports:
        - { name: board, period: month, dimensions: [team] }
      """, path: "\(folder.path)/pipeline.yml")
    let options = RunOptions(
      asOf: CivilDate(2026, 11, 2), period: nil, exports: nil, threads: 1, startedAt: "",
      program: "test")
    return try Check(pipeline, options).run(records: 100)
  }

  private static func teams(_ outcome: Check.Outcome) -> [String?] {
    outcome.samples.flatMap(\.records).map {
      $0.firstMatch(of: /"team":"([^"]*)"/).map { String($0.1) }
    }
  }

  @Test(arguments: ["csv", "json", "ndjson", "xml"], [true, false])
  func `a field falls back by value, whatever the format`(format: String, isDeclared: Bool) throws {
    let outcome = try Self.check(
      ["t.\(format)": Self.text(format)], format: isDeclared ? format : nil)
    #expect(Self.teams(outcome) == Self.rows.map(\.team))
    #expect(outcome.diagnostics == [])
  }

  @Test func `a file may have any of the columns, and must have one`() throws {
    let outcome = try Self.check(
      ["t1.csv": "id,created,a\n1,2026-10-01,one\n", "t2.csv": "b,id,created\ntwo,2,2026-10-01\n"],
      format: "csv")
    #expect(Self.teams(outcome) == ["one", "two"])
    let none = try Self.check(["t.csv": "id,created,c\n1,2026-10-01,x\n"], format: "csv")
    #expect(
      none.diagnostics.map(\.message.text) == [
        "no column 'a' or 'b'; the header has 'id', 'created', 'c'"
      ])
  }
}
