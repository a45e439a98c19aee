import Aggregate
import Civil
import Columnar
import Foundation
import Records
import Testing

@testable import Pipeline

/// What each audience gets to see.
@Suite struct EditionTests {
  static let pipeline = """
    pipeline: editions
    sources:
      - name: a
        files: "*.csv"
        fields: { id: Id, created: Created, solved: Solved, team: Team, agent: Agent, account: Account }
    reports:
      - { name: REPORT, period: month, dimensions: [team] }

    """

  /// Ten tickets of one team and three of another, by agents and accounts with names to look for.
  static var export: String {
    "Id,Created,Solved,Team,Agent,Account\n"
      + (1...13).map { number in
        "\(number),2026-10-01,2026-10-0\(number % 5 + 2),\(number > 10 ? "Few" : "Many"),"
          + "\(number % 2 == 0 ? "Ada Lovelace" : "Grace Hopper"),\(number % 3 == 0 ? "Initech" : "Globex")\n"
      }.joined()
  }

  /// Runs the pipeline with a report line of its own.
  static func folder(_ report: String, more: String = "") async throws -> RunTests.Folder {
    let folder = try RunTests.Folder()
    try folder.write(
      "pipeline.yml",
      pipeline.replacingOccurrences(
        of: "{ name: REPORT, period: month, dimensions: [team] }", with: report) + more)
    try folder.write("a.csv", export)
    return folder
  }

  static func cells(_ folder: RunTests.Folder) throws -> String {
    String(decoding: try folder.read("reports/r/2026-10/metrics.json"), as: UTF8.self)
  }

  /// The line of a team's median in October.
  static func median(_ team: String, _ folder: RunTests.Folder) throws -> Substring? {
    try cells(folder).split(separator: "\n").first {
      $0.contains("\"resolution.median\"") && $0.contains("\"team\":\"\(team)\"")
        && $0.contains("2026-10")
    }
  }

  @Test(
    arguments: [
      ("board", "", "null"), ("coaching", "", "null"), ("internal", "", "3"),
      ("board", "small_n: { suppress: 3, indicative: 2 }\n", "3"),
    ])
  func `values of few records are shown in the internal edition alone`(
    audience: String, more: String, n: String
  ) async throws {
    let folder = try await Self.folder(
      "{ name: r, period: month, dimensions: [team], audience: \(audience) }", more: more)
    try await RunTests.run(folder)
    let few = try #require(try Self.median("Few", folder))
    #expect(few.contains("\"n\":\(n),"), "\(few)")
    #expect(few.contains("suppressed") == (n == "null"))
    #expect(few.contains("indicative") == (audience == "internal"))
    // Its companion.
    #expect(try Self.median("Many", folder)?.contains("suppressed") == (n == "null"))
    #expect(try Self.cells(folder).contains("\"metric\":\"created\",\"n\":3,"))
  }

  @Test func `a diff is the analyst's, unless it is for another`() async throws {
    let folder = try await Self.folder("{ name: r, period: month, dimensions: [team] }")
    let file = try PipelineFile.read("\(folder.path)/pipeline.yml")
    let options = RunOptions(
      asOf: CivilDate(2026, 11, 2), threads: 1, startedAt: "", program: "test")
    for (audience, n) in [(Audience.internal, 3), (.board, nil)] {
      let diff = Diff(file, options, Progress { _ in }, audience: audience)
      let october = try diff.period("2026-10", relativeTo: nil)
      let result = try await diff.compare(
        from: october.advanced(by: -1), to: october, dimensions: nil)
      let few = result.comparison.rows.first {
        $0.metric.id == "resolution.median" && $0.group == Group(["team": "Few"])
      }
      #expect(few?.change.new.publishedN == n)
    }
  }

  @Test(arguments: [
    (
      "small_n: { supress: 5 }",
      "p.yml:11:12: error: unknown key 'supress' in 'small_n'; did you mean 'suppress'?"
    ),
    (
      "small_n: { suppress: few }",
      "p.yml:11:22: error: 'suppress' must be a number of records from 0 to 1000000; found 'few'"
    ),
    ("small_n: 10", "p.yml:11:10: error: 'small_n' must be a mapping; found a single value"),
  ])
  func `a mistake is reported at its line and column`(bad: String, expected: String) {
    #expect(PipelineFileTests.mistakes(PipelineFileTests.good + "\n" + bad) == [expected])
  }
}
