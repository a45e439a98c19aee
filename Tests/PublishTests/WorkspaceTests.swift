import Foundation
import GRDB
import Testing

@testable import Columnar
@testable import Publish

/// Workspaces, their locks, and what earlier versions left.
@Suite struct WorkspaceTests {
  /// A desk with the catalog that version 0.1.0 made of two pipelines: see the head of the dump.
  static func old() throws -> Desk {
    let desk = try Desk()
    try FileSystem.makeFolder("\(desk.folder)/.deskbrief/quarantine")
    let dump = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "catalog-0.1.0.sql")
    let sql = try String(contentsOf: dump, encoding: .utf8)
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let database = try DatabaseQueue(
      path: "\(desk.folder)/.deskbrief/catalog.sqlite", configuration: configuration)
    try database.writeWithoutTransaction { try $0.execute(sql: sql) }
    for run in ["406e29afa300e56f", "77ca42516256e47c"] {
      try FileSystem.write([], to: "\(desk.folder)/.deskbrief/quarantine/\(run).ndjson")
    }
    return desk
  }

  @Test func `a catalog of version 0.1.0 becomes one of editions`() throws {
    let desk = try Self.old()
    let catalog = try desk.catalog(try desk.workspace())
    let editions = try catalog.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT period, edition.number, kind, edition.as_of,
            (SELECT count(*) FROM confirmation WHERE edition = id),
            (SELECT count(*) FROM rendition WHERE edition = id)
          FROM edition ORDER BY edition.id
          """
      ).map { $0.databaseValues.map { "\($0)" }.joined(separator: " ") }
    }
    // October as of 20 October had 2 tickets and was a part; of 2 and 3 November the same 2 of the
    // whole; on 4 November a ticket came late. September's quarter was asked for once.
    #expect(
      editions == [
        "\"2026-10\" 1 \"provisional\" \"2026-10-20\" 0 1",
        "\"2026-10\" 2 \"original\" \"2026-11-02\" 1 2",
        "\"2026-10\" 3 \"restated\" \"2026-11-04\" 0 1",
        "\"2026-Q3\" 1 \"original\" \"2026-11-04\" 0 1",
      ])
    // All bytes of the five publications are kept.
    #expect(
      try catalog.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM content") } == 5)
    #expect(try catalog.contract().count == 4)
    let series = Series(
      pipeline: "small", root: "reports", report: "board", period: "2026-10")
    let standing = try #require(try catalog.standing(series))
    #expect(standing.edition == Edition(number: 3, kind: .restated, asOf: "2026-11-04"))
    #expect(standing.cells.lines.contains { $0.contains("\"value\":3}") })
  }

  @Test func `what other pipelines have in an old workspace stays for them`() throws {
    let desk = try Self.old()
    let own = try desk.catalog(try desk.workspace())
    #expect(try own.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM run") } == 5)
    let quarantine = "\(desk.folder)/.deskbrief/pipeline/quarantine"
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: quarantine) == [
        "406e29afa300e56f.ndjson"
      ])
    let second = try Workspace(
      of: "\(desk.folder)/second.yml", name: "second", root: "\(desk.folder)/other", startedAt: "")
    let others = try desk.catalog(second)
    #expect(
      try others.read { try String.fetchAll($0, sql: "SELECT report FROM edition") } == ["other"])
  }

  @Test func `an old workspace of one pipeline is gone once it is moved`() throws {
    let desk = try Self.old()
    try DatabaseQueue(path: "\(desk.folder)/.deskbrief/catalog.sqlite").write {
      try $0.execute(
        sql: """
          DELETE FROM publication WHERE run = 5; DELETE FROM file WHERE run = 5;
          DELETE FROM run WHERE number = 5
          """)
    }
    _ = try desk.catalog(try desk.workspace())
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "\(desk.folder)/.deskbrief") == [
        "pipeline"
      ])
  }

  @Test func `the query of the page on publishing is one that a catalog answers`() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/publishing.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let query = try #require(text.split(separator: "\"").first { $0.hasPrefix("SELECT ") })
    let desk = try Desk()
    try desk.publish("1")
    try desk.publish("2")
    let row = try desk.catalog(try desk.workspace()).read {
      try Row.fetchOne($0, sql: String(query))
    }
    #expect(row?["old"] == 1.0 && row?["new"] == 2.0)
  }

  @Test func `a lock names its holder, and covers the folder of the reports`() throws {
    let desk = try Desk()
    let held = try desk.workspace()
    func refusal(_ file: String, _ root: String) -> String? {
      do {
        _ = try Workspace(
          of: "\(desk.folder)/\(file)", name: "b", root: "\(desk.folder)/\(root)", startedAt: "")
        return nil
      } catch {
        #expect(error.failure == .locked)
        return error.description.replacingOccurrences(of: desk.folder, with: "F")
      }
    }
    let holder =
      "error: another run holds the lock: process \(FileSystem.processID) on "
      + "'\(FileSystem.hostName)' since 2026-11-02T06:00:00Z, of the pipeline 'small'; try again "
      + "when it is done"
    #expect(refusal("pipeline.yml", "elsewhere") == "F/.deskbrief/pipeline/lock: \(holder)")
    #expect(refusal("b.yml", "reports") == "F/reports/.lock: \(holder)")
    #expect(refusal("b.yml", "elsewhere") == nil)
    #expect(held.stale == nil && held.label == "reports")
  }

  @Test func `a lock that was let go is not stale, whoever had it`() throws {
    let desk = try Desk()
    do { _ = try desk.workspace() }
    #expect(try desk.workspace().stale == nil)
  }

  @Test func `a workspace is its owner's alone`() throws {
    let desk = try Desk()
    try FileSystem.makeFolder("\(desk.folder)/.deskbrief", mode: 0o755)
    try desk.publish("1")
    func mode(_ path: String) throws -> Int? {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: "\(desk.folder)/.deskbrief\(path)")
      return attributes[.posixPermissions] as? Int
    }
    #expect(try mode("") == 0o700 && mode("/pipeline") == 0o700)
    #expect(try mode("/pipeline/quarantine") == 0o700)
    #expect(try mode("/pipeline/catalog.sqlite") == 0o600)
  }

  @Test func `a report whose workspace is gone is taken over, and its history is lost`() throws {
    let desk = try Desk()
    try desk.publish("1")
    try desk.publish("2")
    try FileManager.default.removeItem(atPath: "\(desk.folder)/.deskbrief")
    let workspace = try desk.workspace()
    let publisher = Publisher(
      catalog: try desk.catalog(workspace), root: desk.root, spans: Desk.spans)
    let series = Series(pipeline: "small", root: "reports", report: "board", period: "2026-10")
    let (standing, isAdopted) = try publisher.standing(series, kind: "month")
    #expect(isAdopted)
    #expect(standing?.edition == Edition(number: 2, kind: .restated, asOf: "2026-11-02"))
    #expect(try publisher.standing(series, kind: "month").isAdopted == false)
  }

  @Test func `the reports of another pipeline are not replaced`() throws {
    let desk = try Desk()
    try desk.publish("1")
    let other = try Workspace(
      of: "\(desk.folder)/b.yml", name: "b", root: desk.root, startedAt: "")
    let publisher = Publisher(catalog: try desk.catalog(other), root: desk.root, spans: Desk.spans)
    for period in ["2026-10", "2026-09"] {
      let series = Series(pipeline: "b", root: "reports", report: "board", period: period)
      do {
        _ = try publisher.standing(series, kind: "month")
        Issue.record("\(period) was taken")
      } catch {
        #expect(
          error.message.text
            == "'board' has the reports of the pipeline 'small'; expected another name of the report, "
            + "or another --out")
      }
    }
  }

  @Test(arguments: ["board", "board/2026-10"])
  func `a link in the place of a report is not followed`(name: String) throws {
    let desk = try Desk()
    try desk.publish("1")
    let place = "\(desk.root)/\(name)"
    try FileManager.default.moveItem(atPath: place, toPath: "\(desk.folder)/outside")
    try FileManager.default.createSymbolicLink(
      atPath: place, withDestinationPath: "\(desk.folder)/outside")
    do {
      try desk.publish("2")
      Issue.record("the link was followed")
    } catch let error as Diagnostic {
      #expect(error.failure == .cannotCreate && error.location?.file == place)
    }
  }
}
