import Civil
import Foundation
import TestSupport
import Testing

@testable import Pipeline

/// Random worlds of exports, every metric of which is computed by other means: Python and DuckDB,
/// from the same files.
@Suite struct OracleTests {
  static let oracle = "\(RunTests.root)/Tests/Oracle"

  /// The kinds of worlds, which differ in what their exports tell, and seeds.
  static let worlds = [
    ("mixed", 1), ("mixed", 2), ("mixed", 3), ("newest", 1), ("said", 2), ("days", 1),
    ("day-log", 2), ("bare", 1), ("folders", 2),
  ]

  static let python = "\(RunTests.root)/.venv/bin/python"

  /// What the random world of a seed is reported as of.
  private static func generate(_ kind: String, _ seed: Int, into folder: RunTests.Folder)
    throws -> CivilDate
  {
    let made = try RunTests.python(["\(oracle)/generate.py", folder.path, "\(seed)", kind])
    return try #require(
      CivilDate(made.text.trimmingCharacters(in: .whitespacesAndNewlines)), "\(kind) \(seed)")
  }

  @Test func `the oracle knows what was worked out by hand`() throws {
    let tested = try RunTests.python(["\(Self.oracle)/test_oracle.py"], with: Self.python)
    #expect(tested.status == 0, "\(tested.text)")
  }

  @Test(arguments: worlds) func `every cell of a random world is the oracle's`(
    kind: String, seed: Int
  ) async throws {
    try #require(
      FileManager.default.fileExists(atPath: Self.python),
      "make test installs what the oracle needs")
    let folder = try RunTests.Folder()
    let asOf = try Self.generate(kind, seed, into: folder)
    try await RunTests.run(folder, asOf: asOf)
    let computed = try RunTests.python(
      ["\(Self.oracle)/oracle.py", folder.path, asOf.description], with: Self.python)
    #expect(computed.status == 0, "\(kind) \(seed)")
    for report in ["board", "weekly"] {
      let compared = try RunTests.python([
        "\(Self.oracle)/compare.py", "\(folder.path)/\(report).json",
        "\(folder.path)/reports/\(report)/latest/metrics.json",
      ])
      #expect(compared.status == 0, "\(kind) \(seed), \(report): \(compared.text)")
    }
  }

  @Test(arguments: [2, 5]) func `any threads and any split of files give the same bytes`(seed: Int)
    async throws
  {
    let folder = try RunTests.Folder()
    let asOf = try Self.generate("mixed", seed, into: folder)
    try await RunTests.run(folder, asOf: asOf, threads: 1)
    let files = ["board", "weekly"].flatMap { report in
      ["metrics.json", "metrics.csv", "index.html", "report.md"].map {
        "reports/\(report)/latest/\($0)"
      }
    }
    let before = try files.map { try folder.read($0) }
    var random = SeededGenerator(seed)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    where name.hasPrefix("events-") || name.hasPrefix("tickets-") || name.hasPrefix("snow-") {
      // The parts stand where the whole stood, so that the order of the sources is the same.
      let parts = name.split(separator: ".")
      guard parts.count == 2, Int(name.filter(\.isNumber)) != nil else { continue }
      var lines = String(decoding: try folder.read(name), as: UTF8.self)
        .split(separator: "\n", omittingEmptySubsequences: true)
      let header = parts[1] == "csv" ? [lines.removeFirst()] : []
      var cut = Int.random(in: 1..<lines.count, using: &random)
      // Alike rows of one file are several events, those of two are the same: they stay together.
      while cut < lines.count, Self.ticket(lines[cut - 1]) == Self.ticket(lines[cut]) { cut += 1 }
      for (index, part) in [lines[..<cut], lines[cut...]].enumerated() {
        try folder.write(
          "\(parts[0])-\(index).\(parts[1])", (header + part).joined(separator: "\n") + "\n")
      }
      try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
    }
    for threads in [2, 5] {
      try await RunTests.run(folder, asOf: asOf, threads: threads)
      #expect(try files.map { try folder.read($0) } == before, "seed \(seed), \(threads) threads")
    }
  }

  /// What a row begins with: its first field.
  private static func ticket(_ line: Substring) -> Substring {
    line.prefix { $0 != "," }
  }
}
