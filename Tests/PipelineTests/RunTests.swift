import Civil
import Columnar
import Foundation
import Publish
import Testing

@testable import Pipeline

/// Whole runs, in folders of their own.
@Suite struct RunTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// A copy of a pipeline's folder that is gone when the test is.
  final class Folder {
    let path: String

    init(copying source: String? = nil) throws {
      path = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)").path
      if let source {
        try FileManager.default.copyItem(atPath: source, toPath: path)
        try? FileManager.default.removeItem(atPath: "\(path)/reports")
        try? FileManager.default.removeItem(atPath: "\(path)/.deskbrief")
      } else {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    func read(_ name: String) throws -> Data {
      try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))
    }
  }

  @discardableResult
  static func run(
    _ folder: Folder, asOf: CivilDate = CivilDate(2026, 11, 2), period: String? = nil,
    exports: String? = nil, threads: Int = 2
  ) async throws -> Run.Result {
    let file = try PipelineFile.read("\(folder.path)/pipeline.yml")
    let options = RunOptions(
      asOf: asOf, period: period, exports: exports, threads: threads,
      startedAt: "2026-11-02T06:00:00Z",
      program: "deskbrief test")
    return try await Run(file, options, Progress { _ in }).run()
  }

  static func python(
    _ arguments: [String], to output: String? = nil, with interpreter: String = "python3"
  ) throws -> (
    status: Int32, text: String
  ) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [interpreter] + arguments
    let pipe = Pipe()
    if let output {
      _ = FileManager.default.createFile(atPath: output, contents: nil)
      process.standardOutput = FileHandle(forWritingAtPath: output)
    } else {
      process.standardOutput = pipe
    }
    try process.run()
    let data = output == nil ? pipe.fileHandleForReading.readDataToEndOfFile() : Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test func `the demo's cells are those of the oracle in Python`() async throws {
    let folder = try Folder(copying: "\(Self.root)/pipelines/demo")
    // The oracle knows of no value that may not be shown.
    let pipeline = String(decoding: try folder.read("pipeline.yml"), as: UTF8.self)
    try folder.write(
      "pipeline.yml",
      pipeline.replacingOccurrences(of: "audience: board", with: "audience: internal"))
    try await Self.run(folder)
    let expected = "\(folder.path)/expected.json"
    let python = "\(Self.root)/.venv/bin/python"
    try #require(
      FileManager.default.fileExists(atPath: python), "make test installs what the oracle needs")
    #expect(
      try Self.python(
        ["\(Self.root)/Tests/Oracle/demo.py", "\(folder.path)/exports"], to: expected, with: python
      ).status == 0)
    let compared = try Self.python([
      "\(Self.root)/Tests/Oracle/compare.py", expected,
      "\(folder.path)/reports/board/2026-10/metrics.json",
    ])
    #expect(compared.status == 0, "\(compared.text)")
    #expect(compared.text.contains(", 0 failed"))
  }

  static let servicenow = "\(root)/../shared/data/servicenow"

  /// The answers come from an independent SQL engine: see the data's own README.
  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: servicenow),
      "skipped: the ServiceNow data is not there"))
  func `ServiceNow's known answers come out exactly`() async throws {
    let folder = try Folder(copying: "\(Self.root)/pipelines/servicenow")
    let result = try await Self.run(folder, asOf: CivilDate(2016, 5, 1), exports: Self.servicenow)
    #expect(result.sources.reduce(0) { $0 + $1.read } == 5998)
    #expect(result.sources.reduce(0) { $0 + $1.kept } == 890)
    let json = try #require(
      try JSONSerialization.jsonObject(with: folder.read("reports/board/2016-04/metrics.json"))
        as? [String: Any])
    let cells = try #require(json["cells"] as? [[String: Any]])
    func values(_ metric: String) -> [String: Double] {
      var values: [String: Double] = [:]
      for cell in cells
      where cell["metric"] as? String == metric
        && (cell["dimensions"] as? [String: String])?.isEmpty == true
      {
        if let value = cell["value"] as? NSNumber {
          values[cell["period"] as? String ?? ""] = value.doubleValue
        }
      }
      return values
    }
    #expect(values("created") == ["2016-02": 207, "2016-03": 683, "2016-04": 0])
    // By the time of resolution alone.
    #expect(values("resolved") == ["2016-02": 36, "2016-03": 737, "2016-04": 49])
    #expect(
      values("resolved_in") == ["2016-02": 6540, "2016-03": 189_900, "2016-04": 3_737_220])
    #expect(
      values("resolved_in_p90") == ["2016-02": 31_980, "2016-03": 1_463_448, "2016-04": 4_839_432])
    // 29 incidents were closed in March without a resolution. DuckDB over coalesce(resolved_at, closed_at)
    // of the latest states gives these.
    #expect(values("solved") == ["2016-02": 36, "2016-03": 766, "2016-04": 49])
    #expect(
      values("resolution.median") == ["2016-02": 6540, "2016-03": 192_900, "2016-04": 3_737_220])
    #expect(
      values("resolution.p90") == ["2016-02": 31_980, "2016-03": 1_416_480, "2016-04": 4_839_432])
    #expect(values("backlog") == ["2016-02": 171, "2016-03": 88, "2016-04": 39])
    #expect(values("with_resolved_time").values.reduce(0, +) == 861)
    #expect(values("ever_reopened").values.reduce(0, +) == 10)
    #expect(values("ever_moved").values.reduce(0, +) == 391)
    #expect(values("export_made_sla").values.reduce(0, +) == 495)
  }

  static let published = ["index.html", "report.md", "metrics.json", "metrics.csv"]

  @Test func `threads, names of files and their splits change no byte`() async throws {
    let folder = try Folder(copying: "\(Self.root)/pipelines/demo")
    try await Self.run(folder, threads: 1)
    let first = try Self.published.map { try folder.read("reports/board/2026-10/\($0)") }
    // Each run is the first: a later one would keep what it confirms.
    func forget() throws {
      for made in ["reports", ".deskbrief"] {
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(made)")
      }
    }
    try forget()
    try await Self.run(folder, threads: 3)
    #expect(try Self.published.map { try folder.read("reports/board/2026-10/\($0)") } == first)

    // The survey file in two, under other names; the AMER files renamed in their order.
    let split = try Self.python([
      "-c",
      """
      import gzip, os, sys
      d = sys.argv[1] + "/exports/"
      text = gzip.open(d + "surveys/surveys.csv.gz", "rt", newline="").read().split("\\n")
      half = len(text) // 2
      for name, part in (("b.csv", text[half:]), ("a.csv", text[1:half] + [""])):
          open(d + "surveys/" + name, "w", newline="").write("\\n".join(text[:1] + part))
      os.system(f"cd {d}surveys && gzip a.csv b.csv && rm surveys.csv.gz")
      for i, name in enumerate(sorted(os.listdir(d + "amer"))):
          os.rename(d + "amer/" + name, d + f"amer/tickets-x{i}.csv.gz")
      """, folder.path,
    ])
    #expect(split.status == 0)
    try forget()
    try await Self.run(folder)
    #expect(try Self.published.map { try folder.read("reports/board/2026-10/\($0)") } == first)
  }

  static let small = """
    pipeline: small
    sources:
      - name: a
        files: "*.csv"
        reject_above: 30%
        fields: { id: Id, created: Created, updated: Updated, status: Status }
    reports: [{ name: board, period: month }]
    """

  @Test func `past the gate nothing is published and the last report stays`() async throws {
    let folder = try Folder()
    try folder.write("pipeline.yml", Self.small)
    try folder.write(
      "a.csv",
      "Id,Created,Updated,Status\n1,2026-10-01,2026-10-02,open\n2,2026-10-05,2026-10-05,open\n3,x,,open\n4,2026-10-06,,open\n"
    )
    let result = try await Self.run(folder)
    #expect(
      result.sources[0].read == 4 && result.sources[0].kept == 3 && result.sources[0].rejected == 1)
    #expect(result.sources[0].addsUp)
    let before = try folder.read("reports/board/2026-10/metrics.json")
    let quarantine = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: #require(result.quarantine))),
      as: UTF8.self)
    #expect(quarantine.contains("\"at\":3,") && quarantine.contains("\"line\":4,"))
    #expect(quarantine.contains("\"record\":\"3,x,,open\""))
    #expect(quarantine.contains("'x' is no instant of ISO 8601"))

    try folder.write(
      "a.csv", "Id,Created,Updated,Status\n1,2026-10-01,,open\n2,x,,open\n3,,,open\n")
    do {
      try await Self.run(folder)
      Issue.record("the gate let the run pass")
    } catch let error as Diagnostic {
      #expect(error.failure == .dataGate)
      #expect(
        error.message.text
          == "2 of 3 rows of the source 'a' were rejected (66.67 %); at most 30.00 % are taken, so nothing was published"
      )
    }
    #expect(try folder.read("reports/board/2026-10/metrics.json") == before)
  }

  @Test func `no file, a broken file and a lock have their own exit codes`() async throws {
    let folder = try Folder()
    try folder.write("pipeline.yml", Self.small)
    func failure() async -> Diagnostic.Failure? {
      do {
        try await Self.run(folder)
        return nil
      } catch {
        return (error as? Diagnostic)?.failure
      }
    }
    #expect(await failure() == .noInput)
    try folder.write("a.csv", "Id,Created,Updated,Status\n1,\"2026-10-01\n")
    #expect(await failure() == .dataGate)
    try folder.write("a.csv", "Id,Created,Updated,Status\n1,2026-10-01,,open\n")
    let held = try Workspace(
      of: "\(folder.path)/pipeline.yml", name: "small", root: "\(folder.path)/reports",
      startedAt: "")
    #expect(await failure() == .locked)
    _ = held.folder
  }

  @Test func `latest points at the newest period`() async throws {
    let folder = try Folder()
    try folder.write("pipeline.yml", Self.small)
    try folder.write("a.csv", "Id,Created,Updated,Status\n1,2026-08-01,,open\n")
    try await Self.run(folder)
    try await Self.run(folder, period: "2026-09")
    let target = try FileManager.default.destinationOfSymbolicLink(
      atPath: "\(folder.path)/reports/board/latest")
    #expect(target == "2026-10")
  }

  @Test func `the starter pipeline checks out`() throws {
    let folder = try Folder(copying: "\(Self.root)/pipelines/demo")
    let file = try PipelineFile.read("\(folder.path)/pipeline.yml")
    let outcome = try Check(
      file, RunOptions(asOf: CivilDate(2026, 11, 2), threads: 1, startedAt: "", program: "")
    ).run()
    #expect(outcome.samples.count == 12)
    #expect(!outcome.diagnostics.contains { $0.severity == .error })
  }
}
