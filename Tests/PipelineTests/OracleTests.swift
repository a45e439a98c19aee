import Civil
import Foundation
import TestSupport
import Testing

@testable import Pipeline

/// Random worlds of exports, every metric of which is computed by other means: Python and DuckDB,
/// from the same files.
@Suite struct OracleTests {
  static let oracle = "\(RunTests.root)/Tests/Oracle"

  /// What the random world of a seed is reported as of.
  private static func generate(_ seed: Int, into folder: RunTests.Folder) throws -> CivilDate {
    let made = try RunTests.python(["\(oracle)/generate.py", folder.path, "\(seed)"])
    return try #require(
      CivilDate(made.text.trimmingCharacters(in: .whitespacesAndNewlines)), "seed \(seed)")
  }

  @Test(arguments: 1...3) func `every cell of a random world is the oracle's`(seed: Int)
    async throws
  {
    let python = "\(RunTests.root)/.venv/bin/python"
    try #require(
      FileManager.default.fileExists(atPath: python), "make test installs what the oracle needs")
    let folder = try RunTests.Folder()
    let asOf = try Self.generate(seed, into: folder)
    try await RunTests.run(folder, asOf: asOf)
    for report in ["board", "weekly"] {
      let expected = "\(folder.path)/\(report).json"
      let computed = try RunTests.python(
        ["\(Self.oracle)/oracle.py", folder.path, asOf.description, report], to: expected,
        with: python)
      #expect(computed.status == 0, "seed \(seed)")
      let compared = try RunTests.python([
        "\(Self.oracle)/compare.py", expected,
        "\(folder.path)/reports/\(report)/latest/metrics.json",
      ])
      #expect(compared.status == 0, "seed \(seed), \(report): \(compared.text)")
    }
  }

  @Test(arguments: [2, 5]) func `any threads and any split of files give the same bytes`(seed: Int)
    async throws
  {
    let folder = try RunTests.Folder()
    let asOf = try Self.generate(seed, into: folder)
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
      let cut = Int.random(in: 1..<lines.count, using: &random)
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
}
