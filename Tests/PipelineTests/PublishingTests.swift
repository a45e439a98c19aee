import Civil
import Columnar
import Foundation
import Synchronization
import Testing

@testable import Pipeline

/// What nights of runs leave in folders and catalog.
@Suite struct PublishingTests {
  static let header = "Id,Created,Updated,Status\n"
  static let first = header + "1,2026-10-01,2026-10-02,open\n2,2026-10-05,2026-10-05,open\n"

  static func folder(_ export: String = first) throws -> RunTests.Folder {
    let folder = try RunTests.Folder()
    try folder.write("pipeline.yml", RunTests.small)
    try folder.write("a.csv", export)
    return folder
  }

  /// Runs a pipeline; returns its result and what it said.
  static func run(
    _ folder: RunTests.Folder, _ name: String = "pipeline.yml",
    asOf: CivilDate = CivilDate(2026, 11, 2), period: String? = nil, out: String? = nil
  ) async throws -> (result: Run.Result, said: String) {
    let said = Mutex("")
    let file = try PipelineFile.read("\(folder.path)/\(name)")
    let options = RunOptions(
      asOf: asOf, period: period, out: out, threads: 2, startedAt: "2026-11-02T06:00:00Z",
      program: "deskbrief test")
    let run = Run(
      file, options, Progress { diagnostic in said.withLock { $0 += "\(diagnostic)\n" } })
    return (try await run.run(), said.withLock { $0 })
  }

  static func published(_ folder: RunTests.Folder, _ place: String = "reports/board/2026-10") throws
    -> String
  {
    String(decoding: try folder.read("\(place)/metrics.json"), as: UTF8.self)
  }

  @Test
  func `the next night's equal figures confirm, late ones restate, with where they come from`()
    async throws
  {
    let folder = try Self.folder()
    #expect(try await Self.run(folder).result.notes == [])
    let original = try Self.published(folder)
    let next = try await Self.run(folder, asOf: CivilDate(2026, 11, 3)).result
    #expect(
      next.notes.map(\.description) == [
        "note: board 2026-10: no figure differs; edition 1 of 2026-11-02 remains"
      ])
    #expect(try Self.published(folder) == original)

    // Ticket 3 came late, and ticket 2 was closed since.
    try folder.write(
      "b.csv", Self.header + "3,2026-10-09,2026-11-03,open\n2,2026-10-05,2026-11-03,closed\n")
    let late = try await Self.run(folder, asOf: CivilDate(2026, 11, 4)).result
    #expect(late.notes.count == 1)
    #expect(late.notes[0].message.text.hasPrefix("board 2026-10: edition 2, restated: "))
    #expect(
      late.notes[0].message.text.hasSuffix(
        "(1 late row of a in \(folder.path)/b.csv, 1 corrected row of a in \(folder.path)/b.csv)"))
    #expect(try Self.published(folder).contains("\"edition\":\"restated\""))
    #expect(try Self.published(folder).contains("\"number\":2"))
  }

  @Test func `an earlier day never puts a part of a month in the place of the month`() async throws
  {
    let folder = try Self.folder()
    _ = try await Self.run(folder)
    let whole = try Self.published(folder)
    let part = try await Self.run(folder, asOf: CivilDate(2026, 10, 3), period: "2026-10").result
    #expect(
      part.notes.map(\.description) == [
        "\(folder.path)/pipeline.yml:7:11: warning: board 2026-10: edition 1 of 2026-11-02 is of the "
          + "whole period, which is not over as of 2026-10-03; it remains, and nothing was published"
      ])
    #expect(part.published.isEmpty)
    #expect(try Self.published(folder) == whole)
  }

  @Test func `latest stays at the month after a quarter was asked for once`() async throws {
    let folder = try Self.folder()
    _ = try await Self.run(folder)
    _ = try await Self.run(folder, period: "2026-Q3")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(
        atPath: "\(folder.path)/reports/board/latest") == "2026-10")
  }

  @Test func `what goes to another folder does not count as published`() async throws {
    let folder = try Self.folder()
    _ = try await Self.run(folder, out: "\(folder.path)/trial")
    try folder.write("a.csv", Self.first + "3,2026-10-09,2026-11-03,open\n")
    #expect(try await Self.run(folder).result.notes == [])
    #expect(try Self.published(folder).contains("\"edition\":\"original\""))
  }

  @Test func `a deleted workspace is a lost history, and says so`() async throws {
    let folder = try Self.folder()
    _ = try await Self.run(folder)
    try FileManager.default.removeItem(atPath: "\(folder.path)/.deskbrief")
    try folder.write("a.csv", Self.first + "3,2026-10-09,2026-11-03,open\n")
    let (result, said) = try await Self.run(folder)
    #expect(
      said.contains(
        "warning: board 2026-10 was published before, but the catalog does not know of it: its "
          + "history is lost, and it is taken over as edition 1\n"))
    #expect(result.notes[0].message.text.hasPrefix("board 2026-10: edition 2, restated: "))
    #expect(result.notes[0].message.text.hasSuffix("(the cause is not known)"))
  }

  @Test func `two pipelines beside each other keep to themselves`() async throws {
    let folder = try Self.folder()
    try folder.write(
      "other.yml", RunTests.small.replacingOccurrences(of: "small", with: "other"))
    _ = try await Self.run(folder)
    do {
      _ = try await Self.run(folder, "other.yml")
      Issue.record("the other's report was replaced")
    } catch let error as Diagnostic {
      #expect(error.failure == .cannotCreate)
      #expect(
        error.message.text.hasPrefix(
          "'board' has the reports of the pipeline 'small'"))
    }
    try folder.write(
      "other.yml",
      RunTests.small.replacingOccurrences(of: "small", with: "other").replacingOccurrences(
        of: "name: board", with: "name: other"))
    #expect(try await Self.run(folder, "other.yml").result.notes == [])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/.deskbrief").sorted()
        == ["other", "pipeline"])
  }

  @Test func `the day is that of the pipeline's zone`() throws {
    let folder = try Self.folder()
    try folder.write("pipeline.yml", RunTests.small + "\ntimezone: America/Los_Angeles\n")
    let file = try PipelineFile.read("\(folder.path)/pipeline.yml")
    // 2026-11-01 00:30 UTC is half past five in the afternoon of 31 October in Los Angeles.
    #expect(file.day(at: 1_793_493_000) == CivilDate(2026, 10, 31))
    #expect(file.day(at: 1_793_493_000 + 6 * 3600 + 1800) == CivilDate(2026, 11, 1))
  }

  @Test func `the report says how many rows were updated after as-of`() async throws {
    let folder = try Self.folder(
      Self.first + "3,2026-10-09,2026-11-02,open\n4,2026-10-09,2026-11-01T23:59:59Z,open\n")
    _ = try await Self.run(folder)
    #expect(try Self.published(folder).contains("\"updated_after_as_of\":1}"))
    let page = String(
      decoding: try folder.read("reports/board/2026-10/report.md"), as: UTF8.self)
    #expect(page.contains("1 record was updated on or after 2026-11-02 and counts as updated."))
  }

  @Test func `quarantine is not written anew for the same rows, and is its owner's alone`()
    async throws
  {
    let folder = try Self.folder(Self.first + "3,2026-10-09,2026-10-09,open\n4,x,,open\n")
    let paths = [
      try #require(try await Self.run(folder).result.quarantine),
      try #require(try await Self.run(folder, asOf: CivilDate(2026, 11, 3)).result.quarantine),
    ]
    #expect(paths[0] != paths[1])
    let attributes = try paths.map { try FileManager.default.attributesOfItem(atPath: $0) }
    #expect(
      attributes[0][.systemFileNumber] as? Int == attributes[1][.systemFileNumber] as? Int)
    #expect(attributes[1][.posixPermissions] as? Int == 0o600)
    try folder.write("a.csv", Self.first + "3,2026-10-09,2026-10-09,open\n4,y,,open\n")
    let other = try #require(try await Self.run(folder).result.quarantine)
    #expect(
      try FileManager.default.attributesOfItem(atPath: other)[.systemFileNumber] as? Int
        != attributes[0][.systemFileNumber] as? Int)
    #expect(try String(contentsOfFile: paths[0], encoding: .utf8).contains("4,x,,open"))
  }

  @Test(arguments: ["additive", "ignore", "strict"])
  func `a file without a column that others have stops a strict source alone`(policy: String)
    async throws
  {
    let folder = try Self.folder()
    try folder.write(
      "pipeline.yml",
      RunTests.small.replacingOccurrences(of: "files:", with: "schema: \(policy)\n    files:")
        .replacingOccurrences(of: "status: Status", with: "status: Status, team: Team"))
    try folder.write(
      "a.csv", "Id,Created,Updated,Status,Team\n1,2026-10-01,2026-10-02,open,A\n")
    _ = try await Self.run(folder)
    try folder.write("b.csv", Self.header + "2,2026-10-05,2026-10-05,open\n")
    let warning =
      "\(folder.path)/b.csv: warning: no column 'Team', which other files of 'a' have; no metric "
      + "needs it\n"
    for _ in 1...2 {
      do {
        let (result, said) = try await Self.run(folder)
        #expect(policy != "strict" && result.sources[0].kept == 2)
        #expect(said.contains(warning) == (policy == "additive"))
      } catch let error as Diagnostic {
        #expect(policy == "strict" && error.location?.file == "\(folder.path)/b.csv")
      }
    }
  }

  @Test func `links that lead out of the folder are not followed`() async throws {
    let folder = try Self.folder()
    let outside = try RunTests.Folder()
    try outside.write("t.mustache", "{{title}}")
    let manager = FileManager.default
    try manager.createSymbolicLink(
      atPath: "\(folder.path)/t.mustache", withDestinationPath: "\(outside.path)/t.mustache")
    try folder.write(
      "pipeline.yml",
      RunTests.small.replacingOccurrences(of: "period: month", with: "template: t.mustache"))
    do {
      _ = try PipelineFile.read("\(folder.path)/pipeline.yml")
      Issue.record("the template was read")
    } catch {
      #expect(
        error.all.map(\.message.text) == [
          "'t.mustache' is a symbolic link that leaves the folder of the pipeline file; expected a "
            + "file in it"
        ])
    }
    try folder.write("pipeline.yml", RunTests.small)
    try manager.createSymbolicLink(
      atPath: "\(folder.path)/reports", withDestinationPath: outside.path)
    do {
      _ = try await Self.run(folder)
      Issue.record("the folder was followed")
    } catch let error as Diagnostic {
      #expect(error.failure == .cannotCreate)
    }
    // Whoever names it means it.
    _ = try await Self.run(folder, out: outside.path)
    #expect(manager.fileExists(atPath: "\(outside.path)/board/2026-10/index.html"))
  }
}
