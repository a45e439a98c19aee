import Aggregate
import Civil
import Columnar
import Foundation
import Publish
import Testing

@testable import Pipeline
@testable import Privacy

@Suite struct PseudonymsTests {
  static let secret = "0123456789abcdef"
  static func key(_ text: String = secret) throws -> PseudonymKey {
    try PseudonymKey(Array(text.utf8), in: "the test")
  }

  /// Calculated by Python's `hmac` and `hashlib`.
  @Test func `names are the HMAC of field and value`() throws {
    let names = Pseudonyms(key: try Self.key())
    #expect(names.name("agent", "Ada Lovelace") == "agent-d549c6400b3a")
    #expect(names.name("account", "Ada Lovelace") == "account-46f00db40fe0")
    #expect(names.name("agent", "Zoë") == "agent-518f5ae0d593")
    #expect(names.name("agent", "(none)") == "(none)")
    #expect(names.name("agent", "(all other)") == "(all other)")
    #expect(try Self.key().fingerprint == "d285f54a")
  }

  @Test func `a key prints as nothing`() throws {
    let key = try Self.key()
    var dumped = ""
    dump([key], to: &dumped)
    #expect(!"\(key) \(String(reflecting: key)) \(dumped)".contains("48"))
    #expect("\(key)" == "a key")
  }

  static func snapshot(_ groups: [Group]) -> MetricSnapshot {
    let metric = Metric("m", "M", .count, good: .up, .total(Measure(.ticket, .at("created"))), "")
    return MetricSnapshot(
      metrics: [metric], periods: [Period(.month, containing: CivilDate(2026, 10, 1))],
      groups: groups,
      values: [groups.indices.map { [MetricValue(value: Double($0), n: $0)] }])
  }

  @Test func `values go with their groups, which stand in the order of the new names`() throws {
    let agents = ["Ada", "Ben", "Cyd", "Dan", "Eve", "(none)"]
    let groups =
      [Group.whole] + agents.map { Group(["agent": $0]) }.sorted()
      + agents.map { Group(["agent": $0, "team": "x"]) }.sorted()
    let names = Pseudonyms(key: try Self.key())
    let before = Self.snapshot(groups)
    let after = try names.replacing(["agent"], in: before)
    #expect(after.groups == after.groups.sorted())
    #expect(after.members(of: "agent").allSatisfy { !agents.dropLast().contains($0) })
    for group in groups {
      var members = group.members
      if let agent = members["agent"] { members["agent"] = names.name("agent", agent) }
      #expect(after.series("m", Group(members)) == before.series("m", group))
    }
    #expect(try names.replacing(["account"], in: before).groups == groups)
  }

  @Test func `two members of one name are an error and no merge`() throws {
    let groups = [Group.whole] + (0..<17).map { Group(["agent": "a\($0)"]) }.sorted()
    let names = Pseudonyms(key: try Self.key(), digits: 1)
    #expect(throws: Diagnostic(.pseudonymTwice("agent"), failure: .configuration)) {
      try names.replacing(["agent"], in: Self.snapshot(groups))
    }
  }

  // MARK: Whole runs

  static let report = "{ name: r, period: month, dimensions: [agent, account], audience: board }"
  static let names = ["Ada", "Lovelace", "Grace", "Hopper", "Initech", "Globex"]

  /// A run with a key file, and every file that it left behind.
  static func outputs(_ report: String, key: String = secret) async throws -> (
    result: Run.Result, reports: [String: String], workspace: [String: String]
  ) {
    let folder = try await EditionTests.folder(
      report, more: "privacy: { key_file: secrets/d.key }\n")
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/secrets", withIntermediateDirectories: true)
    try folder.writeKey("secrets/d.key", key)
    let result = try await RunTests.run(folder)
    func files(_ name: String) throws -> [String: String] {
      var files: [String: String] = [:]
      for path in try FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/\(name)") {
        if let data = FileManager.default.contents(atPath: "\(folder.path)/\(name)/\(path)") {
          files[path] = String(decoding: data, as: UTF8.self)
        }
      }
      return files
    }
    var workspace = try files(".deskbrief")
    // What was published is kept compressed.
    let catalog = try Catalog(
      path: "\(folder.path)/.deskbrief/pipeline/catalog.sqlite", spans: { _ in nil })
    for (index, bytes) in try catalog.contents().enumerated() {
      workspace["content \(index)"] = String(decoding: bytes, as: UTF8.self)
    }
    #expect(try catalog.contents().count > 3)
    return (result, try files("reports"), workspace)
  }

  @Test(
    arguments: [
      ("board", []), ("internal", ["Initech", "Globex"]),
      ("coaching", ["Ada", "Lovelace", "Grace", "Hopper", "Initech", "Globex"]),
    ])
  func `no output has a name that its audience may not see`(
    audience: String, shown: [String]
  ) async throws {
    let report = Self.report.replacingOccurrences(of: "board }", with: "\(audience) }")
    let made = try await Self.outputs(report)
    #expect(made.reports.keys.contains("r/2026-10/index.html"))
    #expect(made.workspace.keys.contains("pipeline/catalog.sqlite"))
    for (path, text) in made.reports.merging(made.workspace, uniquingKeysWith: { a, _ in a }) {
      for name in Self.names where !shown.contains(name) {
        #expect(!text.contains(name), "\(name) in \(path)")
      }
      #expect(!text.contains(Self.secret), "the key in \(path)")
    }
    for name in shown { #expect(made.reports["r/2026-10/metrics.json"]?.contains(name) ?? false) }
    for name in Self.names where !shown.contains(name) {
      #expect(!made.result.published.contains { $0.scorecard.contains(name) })
    }
  }

  @Test func `another key gives other names and another run`() async throws {
    let first = try await Self.outputs(Self.report)
    let again = try await Self.outputs(Self.report)
    let other = try await Self.outputs(Self.report, key: "another key of 22 bytes")
    #expect(first.result.runID == again.result.runID)
    #expect(first.result.runID != other.result.runID)
    #expect(first.reports["r/2026-10/metrics.csv"] == again.reports["r/2026-10/metrics.csv"])
    #expect(first.reports["r/2026-10/metrics.csv"] != other.reports["r/2026-10/metrics.csv"])
    // Where no name is hidden the key changes nothing.
    let plain = "{ name: r, period: month, dimensions: [team], audience: board }"
    #expect(
      try await Self.outputs(plain).result.runID
        == Self.outputs(plain, key: "another key of 22 bytes").result.runID)
  }

  @Test func `the key of the environment comes before the file's`() async throws {
    let folder = try await EditionTests.folder(Self.report)
    let file = try PipelineFile.read("\(folder.path)/pipeline.yml")
    var options = RunOptions(
      asOf: CivilDate(2026, 11, 2), threads: 1, startedAt: "", program: "test")
    options.key = try Self.key()
    let result = try await Run(file, options, Progress { _ in }).run()
    let csv = String(decoding: try folder.read("reports/r/2026-10/metrics.csv"), as: UTF8.self)
    #expect(csv.contains("agent=agent-d549c6400b3a"))
    #expect(result.published.count == 1)
  }

  @Test func `names without a key are an error at the report`() async throws {
    let folder = try await EditionTests.folder(Self.report)
    let file = try PipelineFile.read("\(folder.path)/pipeline.yml")
    let expected =
      "\(folder.path)/pipeline.yml:7:5: error: the report 'r' splits by 'account', 'agent', which the audience 'board' may not see by name; expected a key for pseudonyms, as 'privacy: { key_file: FILE }' in the pipeline file or DESKBRIEF_KEY in the environment"
    do {
      try await RunTests.run(folder)
      Issue.record("it ran")
    } catch let error as Diagnostic {
      #expect(error.description == expected)
      #expect(error.failure == .configuration)
    }
    let options = RunOptions(
      asOf: CivilDate(2026, 11, 2), threads: 1, startedAt: "", program: "test")
    let errors = try Check(file, options).run().diagnostics.filter { $0.severity == .error }
    #expect(errors.map(\.description) == [expected])
    let diff = Diff(file, options, Progress { _ in })
    let october = try diff.period("2026-10", relativeTo: nil)
    do {
      _ = try await diff.compare(from: october.advanced(by: -1), to: october, dimensions: nil)
      Issue.record("it compared")
    } catch {
      #expect(
        error.description.hasPrefix(
          "\(folder.path)/pipeline.yml: error: the comparison splits by 'agent', which the audience 'internal' may not see by name; expected a key"
        ))
    }
    let coaching = Diff(file, options, Progress { _ in }, audience: .coaching)
    let shown = try await coaching.compare(
      from: october.advanced(by: -1), to: october, dimensions: ["agent"])
    #expect(shown.comparison.rows.contains { $0.group.members["agent"] == "Ada Lovelace" })
  }

  @Test(arguments: [
    (
      "secrets/d.key",
      "p.yml:11:22: error: cannot read 'secrets/d.key'; expected a file beside the pipeline file"
    ),
    (
      "/etc/d.key",
      "p.yml:11:22: error: the file '/etc/d.key' leaves the folder of the pipeline file; expected a relative path without '..'"
    ),
    (
      "../d.key",
      "p.yml:11:22: error: the file '../d.key' leaves the folder of the pipeline file; expected a relative path without '..'"
    ),
  ])
  func `a key file that cannot be read is reported at its place`(name: String, expected: String) {
    #expect(
      PipelineFileTests.mistakes(PipelineFileTests.good + "\nprivacy: { key_file: \(name) }")
        == [expected])
  }

  @Test func `a short key is an error that does not tell it`() throws {
    let folder = try RunTests.Folder()
    try folder.write(
      "pipeline.yml", PipelineFileTests.good + "\nprivacy: { key_file: d.key }\n")
    try folder.writeKey("d.key", "hunter2-hunter2\r")
    do {
      _ = try PipelineFile.read("\(folder.path)/pipeline.yml")
      Issue.record("it was taken")
    } catch {
      #expect(
        error.description
          == "\(folder.path)/pipeline.yml:11:22: error: the key in 'd.key' has 15 bytes; expected at least 16"
      )
    }
    try folder.writeKey("d.key", Self.secret)
    let file = try PipelineFile.read("\(folder.path)/pipeline.yml")
    #expect(file.key?.bytes == Array(Self.secret.utf8))
    #expect(!file.canonicalText.contains(Self.secret) && !file.canonicalText.contains("d.key"))
  }
}
