import Columnar
import TestSupport
import Testing

@testable import Civil

@Suite struct HolidayFileTests {
  static func dates(_ text: String) throws -> [String] {
    try HolidayFile(Array(text.utf8), file: "h").dates.sorted().map(\.description)
  }

  /// The mistakes of a text, each with its place.
  static func mistakes(_ text: String) -> [String] {
    do {
      _ = try HolidayFile(Array(text.utf8), file: "h")
      return []
    } catch {
      return error.all.map(\.description)
    }
  }

  static func event(_ lines: String...) -> String {
    (["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT"] + lines + ["END:VEVENT", "END:VCALENDAR"])
      .map { $0 + "\r\n" }.joined()
  }

  @Test(arguments: [
    "2026-12-25\n2026-12-26\n", "\u{FEFF}2026-12-25\r\n\r\n  2026-12-26",
    "date\n2026-12-26\n2026-12-25",
    "# Christmas\n2026-12-25,Christmas Day\n2026-12-26;Boxing Day # bank holiday\n",
    "\"Date\",\"Name\"\n\"2026-12-25\",\"a, b\"\n\"2026-12-26\",\n",
    "2026-12-25\tx\n2026-12-26 y\n2026-12-26",
  ])
  func `a list gives the dates of its first column`(text: String) throws {
    #expect(try Self.dates(text) == ["2026-12-25", "2026-12-26"])
  }

  @Test func `an empty list has no dates`() throws {
    #expect(try Self.dates("") == [])
    #expect(try Self.dates("# none\n") == [])
  }

  @Test(arguments: [
    (
      "2026-12-25\n25/12/2026,x\n",
      "h:2:1: error: '25/12/2026' is not a date; expected one such as '2026-12-25'"
    ),
    ("25.12.2026\n", "h:1:1: error: '25.12.2026' is not a date; expected one such as '2026-12-25'"),
    ("a\n b\n2026-12-25\n", "h:2:2: error: 'b' is not a date; expected one such as '2026-12-25'"),
    (
      "\u{FEFF} 2026-02-30\n",
      "h:1:5: error: '2026-02-30' is not a date; expected one such as '2026-12-25'"
    ),
    (
      "+026-12-25\n",
      "h:1:1: error: '+026-12-25' is not a date; expected one such as '2026-12-25'"
    ),
    ("x\n,\n", "h:2:1: error: '' is not a date; expected one such as '2026-12-25'"),
    ("x\n\u{1B}[2J\n", "h:2:1: error: '?[2J' is not a date; expected one such as '2026-12-25'"),
    (
      "1" + String(repeating: "x", count: 50),
      "h:1:1: error: '1\(String(repeating: "x", count: 39))…' is not a date; expected one such as '2026-12-25'"
    ),
  ])
  func `a mistake in a list is told with its place`(text: String, message: String) {
    #expect(Self.mistakes(text) == [message])
  }

  @Test func `all mistakes of a list are told, up to twenty`() {
    #expect(Self.mistakes("1\n2\n2026-12-25\n3\n").count == 3)
    #expect(Self.mistakes(String(repeating: "1\n", count: 99)).count == 20)
  }

  @Test(arguments: [
    (event("DTSTART;VALUE=DATE:20261225"), ["2026-12-25"]),
    (
      event("SUMMARY:a", "DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227"),
      ["2026-12-25", "2026-12-26"]
    ),
    (event("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261225"), ["2026-12-25"]),
    (event("DTSTART;VALUE=DATE:20261225", "DURATION:P2D"), ["2026-12-25", "2026-12-26"]),
    (event("DTSTART:20261225T000000Z"), ["2026-12-25"]),
    (event("DTSTART;TZID=\"a:b\":20261225T090000", "DTEND:20261226T000000"), ["2026-12-25"]),
    (event("DTSTART:20261225T090000", "DTEND:20261226T120000"), ["2026-12-25", "2026-12-26"]),
    (event("dtstart;VALUE=\r\n DATE:2026\r\n\t1225"), ["2026-12-25"]),
    (event("DTSTART;VALUE=DATE:20261225", "STATUS:CANCELLED"), []),
    (
      event("DTSTART;VALUE=DATE:20261225", "BEGIN:VALARM", "DTSTART:x", "END:VALARM"),
      ["2026-12-25"]
    ),
    (
      event("DTSTART;VALUE=DATE:20261225", "RRULE:FREQ=YEARLY;COUNT=3"),
      ["2026-12-25", "2027-12-25", "2028-12-25"]
    ),
    (
      event(
        "DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261226",
        "RRULE:FREQ=YEARLY;UNTIL=20271224;BYMONTH=12;BYMONTHDAY=24;INTERVAL=1;WKST=MO"),
      ["2026-12-24", "2026-12-25", "2027-12-24", "2027-12-25"]
    ),
    // 2100 is no leap year.
    (
      event("DTSTART;VALUE=DATE:20880229", "RRULE:FREQ=YEARLY"),
      ["2088-02-29", "2092-02-29", "2096-02-29"]
    ),
  ])
  func `a calendar gives the days of its events`(text: String, dates: [String]) throws {
    #expect(try Self.dates(text) == dates)
  }

  @Test func `the rule of a time zone within a calendar is no holiday`() throws {
    let zone =
      "BEGIN:VTIMEZONE\nBEGIN:STANDARD\nDTSTART:19701025T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\n"
    #expect(try Self.dates("\nBEGIN:VCALENDAR\n\(zone)END:VCALENDAR\n") == [])
  }

  @Test func `a yearly event without an end goes on to 2100`() throws {
    let dates = try Self.dates(Self.event("DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=YEARLY"))
    #expect(dates.count == 81)
    #expect(dates.last == "2100-01-01")
  }

  @Test(arguments: [
    (
      event("DTSTART;VALUE=DATE:20261325"),
      "h:4:20: error: '20261325' is not a date; expected one such as '20261225'"
    ),
    (
      event("DTSTART;VALUE=DATE:\r\n 2026122"),
      "h:5:2: error: '2026122' is not a date; expected one such as '20261225'"
    ),
    (
      event("DTSTART:20261225T1"),
      "h:4:9: error: '20261225T1' is not a date; expected one such as '20261225'"
    ),
    (event("SUMMARY:a"), "h:3:1: error: the event lacks 'DTSTART'"),
    (
      event("DTSTART:20261225", "nonsense"),
      "h:5:1: error: 'nonsense' is not a line of an iCalendar file; expected a name, ':' and a value"
    ),
    (
      event("DTSTART:20261225", "DTEND:20261224"),
      "h:5:7: error: the event cannot last until '20261224'; expected from 1 to 366 whole days"
    ),
    (
      event("DTSTART:20261225", "DTEND:99991224"),
      "h:5:7: error: the event cannot last until '99991224'; expected from 1 to 366 whole days"
    ),
    (
      event("DTSTART:20261225", "DURATION:PT8H"),
      "h:5:10: error: the event cannot last until 'PT8H'; expected from 1 to 366 whole days"
    ),
    (
      event("DTSTART:20261225", "EXDATE:20271225"),
      "h:5:1: error: 'EXDATE' is not supported; expected an event for each date"
    ),
    (
      event("DTSTART:20261225", "RRULE:FREQ=MONTHLY"),
      "h:5:7: error: the rule 'FREQ=MONTHLY' is not supported; expected 'FREQ=YEARLY' on the event's own date, with 'COUNT' or 'UNTIL' at most"
    ),
    (
      event("DTSTART:20261225", "RRULE:FREQ=YEARLY;BYDAY=4TH;BYMONTH=11"),
      "h:5:7: error: the rule 'FREQ=YEARLY;BYDAY=4TH;BYMONTH=11' is not supported; expected 'FREQ=YEARLY' on the event's own date, with 'COUNT' or 'UNTIL' at most"
    ),
    (
      event("DTSTART:20261225", "RRULE:FREQ=YEARLY;COUNT=0"),
      "h:5:7: error: the rule 'FREQ=YEARLY;COUNT=0' is not supported; expected 'FREQ=YEARLY' on the event's own date, with 'COUNT' or 'UNTIL' at most"
    ),
    ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\n", "h:2:1: error: 'VEVENT' is not ended"),
    ("BEGIN:VCALENDAR\nEND:VEVENT\n", "h:2:5: error: 'VEVENT' ends, but is not open"),
  ])
  func `a mistake in a calendar is told with its place`(text: String, message: String) {
    #expect(Self.mistakes(text) == [message])
  }

  @Test func `a file that would fill memory is refused`() {
    let long = String(repeating: "2026-12-25\n", count: 100_000)
    #expect(Self.mistakes(long) == ["h:1:1: error: the file has over 1 MiB; expected holidays"])
    let years = Self.event("DTSTART:00010101", "DTEND:00011231", "RRULE:FREQ=YEARLY")
    #expect(Self.mistakes(years) == ["h:6:7: error: the file gives more than 100000 days"])
  }

  @Test func `what is no holiday file ends in a message, never in a crash`() {
    var random = SeededGenerator(3)
    let good = Array(
      Self.event("DTSTART;VALUE=DATE:20261225", "DTEND:20261227", "RRULE:FREQ=YEARLY;COUNT=3").utf8)
    for _ in 0..<3000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let index = bytes.indices.randomElement(using: &random)!
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        default: bytes.insert(UInt8(ascii: "\n"), at: index)
        }
      }
      _ = try? HolidayFile(bytes, file: "h")
    }
  }
}
