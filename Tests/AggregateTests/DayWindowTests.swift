import Civil
import Columnar
import Testing

@testable import Aggregate
@testable import Link

/// Times between instants of which some are known to the day only, around the end of summer time in
/// London on 2026-10-25. Expected values by hand: 20 October begins at 23:00 UTC of the day before.
@Suite struct DayWindowTests {
  static func instant(_ month: Int, _ day: Int, _ hour: Int) -> Int64 {
    Int64(CivilDate(2026, month, day).day) * 86_400 + Int64(hour) * 3600
  }

  static let london = try? Zone.named("Europe/London")

  @Test func `a week after a day is the seven days that follow`() throws {
    let days = DayPrecision(fields: [["solved"]], zone: try #require(Self.london))
    let window = days.window(after: Self.instant(10, 19, 23), within: 7 * 86_400, isDay: true)
    #expect(window == Self.instant(10, 20, 23)...Self.instant(10, 28, 0) - 1)
  }

  @Test func `a week after an instant is so many seconds`() throws {
    let days = DayPrecision(fields: [], zone: try #require(Self.london))
    let solved = Self.instant(10, 20, 10)
    #expect(
      days.window(after: solved, within: 7 * 86_400, isDay: false)
        == solved + 1...Self.instant(10, 27, 10))
  }

  @Test func `between two days lie whole days, however long they are`() throws {
    let days = DayPrecision(fields: [["at", "created"]], zone: try #require(Self.london))
    // 24 October begins at 23:00 UTC of the day before, 26 October at 00:00 UTC: 49 hours.
    let (from, to) = (Self.instant(10, 23, 23), Self.instant(10, 26, 0))
    #expect(days.elapsed.seconds(from: from, to: to, inDays: true) == 2 * 86_400)
    #expect(days.elapsed.seconds(from: from, to: to, inDays: false) == 49 * 3600)
    #expect(days.elapsed.isDay(creationIn: 0))
    #expect(days.elapsed.isDay(eventAt: Int64(bitPattern: Locator(file: 0, offset: 5).packed)))
    #expect(!days.elapsed.isDay(eventAt: .missing))
  }
}
