import Aggregate
import Civil
import Columnar
import Foundation
import Testing

@testable import Pipeline

@Suite struct ExplainTests {
  @Test func `the guide's example prints what the guide says`() throws {
    let folder = try RunTests.Folder()
    let guide = try String(contentsOfFile: "\(RunTests.root)/docs/explain.md", encoding: .utf8)
    let commands = guide.split(separator: "\n").filter { $0.hasPrefix("    $ ") }
      .map { String($0.dropFirst(6)) }
    #expect(commands.count == 2)
    _ = try CasesTests.run(commands[0], in: folder.path)
    let outcome = try CasesTests.run(commands[1], in: folder.path)
    let shown = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
    #expect(guide.contains(shown), "\(shown)")
  }

  @Test func `the figure explained is the figure published`() async throws {
    let folder = try RunTests.Folder()
    let made = try RunTests.python(["\(OracleTests.oracle)/generate.py", folder.path, "4"])
    let asOf = try #require(CivilDate(made.text.trimmingCharacters(in: .whitespacesAndNewlines)))
    try await RunTests.run(folder, asOf: asOf)
    let json = try #require(
      try JSONSerialization.jsonObject(with: folder.read("reports/board/latest/metrics.json"))
        as? [String: Any])
    let cells = try #require(json["cells"] as? [[String: Any]])
    let pipeline = try PipelineFile.read("\(folder.path)/pipeline.yml")
    let options = RunOptions(asOf: asOf, threads: 2, startedAt: "", program: "test")
    let explain = Explain(pipeline, options, Progress { _ in })
    let questions: [(String, [String: String])] = [
      ("csat", ["region": "EMEA"]), ("fcr", ["team": "Berlin"]), ("backlog.opening", [:]),
      ("utilisation", ["team": "Lisbon"]),
      ("sla_resolution", ["region": "AMER", "channel": "chat"]),
    ]
    for (metric, members) in questions {
      let period = try explain.period(nil)
      let found = try await explain.explain(
        .init(metric: metric, period: period, members: members))
      let cell = try #require(
        cells.first {
          $0["metric"] as? String == metric && $0["period"] as? String == period.description
            && $0["dimensions"] as? [String: String] == members
        }, "\(metric) \(members)")
      // Foundation's JSON reads a number to within its last digit.
      let published = cell["value"] as? Double
      #expect((published == nil) == (found.value.value == nil), "\(metric) \(members)")
      if let published, let value = found.value.value {
        #expect(abs(published - value) <= 1e-14 * abs(value), "\(metric) \(members)")
      }
      #expect(cell["n"] as? Int == found.value.n, "\(metric) \(members)")
      #expect(
        cell["flags"] as? [String] == found.value.flags.map(\.rawValue), "\(metric) \(members)")
    }
  }
}

extension ExplainTests {
  @Test func `rows of a member of a zip archive have their lines`() async throws {
    let folder = try RunTests.Folder(copying: "\(RunTests.root)/Tests/Cases/explain-as")
    let zipped = try RunTests.python([
      "-c",
      """
      import os, sys, zipfile
      os.chdir(sys.argv[1])
      with zipfile.ZipFile("emea.zip", "w", zipfile.ZIP_DEFLATED) as archive:
          archive.write("tickets-emea.csv")
      os.remove("tickets-emea.csv")
      """, folder.path,
    ])
    #expect(zipped.status == 0)
    let text = String(decoding: try folder.read("pipeline.yml"), as: UTF8.self)
    try folder.write(
      "pipeline.yml",
      text.replacingOccurrences(of: "\"tickets-*.csv\"", with: "[\"tickets-*.csv\", emea.zip]"))
    let explain = Explain(
      try PipelineFile.read("\(folder.path)/pipeline.yml"),
      RunOptions(asOf: CivilDate(2026, 11, 10), threads: 2, startedAt: "", program: "test"),
      Progress { _ in })
    let found = try await explain.explain(
      .init(
        metric: "solved", period: try explain.period("2026-10"), members: ["team": "EMEA"]))
    let rows = found.listings.flatMap(\.rows).map { row in
      "\(row.place) \(row.id) \(row.event.map { "\($0)" } ?? "")"
        .replacingOccurrences(of: folder.path + "/", with: "")
    }
    #expect(
      rows == [
        "emea.zip#tickets-emea.csv:2 T1 events.ndjson.gz:2",
        "emea.zip#tickets-emea.csv:4 T2 events.ndjson.gz:4",
        "emea.zip#tickets-emea.csv:5 T3 events.ndjson.gz:9",
      ])
  }
}
