import Columnar
import Foundation
import GRDB
import Testing

@testable import Publish

/// What a night's report becomes, given what stands.
@Suite struct DecisionTests {
  static func file(
    _ path: String, _ fingerprint: String, rows: Int, since: Int?, source: String = "tickets"
  ) -> Sources.File {
    Sources.File(
      source: source, path: path, fingerprint: fingerprint, rows: rows, rowsSince: since)
  }

  @Test func `nights without difference confirm the edition and keep its bytes`() throws {
    let desk = try Desk()
    try desk.publish("1")
    let bytes = FileManager.default.contents(atPath: "\(desk.root)/board/2026-10/metrics.json")
    for night in 3...30 {
      let decision = try desk.publish("1", asOf: "2026-11-\(night < 10 ? "0" : "")\(night)")
      guard case .confirms(let standing) = decision else {
        Issue.record("\(decision)")
        return
      }
      #expect(standing.edition == Edition(number: 1, kind: .original, asOf: "2026-11-02"))
    }
    #expect(
      FileManager.default.contents(atPath: "\(desk.root)/board/2026-10/metrics.json") == bytes)
    let catalog = try desk.catalog(try desk.workspace())
    #expect(
      try catalog.read { database in
        try ["edition", "confirmation", "content", "run"].map {
          try Int.fetchOne(database, sql: "SELECT count(*) FROM \($0)")
        }
      } == [1, 28, 3, 29])
  }

  @Test func `what a figure rests on is no figure`() {
    func lines(_ more: (String, String)) -> CellLines {
      CellLines([
        """
        {"coverage":null,"dimensions":{"team":",\\"statistics\\":{"},"flags":[]\(more.0),"metric":"csat",\
        "n":15,"period":"2026-10"\(more.1),"unit":"share","value":0.8}
        """
      ])
    }
    let old = lines(("", ""))
    let new = lines((",\"interval\":[0.5,null]", ",\"statistics\":{\"days\":3,\"kind\":\"share\"}"))
    #expect(old == new)
    #expect(old.lines[0].contains(#"{"team":",\"statistics\":{"}"#))
    #expect(old.lines[0].hasSuffix(#""period":"2026-10","unit":"share","value":0.8}"#))
  }

  @Test
  func `a figure that differs makes a restated edition, with old, new and the rows that did it`()
    throws
  {
    let desk = try Desk()
    try desk.publish("10", rows: [Self.file("a.csv", "A", rows: 10, since: nil)])
    // b.csv has three records of the period: two new, and a later version of one in a.csv.
    let decision = try desk.publish(
      "12", asOf: "2026-11-09",
      rows: [
        Self.file("a.csv", "A", rows: 9, since: 0), Self.file("b.csv", "B", rows: 3, since: 3),
      ])
    guard case .publishes(let edition, let changes) = decision else {
      Issue.record("\(decision)")
      return
    }
    #expect(edition == Edition(number: 2, kind: .restated, asOf: "2026-11-09"))
    #expect(
      changes.rows == [
        RowChange(reason: .lateRows, source: "tickets", path: "b.csv", rows: 2),
        RowChange(reason: .correctedRows, source: "tickets", path: "b.csv", rows: 1),
      ])
    let key = Cell.Key(metric: "created", period: "2026-10", group: "")
    #expect(
      changes.revisions == [
        Revision(
          key: key, old: 10, new: 12, oldN: 10, newN: 12, reasons: [.lateRows, .correctedRows])
      ])
    let kept = try desk.catalog(try desk.workspace()).read { database in
      try Row.fetchAll(
        database,
        sql:
          """
          SELECT metric, revision.period, old, new, reasons, number, kind FROM revision
          JOIN edition ON id = edition
          """
      ).map { Array($0.databaseValues).map { "\($0)" } }
    }
    #expect(
      kept == [
        [
          "\"created\"", "\"2026-10\"", "10.0", "12.0", "\"late rows, corrected rows\"", "2",
          "\"restated\"",
        ]
      ])
  }

  @Test func `a full export under the same name counts what is more as late`() {
    #expect(
      RowChange.between(
        [Self.file("a.csv", "A", rows: 10, since: nil)],
        [Self.file("a.csv", "B", rows: 12, since: 5)])
        == [
          RowChange(reason: .lateRows, source: "tickets", path: "a.csv", rows: 2),
          RowChange(reason: .correctedRows, source: "tickets", path: "a.csv", rows: 3),
        ])
    // A file by another name, and one that is gone.
    #expect(
      RowChange.between(
        [
          Self.file("a.csv", "A", rows: 10, since: nil),
          Self.file("s.csv", "S", rows: 4, since: nil, source: "surveys"),
        ], [Self.file("b.csv", "A", rows: 10, since: 10)])
        == [RowChange(reason: .missingRows, source: "surveys", path: "", rows: 4)])
    // Nobody can say how many rows of a file without times of writing are others.
    #expect(
      RowChange.between(
        [Self.file("a.csv", "A", rows: 10, since: nil)],
        [Self.file("a.csv", "B", rows: 10, since: nil)])
        == [RowChange(reason: .correctedRows, source: "tickets", path: "a.csv", rows: nil)])
  }

  @Test func `a period that is not over is provisional and never restated`() throws {
    let desk = try Desk()
    for (day, value) in [("2026-10-10", "3"), ("2026-10-20", "5"), ("2026-10-20", "6")] {
      #expect(try desk.publish(value, asOf: day).edition.kind == .provisional)
    }
    // The same figures, now of the whole: the original.
    #expect(
      try desk.publish("6", asOf: "2026-11-01").edition
        == Edition(number: 4, kind: .original, asOf: "2026-11-01"))
    #expect(try desk.publish("7", asOf: "2026-11-02").edition.kind == .restated)
    // An earlier day never puts a part in the place of the whole.
    guard case .keepsWhole(let standing) = try desk.publish("3", asOf: "2026-10-10") else {
      Issue.record("a part was published")
      return
    }
    #expect(standing.edition.number == 5 && desk.shown() == "7")
    // A restated edition stays one when another night confirms it.
    #expect(try desk.publish("7", asOf: "2026-11-03").edition.kind == .restated)
  }

  @Test func `a figure that said it may change settles without a restatement`() throws {
    let desk = try Desk()
    try desk.publish("1", flags: "\"provisional\"")
    let decision = try desk.publish("2", asOf: "2026-11-09")
    #expect(decision.edition == Edition(number: 2, kind: .original, asOf: "2026-11-09"))
    guard case .publishes(_, let changes) = decision else { return }
    #expect(changes.revisions.map(\.reasons) == [[.settled, .asOf]])
    #expect(try desk.publish("3", asOf: "2026-11-10").edition.kind == .restated)
  }

  @Test func `what nobody saw, and what is new, restates nothing`() throws {
    func changes(_ old: String, _ new: String) throws -> Bool {
      try Decision.isRestated(CellLines([new]), since: CellLines([old]))
    }
    let line = Desk.line("1", period: "2026-10")
    let hidden = Desk.line("null", period: "2026-10", flags: "\"suppressed\"")
    #expect(try !changes(hidden, line))
    #expect(try !changes(line, hidden))
    #expect(try changes(line, Desk.line("2", period: "2026-10")))
    #expect(try !changes(line, line.replacingOccurrences(of: "{}", with: "{\"team\":\"A\"}")))
    #expect(try !changes(line, Desk.line("1", period: "2026-10", flags: "\"indicative\"")))
  }

  @Test func `another definition makes an edition, another form only other files`() throws {
    let desk = try Desk()
    try desk.publish("1")
    guard case .renders = try desk.publish("1", form: "green") else {
      Issue.record("not rendered anew")
      return
    }
    #expect(
      try desk.publish("1", form: "green", definition: "2").edition
        == Edition(number: 2, kind: .original, asOf: "2026-11-02"))
    guard
      case .publishes(let edition, let changes) = try desk.publish(
        "2", form: "green", definition: "3")
    else { return }
    #expect(edition.kind == .restated && changes.revisions.map(\.reasons) == [[.definition]])
  }

  @Test func `a report that was deleted or changed by hand comes back as it was published`() throws
  {
    let desk = try Desk()
    try desk.publish("1")
    try FileManager.default.removeItem(atPath: "\(desk.root)/board/2026-10")
    try desk.publish("1", asOf: "2026-11-03")
    #expect(desk.shown() == "1")
    try FileSystem.write(Array("x".utf8), to: "\(desk.root)/board/2026-10/index.html")
    try desk.publish("1", asOf: "2026-11-04")
    #expect(desk.shown() == "1")
  }

  @Test func `latest is the newest period by its days, of the report's own kind`() throws {
    let desk = try Desk()
    func latest() throws -> String {
      try FileManager.default.destinationOfSymbolicLink(atPath: "\(desk.root)/board/latest")
    }
    try desk.publish("1", period: "2026-Q3")
    #expect(try latest() == "2026-Q3")
    try desk.publish("1", period: "2026-09")
    #expect(try latest() == "2026-09")
    try desk.publish("2", period: "2026-10")
    try desk.publish("3", period: "2026-Q3", asOf: "2026-11-03")
    try desk.publish("3", period: "2026-09", asOf: "2026-11-03")
    #expect(try latest() == "2026-10")
  }
}
