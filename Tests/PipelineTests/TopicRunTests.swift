import Compare
import Foundation
import Testing

@testable import Pipeline

/// Topics of whole runs, and the key that asks for them.
@Suite struct TopicRunTests {
  /// A pipeline over tickets of September and October 2026.
  static func pipeline(_ topics: String) -> String {
    """
    pipeline: p
    sources:
      - name: tickets
        system: s
        files: t.csv
        fields: { id: Id, created: Created, requester: By, agent: Agent, subject: Subject, status: Status }
      - name: answers
        system: s
        kind: survey
        set: { kind: csat, scale: 5 }
        files: s.csv
        fields: { id: Id, score: Score, responded: At, ticket: Ticket, comment: Comment }
    topics:
      \(topics)
    reports:
      - { name: r, period: month }
      - { name: i, period: month, audience: internal }
    """
  }

  /// Each of 60 customers writes of some of 20 things each month; in October 30 of them of a sync that
  /// failed too, one of them ten times, and 25 thank Ortiz.
  static func folder() throws -> RunTests.Folder {
    let folder = try RunTests.Folder()
    let things = (0..<20).map { "thing\(Character(UnicodeScalar(UInt8(97 + $0))))" }
    try folder.write(
      "pipeline.yml",
      Self.pipeline(
        "fields: [subject, comment]\n  owners: [{ department: Engineering, words: [Sync] }]"))
    var rows = "Id,Created,By,Agent,Subject,Status\n"
    for month in ["09", "10"] {
      for customer in 0..<60 {
        for thing in 0..<4 {
          let name = things[(customer + thing * 5) % 20]
          rows +=
            "\(month)-\(customer)-\(thing),2026-\(month)-05,c\(customer),M. Ortiz,\(name),open\n"
        }
      }
    }
    for customer in 0..<30 {
      rows += "n-\(customer),2026-10-\(customer % 20 + 10),c\(customer),M. Ortiz,Sync failed,open\n"
    }
    for time in 0..<10 { rows += "m-\(time),2026-10-09,c0,M. Ortiz,Sync failed,open\n" }
    for customer in 0..<40 { rows += "d-\(customer),2026-10-09,c\(customer),,Viagra offer,spam\n" }
    try folder.write("t.csv", rows)
    try folder.write(
      "s.csv",
      "Id,Score,At,Ticket,Comment\n"
        + (0..<25).map { "s\($0),5,2026-10-20,10-\($0)-0,Ortiz rocks\n" }.joined())
    return folder
  }

  static func topics(_ folder: RunTests.Folder, _ report: String) throws -> [[String: Any]] {
    let root = try JSONSerialization.jsonObject(
      with: folder.read("reports/\(report)/2026-10/metrics.json"))
    return (root as? [String: Any])?["topics"] as? [[String: Any]] ?? []
  }

  @Test func `what rose is told, once a customer, without names and numbers to the board`()
    async throws
  {
    let folder = try Self.folder()
    try await RunTests.run(folder)
    let board = try Self.topics(folder, "r")
    #expect(board.compactMap { $0["term"] as? String } == ["sync failed", "rocks"])
    #expect(
      board.map { $0["now"] as? Int } == [30, 25] && board.map { $0["before"] as? Int } == [0, 0])
    #expect(board[0]["owner"] as? String == "Engineering" && board[1]["owner"] is NSNull)
    #expect(board.allSatisfy { ($0["examples"] as? [String])?.isEmpty ?? false })
    let page = String(
      decoding: try folder.read("reports/r/2026-10/report.md"), as: UTF8.self)
    #expect(page.contains("## Customers wrote more of “sync failed”: 30 of them, 0 before"))
    #expect(!page.lowercased().contains("ortiz") && !page.contains("viagra"))
    // The latest three.
    let inside = try Self.topics(folder, "i")
    #expect(inside[0]["examples"] as? [String] == ["n-19", "n-18", "n-17"])
    // Coaches alone see agents by name.
    #expect(!inside.contains { ($0["term"] as? String ?? "").contains("ortiz") })
  }

  @Test(arguments: [
    ("fields: [¦subjetc]", "'fields' cannot be 'subjetc'; did you mean 'subject'?"),
    ("fields: [¦tags]", "'fields' has 'tags', which no source maps"),
    ("fields: [subject, ¦subject]", "'fields' has 'subject' twice"),
    ("fields: ¦[]", "'fields' must have at least one entry"),
    ("¦owners: []", "'topics' lacks 'fields'"),
    ("fields: subject\n  owners: [¦{ words: [a] }]", "the owner lacks 'department'"),
    ("fields: subject\n  owners: [¦{ department: A }]", "the owner lacks 'words'"),
    (
      "fields: subject\n  owners: [{ department: A, words: [a], ¦word: b }]",
      "unknown key 'word' in the owner; did you mean 'words'?"
    ),
  ])
  func `a mistake is said at its place`(topics: String, message: String) {
    let marked = Self.pipeline(topics)
    let lines = marked.components(separatedBy: "¦")[0].components(separatedBy: "\n")
    let place = "\(lines.count):\(lines[lines.count - 1].utf8.count + 1)"
    #expect(
      PipelineFileTests.mistakes(marked.replacingOccurrences(of: "¦", with: ""))
        == ["p.yml:\(place): error: \(message)"])
  }

  @Test func `customers are counted, so that a source must name them`() {
    let without = Self.pipeline("fields: subject").replacingOccurrences(
      of: " requester: By,", with: "")
    #expect(
      PipelineFileTests.mistakes(without) == [
        "p.yml:14:3: error: 'topics' counts customers, but no source of tickets maps 'requester'"
      ])
  }
}
