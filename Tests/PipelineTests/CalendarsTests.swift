import Aggregate
import Civil
import Columnar
import Foundation
import Testing

@testable import Pipeline

@Suite struct CalendarsTests {
  /// A pipeline file with some lines in it; they begin at its ninth.
  static func text(_ lines: String) -> String {
    """
    pipeline: p
    sources:
      - name: a
        files: a.csv
        fields:
          id: Id
          created: Created
          region: Region
    \(lines)
    reports:
      - { name: board, period: month }
    """
  }

  static func calendar(_ lines: String) -> String {
    text("calendars:\n  amer:\n    zone: America/Chicago\n\(lines)")
  }

  static func mistakes(_ text: String, path: String = "p.yml") -> [String] {
    do {
      _ = try PipelineFile.parse(text, path: path)
      return []
    } catch {
      return error.all.map(\.description)
    }
  }

  /// A new folder with a file in it.
  static func folder(_ name: String, _ content: String) throws -> String {
    let folder = NSTemporaryDirectory() + "calendars-\(UUID().uuidString)"
    let path = "\(folder)/\(name)"
    try FileManager.default.createDirectory(
      at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    try content.write(toFile: path, atomically: true, encoding: .utf8)
    return folder
  }

  /// The business seconds of each day of a calendar from a date on.
  static func seconds(_ calendar: BusinessCalendar, _ date: CivilDate, days: Int) -> [Int64] {
    (0..<days).map { day in
      calendar.seconds(
        from: calendar.zone.start(of: date + day), to: calendar.zone.start(of: date + day + 1))
    }
  }

  /// Hours by hand: 2026-12-21 is a Monday.
  @Test func `a calendar has the hours that its entry gives`() throws {
    let file = try PipelineFile.parse(
      Self.calendar(
        """
            where: { region: [AMER, LATAM] }
            hours: { mon-fri: "08:00-18:00", sat: ["09:00-12:00", "13:00-15:00"], wed: closed, thu: "" }
            holidays: [2026-12-25]
            days: { 2026-12-21: "08:00-12:00", 2026-12-23: ["10:00-11:00"], 2026-12-22: }
            from: { 2026-12-28: { sun-mon: "00:00-24:00" } }
        """), path: "p.yml")
    let amer = try #require(file.calendars.first)
    #expect(amer.name == "amer" && amer.calendar.name == "amer")
    #expect(amer.tests == [FieldTest("region", .isAny(of: ["AMER", "LATAM"]))])
    #expect(amer.calendar.zone.name == "America/Chicago")
    #expect(
      Self.seconds(amer.calendar, CivilDate(2026, 12, 21), days: 9).map { $0 / 3600 }
        == [4, 0, 1, 0, 0, 5, 0, 24, 0])
  }

  @Test func `a range of weekdays may go over the week's end, and a later key decides`() throws {
    let file = try PipelineFile.parse(
      Self.calendar("    hours: { sat-wed: \"10:00-11:00\", sun: \"22:00-06:00\" }"), path: "p.yml")
    // A week without a change of clocks, from a Monday.
    #expect(
      Self.seconds(file.calendars[0].calendar, CivilDate(2026, 6, 1), days: 7).map { $0 / 3600 }
        == [1 + 6, 1, 1, 0, 0, 1, 2])
  }

  @Test(arguments: [
    (
      "    hour: 1",
      [
        "p.yml:12:5: error: unknown key 'hour' in the calendar 'amer'; did you mean 'hours'?",
        "p.yml:11:5: error: the calendar 'amer' lacks 'hours'",
      ]
    ),
    (
      "    hours: always", ["p.yml:12:12: error: the hours must be a mapping; found a single value"]
    ),
    ("    hours: { fir: closed }", ["p.yml:12:14: error: no weekday 'fir'; did you mean 'fri'?"]),
    (
      "    hours: { mon-wed-fri: closed }",
      [
        "p.yml:12:14: error: no weekday 'mon-wed-fri'; expected 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', or a range such as 'mon-fri'"
      ]
    ),
    (
      "    hours: { mon-: closed }",
      [
        "p.yml:12:14: error: no weekday ''; expected 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', or a range such as 'mon-fri'"
      ]
    ),
    (
      "    hours: { mon: [\"08:00-12:00\", 13-18] }",
      [
        "p.yml:12:35: error: '13-18' is not a shift; expected one such as '08:00-18:00' or '22:00-06:00', or 'closed'"
      ]
    ),
    (
      "    hours: { mon: { a: b } }",
      ["p.yml:12:19: error: 'a shift' must be a single value; found a mapping"]
    ),
    (
      "    hours: { mon: [\(Array(repeating: "\"08:00-12:00\"", count: 25).joined(separator: ", "))] }",
      ["p.yml:12:19: error: a day of 25 shifts; expected at most 24"]
    ),
    (
      "    hours: {}\n    days: { 2026-02-30: closed }",
      ["p.yml:13:13: error: '2026-02-30' is not a date; expected one such as '2026-12-24'"]
    ),
    (
      "    hours: {}\n    from: { july: { mon: closed } }",
      ["p.yml:13:13: error: 'july' is not a date; expected one such as '2026-12-24'"]
    ),
    (
      "    hours: {}\n    from: { 2026-07-01: { mno: closed } }",
      ["p.yml:13:27: error: no weekday 'mno'; did you mean 'mon'?"]
    ),
    (
      "    hours: {}\n    where: { regoin: AMER }",
      ["p.yml:13:14: error: unknown key 'regoin' in 'where'; did you mean 'region'?"]
    ),
    (
      "    hours: {}\n    holidays: [2026-12-25, christmas]",
      [
        "p.yml:13:28: error: 'christmas' is not a holiday; expected a date such as '2026-12-25' or a file such as 'holidays/us.csv'"
      ]
    ),
    (
      "    hours: {}\n    holidays: ../us.csv",
      [
        "p.yml:13:15: error: the file '../us.csv' leaves the folder of the pipeline file; expected a relative path without '..'"
      ]
    ),
    (
      "    hours: {}\n    holidays: [/us.csv]",
      [
        "p.yml:13:16: error: the file '/us.csv' leaves the folder of the pipeline file; expected a relative path without '..'"
      ]
    ),
    (
      "    hours: {}\n    holidays: [no/us.csv]",
      ["p.yml:13:16: error: no file 'no/us.csv' beside the pipeline file"]
    ),
  ])
  func `a mistake in a calendar is told with its place`(lines: String, messages: [String]) {
    #expect(Self.mistakes(Self.calendar(lines)).sorted() == messages.sorted())
  }

  @Test func `a calendar needs a zone that there is`() {
    #expect(
      Self.mistakes(
        Self.text("calendars:\n  a: { hours: {} }\n  b: { hours: {}, zone: Europe/Lodnon }\n  c: x")
      )
        == [
          "p.yml:10:6: error: the calendar 'a' lacks 'zone'",
          "p.yml:11:25: error: no time zone 'Europe/Lodnon'; expected an IANA name such as 'Europe/London'",
          "p.yml:12:6: error: the calendar 'c' must be a mapping; found a single value",
        ])
    #expect(
      Self.mistakes(Self.text("calendars: [a]"))
        == ["p.yml:9:12: error: 'calendars' must be a mapping; found a list"])
  }

  @Test func `holidays come from files beside the pipeline file, and enter the run's id`() throws {
    let folder = try Self.folder("holidays/us.csv", "date,name\n2026-12-25,Christmas\n")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let ics =
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261126\nEND:VEVENT\nEND:VCALENDAR\n"
    try ics.write(toFile: "\(folder)/us.ics", atomically: true, encoding: .utf8)
    let text = Self.calendar(
      "    hours: {}\n    holidays: [2026-07-04, holidays/us.csv, us.ics]")
    let first = try PipelineFile.parse(text, path: "\(folder)/p.yml")
    #expect(
      first.calendars[0].calendar.holidays.sorted().map(\.description)
        == ["2026-07-04", "2026-11-26", "2026-12-25"])

    // A comment changes no figure, another date does.
    let csv = "\(folder)/holidays/us.csv"
    try "# ours\n2026-12-25\n".write(toFile: csv, atomically: true, encoding: .utf8)
    #expect(
      try PipelineFile.parse(text, path: "\(folder)/p.yml").canonicalText == first.canonicalText)
    try "2026-12-24\n".write(toFile: csv, atomically: true, encoding: .utf8)
    #expect(
      try PipelineFile.parse(text, path: "\(folder)/p.yml").canonicalText != first.canonicalText)
  }

  @Test func `a mistake in a holiday file is told with the file's own place`() throws {
    let folder = try Self.folder("us.csv", "2026-12-25\n2026-13-01\n25/12/2026\n")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func mistakes(_ holidays: String) -> [String] {
      Self.mistakes(
        Self.calendar("    hours: {}\n    holidays: \(holidays)"), path: "\(folder)/p.yml"
      ).map { $0.replacingOccurrences(of: "\(folder)/", with: "") }
    }
    #expect(
      mistakes("[us.csv, us.cvs, .]") == [
        "p.yml:13:24: error: no file 'us.cvs' beside the pipeline file; did you mean 'us.csv'?",
        "p.yml:13:32: error: '.' is not a regular file; expected a file beside the pipeline file",
        "us.csv:2:1: error: '2026-13-01' is not a date; expected one such as '2026-12-25'",
        "us.csv:3:1: error: '25/12/2026' is not a date; expected one such as '2026-12-25'",
      ])
    try String(repeating: "2026-12-25\n", count: 100_000)
      .write(toFile: "\(folder)/us.csv", atomically: true, encoding: .utf8)
    #expect(mistakes("us.csv") == ["us.csv:1:1: error: the file has over 1 MiB; expected holidays"])
  }

  @Test func `a policy carries its clock, calendar, next reply and pauses`() throws {
    let file = try PipelineFile.parse(
      Self.calendar(
        """
            hours: {}
        sla:
          - { first_reply: 1h, resolution: 8h }
          - { next_reply: 2h, clock: business, pause: [pending, on_hold] }
          - { calendar: amer, pause: [] }
          - { clock: calendar, pause: on_hold }
        """), path: "p.yml")
    #expect(
      file.policies == [
        SLAPolicy(tests: [], firstReply: 3600, resolution: 28_800, pauses: ["pending"]),
        SLAPolicy(
          tests: [], firstReply: nil, resolution: nil, nextReply: 7200, clock: .business,
          pauses: ["pending", "on_hold"]),
        SLAPolicy(
          tests: [], firstReply: nil, resolution: nil, clock: .business, calendar: "amer",
          pauses: []),
        SLAPolicy(
          tests: [], firstReply: nil, resolution: nil, clock: .calendar, pauses: ["on_hold"]),
      ])
  }

  @Test(arguments: [
    ("clock: busines", "p.yml:14:12: error: 'clock' cannot be 'busines'; did you mean 'business'?"),
    ("calendar: amre", "p.yml:14:15: error: no calendar 'amre'; did you mean 'amer'?"),
    ("calendar: x", "p.yml:14:15: error: no calendar 'x'; expected 'amer'"),
    (
      "clock: calendar, calendar: amer",
      "p.yml:14:12: error: 'clock: calendar' counts all time, but the policy names a calendar; expected 'business'"
    ),
    (
      "next_reply: 99999999999999999999d",
      "p.yml:14:17: error: '99999999999999999999d' is not a duration; expected one such as '4h', '30m' or '2d'"
    ),
    (
      "next_reply: soon",
      "p.yml:14:17: error: 'soon' is not a duration; expected one such as '4h', '30m' or '2d'"
    ),
    (
      "pause: [pending, onhold]",
      "p.yml:14:22: error: 'pause' cannot be 'onhold'; did you mean 'on_hold'?"
    ),
    ("paus: []", "p.yml:14:5: error: unknown key 'paus' in the SLA policy; did you mean 'pause'?"),
  ])
  func `a mistake in a policy is told with its place`(policy: String, message: String) {
    #expect(
      Self.mistakes(Self.calendar("    hours: {}\nsla:\n- { \(policy) }")) == [message])
  }

  @Test func `business time without calendars is a mistake`() {
    #expect(
      Self.mistakes(Self.text("sla: [{ clock: business }, { calendar: amer }]")) == [
        "p.yml:9:16: error: 'clock: business' needs 'calendars', which the pipeline file lacks",
        "p.yml:9:40: error: no calendar 'amer'; the pipeline file lacks 'calendars'",
      ])
  }
}
