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
