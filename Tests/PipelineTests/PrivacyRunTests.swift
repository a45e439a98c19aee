import Aggregate
import Civil
import Columnar
import Foundation
import Records
import Testing

@testable import Pipeline

/// What whole runs may not give away.
@Suite struct PrivacyRunTests {
  // MARK: Which fields are shown

  /// Ten tickets of ten agents, whose addresses are a field of the pipeline's own.
  static func addresses(_ mapping: String, key: Bool) async throws -> RunTests.Folder {
    let folder = try RunTests.Folder()
    try folder.write(
      "pipeline.yml",
      """
      pipeline: p
      sources:
        - name: a
          files: a.csv
          fields: { id: Id, created: Created, agent_email: { from: Mail, type: text\(mapping) } }
      reports:
        - { name: r, period: month, dimensions: [agent_email] }
      """ + (key ? "\nprivacy: { key_file: d.key }\n" : "\n"))
    if key { try folder.writeKey("d.key", PseudonymsTests.secret) }
    try folder.write(
      "a.csv",
      "Id,Created,Mail\n" + (1...10).map { "\($0),2026-10-0\($0 % 9 + 1),a\($0)@x.com\n" }.joined())
    return folder
  }

  @Test(arguments: [
    ("", true, 0), (", shown_to: [internal]", true, 0), (", shown_to: []", true, 0),
    (", shown_to: [board]", true, 10), (", shown_to: [board, coaching]", false, 10),
  ])
  func `a text of the pipeline's own is shown to those whom it names`(
    mapping: String, key: Bool, shown: Int
  ) async throws {
    let folder = try await Self.addresses(mapping, key: key)
    try await RunTests.run(folder)
    let cells = try EditionTests.cells(folder).split(separator: "\n")
      .filter { $0.contains("\"created\"") && $0.contains("2026-10") && $0.contains("agent_email") }
    #expect(cells.count == 10)
    #expect(cells.count { $0.contains("@x.com") } == shown)
    #expect(cells.count { $0.contains("agent_email-") } == 10 - shown)
  }

  @Test func `without a key the report is refused, and check says where`() async throws {
    let folder = try await Self.addresses("", key: false)
    let expected =
      "\(folder.path)/pipeline.yml:7:5: error: the report 'r' splits by 'agent_email', which the audience 'board' may not see by name; expected a key for pseudonyms, as 'privacy: { key_file: FILE }' in the pipeline file or DESKBRIEF_KEY in the environment; or, if 'agent_email' names neither agents nor customers, 'shown_to: [board]' on the field in its source"
    let file = try PipelineFile.read("\(folder.path)/pipeline.yml")
    let options = RunOptions(
      asOf: CivilDate(2026, 11, 2), threads: 1, startedAt: "", program: "test")
    #expect(try Check(file, options).run().diagnostics.map(\.description) == [expected])
    await #expect(throws: Diagnostic.self) { try await RunTests.run(folder) }
  }

  @Test func `every text of the common schema says who may see it`() throws {
    for audience in Audience.allCases {
      let folder = try PipelineFile.parse(
        PipelineFileTests.good.replacingOccurrences(
          of: "      created: Created",
          with:
            "      created: Created\n      team: T\n      agent: A\n      requester: R\n      subject: S"
        ),
        path: "p.yml")
      let shown = folder.fields(shownTo: audience)
      #expect(shown.contains("team"))
      #expect(shown.contains("agent") == (audience == .coaching))
      #expect(shown.contains("requester") == (audience != .board))
      #expect(shown.contains("subject") == (audience != .board))
    }
  }

  @Test(arguments: [
    (
      "team: { from: T, shown_to: [bord] }",
      "p.yml:9:35: error: 'shown_to' cannot be 'bord'; did you mean 'board'?"
    ),
    (
      "agent: { from: T, shown_to: [board] }",
      "p.yml:9:36: error: 'agent' is never shown to 'board' by name; expected some of 'coaching'"
    ),
    (
      "solved: { from: T, shown_to: [board] }",
      "p.yml:9:36: error: 'shown_to' is for texts, which a report may be split by; 'solved' is of the type 'instant'"
    ),
  ])
  func `a mistake in it is reported at its place`(field: String, expected: String) {
    let text = PipelineFileTests.good.replacingOccurrences(
      of: "      created: Created", with: "      created: Created\n      \(field)")
    #expect(PipelineFileTests.mistakes(text).first == expected)
  }

  // MARK: What follows from what

  /// Surveys of three teams in two regions over three months, few of one team.
  static func surveys(_ more: String) async throws -> RunTests.Folder {
    let folder = try RunTests.Folder()
    try folder.write(
      "pipeline.yml",
      """
      pipeline: p
      sources:
        - name: s
          kind: survey
          files: s.csv
          set: { kind: csat, scale: 5 }
          fields: { id: Id, responded: At, score: Score, team: Team, region: Region }
      \(more)
      """)
    var text = "Id,At,Score,Team,Region\n"
    var id = 0
    for month in 8...10 {
      let teams = [
        ("Few", "EMEA", month == 10 ? 4 : 12), ("Many", "EMEA", 20), ("Most", "APAC", 40),
        ("More", "APAC", 30),
      ]
      for (team, region, count) in teams {
        for number in 0..<count {
          id += 1
          let date = "2026-\(month < 10 ? "0" : "")\(month)-0\(number % 9 + 1)"
          text += "\(id),\(date),\(number % 3 == 0 ? 2 : 5),\(team),\(region)\n"
        }
      }
    }
    try folder.write("s.csv", text)
    return folder
  }

  /// The value of a cell, as a report's metrics.json has it; "-" where there is none.
  static func value(
    _ folder: RunTests.Folder, _ report: String, _ metric: String, _ period: String = "2026-10",
    _ dimensions: String = ""
  ) throws -> String {
    let name = period.contains("Q") ? period : "2026-10"
    let text = String(
      decoding: try folder.read("reports/\(report)/\(name)/metrics.json"), as: UTF8.self)
    let line = text.split(separator: "\n").first {
      $0.contains("\"metric\":\"\(metric)\"") && $0.contains("\"period\":\"\(period)\"")
        && $0.contains("\"dimensions\":{\(dimensions)}")
    }
    return line.map {
      $0.contains("\"suppressed\"") ? "·" : $0.contains("\"value\":null") ? "–" : "x"
    } ?? "-"
  }

  private static let few = "\"team\":\"Few\""

  @Test func `a count of one's own beside a suppressed rate goes with it`() async throws {
    let folder = try await Self.surveys(
      """
      metrics:
        - { id: good, count: { of: survey, where: { satisfied: "true" } }, at: responded }
        - { id: bad, count: { of: survey, where: { satisfied: "false" } }, at: responded }
        - { id: answers, count: { of: survey }, at: responded }
      reports:
        - { name: r, dimensions: [team] }
      """)
    try await RunTests.run(folder)
    for metric in ["csat", "good", "bad"] {
      // The second is the team of the next fewest.
      for team in [Self.few, "\"team\":\"Many\""] {
        #expect(try Self.value(folder, "r", metric, "2026-10", team) == "·", "\(metric)")
      }
      #expect(
        try Self.value(folder, "r", metric, "2026-10", "\"team\":\"More\"") == "x", "\(metric)")
      #expect(try Self.value(folder, "r", metric) == "x", "\(metric)")
      #expect(try Self.value(folder, "r", metric, "2026-09", Self.few) == "x", "\(metric)")
    }
    // How many there were is no secret.
    #expect(try Self.value(folder, "r", "answers", "2026-10", Self.few) == "x")
  }

  @Test func `the others, as a metric of one's own, do not give the one away`() async throws {
    let folder = try await Self.surveys(
      """
      metrics:
        - { id: rest, share: { of: survey, among: { team: "!= Few" }, where: { satisfied: "true" } }, at: responded }
      reports:
        - { name: r, dimensions: [team] }
      """)
    try await RunTests.run(folder)
    #expect(try Self.value(folder, "r", "csat", "2026-10", Self.few) == "·")
    #expect(try Self.value(folder, "r", "csat") == "x")
    #expect(try Self.value(folder, "r", "rest") == "·")
    #expect(try Self.value(folder, "r", "rest", "2026-09") == "x")
  }

  @Test func `a quarter less its months, and a region less its teams, tell nothing`() async throws {
    let folder = try await Self.surveys(
      """
      reports:
        - { name: months, dimensions: [team] }
        - { name: quarters, period: quarter, dimensions: [team] }
        - { name: regions, dimensions: [region] }
      """)
    try await RunTests.run(folder, asOf: CivilDate(2026, 11, 2))
    // The last whole quarter is the third, and has nothing of October.
    #expect(try Self.value(folder, "months", "csat", "2026-10", Self.few) == "·")
    #expect(try Self.value(folder, "months", "csat", "2026-10", "\"team\":\"Many\"") == "·")
    // EMEA is Few and Many: both are hidden, and so EMEA may stand.
    #expect(try Self.value(folder, "regions", "csat", "2026-10", "\"region\":\"EMEA\"") == "x")
    #expect(try Self.value(folder, "quarters", "csat", "2026-Q3", Self.few) == "x")
  }

  @Test func `a comparison for others hides what the run does`() async throws {
    let folder = try await Self.surveys(
      """
      reports:
        - { name: r, dimensions: [team] }
        - { name: mine, dimensions: [region], audience: internal }
      """)
    let file = try PipelineFile.read("\(folder.path)/pipeline.yml")
    let options = RunOptions(
      asOf: CivilDate(2026, 11, 2), threads: 1, startedAt: "", program: "test")
    let diff = Diff(file, options, Progress { _ in }, audience: .board)
    let october = try diff.period("2026-10", relativeTo: nil)
    let result = try await diff.compare(
      from: october.advanced(by: -1), to: october, dimensions: ["team"])
    for row in result.comparison.rows where row.metric.id == "csat" {
      let isHidden = ["Few", "Many"].contains(row.group.members["team"] ?? "")
      #expect(row.change.new.isSuppressed == isHidden, "\(row.group.members)")
      #expect(!row.change.old.isSuppressed)
    }
    do {
      _ = try await diff.compare(
        from: october.advanced(by: -1), to: october, dimensions: ["region"])
      Issue.record("it compared")
    } catch {
      #expect(
        error.description
          == "\(folder.path)/pipeline.yml: error: a comparison for 'board' may be split only as reports are that suppress values of few records, and none is by 'region'; expected 'team'"
      )
    }
  }

  @Test func `an explanation says what others do not see`() async throws {
    let folder = try await Self.surveys(
      """
      reports:
        - { name: r, dimensions: [team] }
        - { name: mine, dimensions: [region], audience: internal }
      """)
    let file = try PipelineFile.read("\(folder.path)/pipeline.yml")
    let options = RunOptions(
      asOf: CivilDate(2026, 11, 2), threads: 1, startedAt: "", program: "test")
    // Few has four answers in October, and Many would give them away.
    for (team, month, isInternal) in [
      ("Few", "2026-10", true), ("Many", "2026-10", true), ("More", "2026-10", false),
      ("Few", "2026-09", false),
    ] {
      let explain = Explain(file, options, Progress { _ in })
      let explanation = try await explain.explain(
        .init(metric: "csat", period: try explain.period(month), members: ["team": team]))
      #expect(explanation.isInternal == isInternal, "\(team), \(month)")
      #expect(explanation.value.n > 0)
      #expect(explanation.json().contains("\"internal\":\(isInternal)"))
      #expect(explanation.text().contains("to internal readers alone") == isInternal)
    }
  }

  // MARK: What a page or a terminal would obey

  @Test func `no file of a report has a control character or an override`() async throws {
    let folder = try RunTests.Folder()
    try folder.write(
      "pipeline.yml",
      EditionTests.pipeline.replacingOccurrences(of: "name: REPORT", with: "name: r"))
    try folder.write(
      "a.csv",
      "Id,Created,Solved,Team,Agent,Account\n"
        + (1...40).map {
          "\($0),2026-10-01,2026-10-03,\($0 % 2 == 0 ? "A\u{1B}[31m\u{202E}fdp" : "B\u{9B}1m\u{2066}\u{7F}"),x,y\n"
        }.joined())
    let result = try await RunTests.run(folder)
    for name in ["index.html", "report.md", "metrics.json", "metrics.csv"] {
      let text = String(
        decoding: try folder.read("reports/r/2026-10/\(name)"), as: UTF8.self)
      #expect(text.visible(keepingLines: true) == text, "\(name)")
      #expect(text.contains("u202e") || text.contains("U+202E"), "\(name)")
    }
    #expect(!result.published.contains { $0.scorecard.visible(keepingLines: true) != $0.scorecard })
  }

  // MARK: The key

  @Test func `a key that others may read, or of one byte, is refused`() throws {
    let folder = try RunTests.Folder()
    try folder.write("pipeline.yml", PipelineFileTests.good + "\nprivacy: { key_file: d.key }\n")
    func mistake() -> String {
      do {
        _ = try PipelineFile.read("\(folder.path)/pipeline.yml")
        return ""
      } catch { return error.description }
    }
    let place = "\(folder.path)/pipeline.yml:11:22: error: "
    try folder.writeKey("d.key", PseudonymsTests.secret, mode: 0o640)
    #expect(
      mistake()
        == place
        + "the key file 'd.key' is open to others than its owner (mode 0640); expected 0600, as after 'chmod 600 d.key'"
    )
    try folder.writeKey("d.key", String(repeating: "k", count: 32))
    #expect(
      mistake()
        == place
        + "the key in 'd.key' is one byte repeated; expected one that nobody can guess, such as 'openssl rand -hex 32' makes"
    )
    try folder.writeKey("d.key", PseudonymsTests.secret, mode: 0o400)
    #expect(mistake() == "")
  }
}

extension RunTests.Folder {
  func writeKey(_ name: String, _ key: String, mode: Int = 0o600) throws {
    try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
    try write(name, key + "\n")
    try FileManager.default.setAttributes(
      [.posixPermissions: mode], ofItemAtPath: "\(path)/\(name)")
  }
}
