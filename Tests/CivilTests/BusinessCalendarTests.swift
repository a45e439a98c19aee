import TestSupport
import Testing

@testable import Civil

@Suite struct BusinessCalendarTests {
  /// Changes of an hour, of half an hour, at midnight, backwards in Ramadan, given up, never had,
  /// and a day that was skipped.
  static let zones = [
    "Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo",
    "Asia/Kolkata", "Africa/Casablanca", "America/St_Johns", "Pacific/Chatham", "Asia/Tehran",
    "Pacific/Apia",
  ]

  /// A moment of 1990 to 2037: near a change of the zone's offset where it has one.
  static func moment(_ zone: Zone, _ name: String, _ random: inout SeededGenerator) -> Int64 {
    // The day that Samoa skipped, 2011-12-30.
    if name == "Pacific/Apia" && Bool.random(using: &random) { return 1_325_239_200 }
    let changes = zone.transitions.map(\.instant).filter { 631_152_000...2_145_916_800 ~= $0 }
    return changes.randomElement(using: &random)
      ?? Int64.random(in: 631_152_000...2_145_916_800, using: &random)
  }

  @Test(arguments: zones, 1...6)
  func `business time is what a walker along the wall clock counts`(name: String, seed: Int) throws
  {
    var random = SeededGenerator(seed * 1000 + name.count)
    let zone = try Zone.named(name)
    let middle = Self.moment(zone, name, &random) / 60
    let walked = WalkedCalendar(zone, near: Int(middle / 1440), using: &random)
    let calendar = walked.calendar
    let first = middle - Int64.random(in: 3000...5000, using: &random)
    let count: Int64 = 8000
    var before: [Int64] = [0]
    for minute in first..<first + count {
      before.append(before[before.count - 1] + (walked.isOpen(minute) ? 60 : 0))
    }
    /// The seconds open since `first`.
    func open(_ instant: Int64) -> Int64 {
      let minute = Int(instant / 60 - first)
      return before[minute] + (before[minute + 1] > before[minute] ? instant % 60 : 0)
    }
    for _ in 0..<2000 {
      let a = Int64.random(in: first * 60..<(first + count) * 60, using: &random)
      let b = Int64.random(in: a..<(first + count) * 60, using: &random)
      #expect(
        calendar.seconds(from: a, to: b) == open(b) - open(a), "\(name) seed \(seed) \(a) \(b)")
      #expect(calendar.isOpen(at: a) == walked.isOpen(a / 60), "\(name) seed \(seed) \(a)")
    }
  }

  @Test(arguments: zones)
  func `a calendar that never closes counts elapsed time`(name: String) throws {
    let always = try Self.always(name)
    var random = SeededGenerator(11)
    for _ in 0..<2000 {
      let a = Int64.random(in: 0...BusinessCalendar.horizon, using: &random)
      let b = Int64.random(in: a...BusinessCalendar.horizon, using: &random)
      #expect(always.seconds(from: a, to: b) == b - a)
      #expect(always.instant(after: a, adding: b - a) == b)
    }
  }

  @Test(arguments: zones, 1...2)
  func `the time of two stretches is that of their whole`(name: String, seed: Int) throws {
    var random = SeededGenerator(seed)
    let zone = try Zone.named(name)
    let calendar = WalkedCalendar(zone, near: 20_000, using: &random).calendar
    for _ in 0..<2000 {
      let times = (0..<3).map { _ in Int64.random(in: 0...4_200_000_000, using: &random) }.sorted()
      #expect(
        calendar.seconds(from: times[0], to: times[2])
          == calendar.seconds(from: times[0], to: times[1])
          + calendar.seconds(from: times[1], to: times[2]), "\(name) seed \(seed) \(times)")
      #expect(calendar.seconds(from: times[2], to: times[0]) == 0)
    }
  }

  @Test(arguments: zones, 1...2)
  func `the instant after some business time is the first at which it has passed`(
    name: String, seed: Int
  ) throws {
    var random = SeededGenerator(seed)
    let zone = try Zone.named(name)
    let moment = Self.moment(zone, name, &random)
    let calendar = WalkedCalendar(zone, near: Int(moment / 86_400), using: &random).calendar
    for _ in 0..<2000 {
      let start = moment + Int64.random(in: -1_000_000...1_000_000, using: &random)
      let seconds = Int64.random(in: 1...500_000, using: &random)
      let end = try #require(calendar.instant(after: start, adding: seconds))
      #expect(calendar.seconds(from: start, to: end) == seconds, "\(name) seed \(seed) \(start)")
      #expect(calendar.seconds(from: start, to: end - 1) == seconds - 1)
      #expect(calendar.isOpen(at: end - 1))
    }
  }

  @Test func `a London day of 24 hours has 1380 minutes in spring and 1500 in autumn`() throws {
    let always = try Self.always("Europe/London")
    for (date, minutes) in [(CivilDate(2026, 3, 29), 1380), (CivilDate(2026, 10, 25), 1500)] {
      let (start, end) = (always.zone.start(of: date), always.zone.start(of: date + 1))
      #expect(always.seconds(from: start, to: end) == Int64(minutes) * 60)
    }
  }

  /// Counted by hand: London's clocks go from 01:00 to 02:00 on 2026-03-29, and from 02:00 back to
  /// 01:00 on 2026-10-25, both Sundays.
  @Test func `a night shift loses the hour that spring skips and has the one of autumn twice`()
    throws
  {
    var hours = WeeklyHours()
    hours[6] = [try #require(Shift("22:00-06:00"))]
    let nights = BusinessCalendar(
      name: "nights", zone: try Zone.named("Europe/London"), hours: hours)
    for (saturday, length) in [(CivilDate(2026, 3, 28), 7), (CivilDate(2026, 10, 24), 9)] {
      let start = nights.zone.start(of: saturday)
      #expect(nights.seconds(from: start, to: start + 3 * 86_400) == Int64(length) * 3600)
    }
    // 01:30 on 29 March is not there; 01:30 on 25 October is, at 00:30 and 01:30 UTC.
    hours[6] = []
    hours[7] = [try #require(Shift("01:30-01:45"))]
    let gap = BusinessCalendar(name: "gap", zone: nights.zone, hours: hours)
    for (sunday, minutes) in [(CivilDate(2026, 3, 29), 0), (CivilDate(2026, 10, 25), 30)] {
      let start = nights.zone.start(of: sunday)
      #expect(gap.seconds(from: start, to: start + 2 * 86_400) == Int64(minutes) * 60)
    }
  }

  /// 2026-12-24 is a Thursday.
  @Test func `a shift belongs to the day on which it begins`() throws {
    var nights = WeeklyHours()
    for day in 1...7 { nights[day] = [try #require(Shift("22:00-06:00"))] }
    let thursday = CivilDate(2026, 12, 24)
    func hours(_ calendar: BusinessCalendar) -> Int64 {
      let start = Int64(thursday.day) * 86_400 + 12 * 3600
      return calendar.seconds(from: start, to: start + 86_400) / 3600
    }
    func calendar(
      holidays: Set<CivilDate> = [], days: [CivilDate: [Shift]] = [:],
      changes: [BusinessCalendar.Change] = []
    ) -> BusinessCalendar {
      BusinessCalendar(
        name: "n", zone: .utc, hours: nights, holidays: holidays, days: days, changes: changes)
    }
    // From Thursday noon to Friday noon, Thursday's shift is worked whole, holiday on Friday or not.
    #expect(hours(calendar(holidays: [thursday + 1])) == 8)
    #expect(hours(calendar(holidays: [thursday])) == 0)
    #expect(hours(calendar(changes: [(thursday + 1, WeeklyHours())])) == 8)
    #expect(hours(calendar(changes: [(thursday, WeeklyHours())])) == 0)
    // A day with shifts of its own has them, be it a holiday too.
    let half = [thursday: [try #require(Shift("13:00-15:00"))]]
    #expect(hours(calendar(days: half)) == 2)
    #expect(hours(calendar(holidays: [thursday], days: half)) == 2)
    #expect(hours(calendar(days: [thursday: []])) == 0)
  }

  @Test func `beyond the horizon no time passes, and none is found`() throws {
    let always = try Self.always("UTC")
    let horizon = BusinessCalendar.horizon
    #expect(CivilDate(day: Int(horizon / 86_400)) == CivilDate(2100, 1, 1))
    #expect(always.seconds(from: .min, to: .max) == horizon)
    #expect(always.seconds(from: -5, to: 5) == 5)
    #expect(always.seconds(from: horizon, to: .max) == 0)
    #expect(always.instant(after: horizon - 10, adding: 10) == horizon)
    #expect(always.instant(after: horizon - 10, adding: 11) == nil)
    #expect(always.instant(after: .min, adding: 7) == 7)
    #expect(always.instant(after: 100, adding: .max) == nil)
    #expect(always.instant(after: .max, adding: 0) == .max)
    #expect(!always.isOpen(at: .max) && !always.isOpen(at: -1) && always.isOpen(at: 0))
    let never = BusinessCalendar(name: "never", zone: .utc, hours: WeeklyHours())
    #expect(never.seconds(from: .min, to: .max) == 0)
    #expect(never.instant(after: 0, adding: 1) == nil)
    #expect(never.instant(after: 9, adding: 0) == 9)
  }

  @Test(arguments: [
    ("08:00-18:00", 28_800, 64_800), ("8:00-18:00", 28_800, 64_800), ("00:00-24:00", 0, 86_400),
    ("22:00-06:00", 79_200, 108_000),
    ("09:00-09:00", 32_400, 118_800), ("23:59-00:00", 86_340, 86_400),
  ])
  func `a shift begins and ends when its text says`(text: String, start: Int, end: Int) throws {
    let shift = try #require(Shift(text))
    #expect((shift.start, shift.end) == (start, end))
  }

  @Test(arguments: [
    "", "-", "08:00", "08:00-", "8-18", "24:00-25:00", "08:60-10:00", "08:00-24:01", "08:00-26:00",
    "+8:00-10:00",
    "08:00-10:00-12:00", "008:00-10:00", "08:00-99999999999999999999:00", "08:0-10:00", "closed",
  ])
  func `what is no shift is not read`(text: String) {
    #expect(Shift(text) == nil)
  }

  static func always(_ name: String) throws -> BusinessCalendar {
    var hours = WeeklyHours()
    for day in 1...7 { hours[day] = [try #require(Shift("00:00-24:00"))] }
    return BusinessCalendar(name: "always", zone: try Zone.named(name), hours: hours)
  }
}
