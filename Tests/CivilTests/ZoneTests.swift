import Foundation
import TestSupport
import Testing

@testable import Civil

@Suite struct ZoneTests {
  static let names = [
    "Europe/London", "America/Chicago", "Asia/Tokyo", "Asia/Kolkata", "Australia/Lord_Howe",
    "America/St_Johns", "Africa/Casablanca", "Pacific/Auckland", "America/Sao_Paulo", "UTC",
  ]

  /// Without Casablanca, whose changes around Ramadan Foundation's table does not have.
  @Test(arguments: names.filter { $0 != "Africa/Casablanca" })
  func `offsets are those of Foundation`(name: String) throws {
    let zone = try Zone.named(name)
    let reference = try #require(TimeZone(identifier: name))
    var random = SeededGenerator(name.count)
    for _ in 0..<3000 {
      let instant = Int64.random(in: 0...2_500_000_000, using: &random)
      let expected = reference.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
      #expect(zone.offset(at: instant) == Int64(expected), "\(name) \(instant)")
    }
  }

  @Test(arguments: names) func `an instant comes back from its local time`(name: String) throws {
    let zone = try Zone.named(name)
    var clock = LocalClock(zone)
    var random = SeededGenerator(7)
    for _ in 0..<5000 {
      let instant = Int64.random(in: 0...3_000_000_000, using: &random)
      let local = instant + zone.offset(at: instant)
      let found = zone.instant(local: local)
      #expect(found.instant <= instant)
      if found.oddity == .none { #expect(found.instant == instant) }
      #expect(found.instant + zone.offset(at: found.instant) == local)
      #expect(clock.instant(local: local).instant == found.instant)
    }
  }

  @Test func `a time in the spring gap moves forward by the gap`() throws {
    // 2026-03-29 01:30 does not exist in London: it is 02:30, which is 01:30 UTC.
    let zone = try Zone.named("Europe/London")
    let local = Int64(CivilDate(2026, 3, 29).day) * 86_400 + 5400
    let found = zone.instant(local: local)
    #expect(found.oddity == .moved)
    #expect(found.instant == local)
    #expect(zone.offset(at: found.instant) == 3600)
  }

  @Test func `an ambiguous time is the earlier instant`() throws {
    // 2026-10-25 01:30 comes twice in London; first at 00:30 UTC.
    let zone = try Zone.named("Europe/London")
    let local = Int64(CivilDate(2026, 10, 25).day) * 86_400 + 5400
    let found = zone.instant(local: local)
    #expect(found.oddity == .ambiguous)
    #expect(found.instant == local - 3600)
  }

  @Test func `a London day has 1380 minutes in spring and 1500 in autumn`() throws {
    let zone = try Zone.named("Europe/London")
    for (date, minutes) in [(CivilDate(2026, 3, 29), 1380), (CivilDate(2026, 10, 25), 1500)] {
      #expect((zone.start(of: date + 1) - zone.start(of: date)) / 60 == Int64(minutes))
    }
  }

  @Test func `an unknown zone is an error and never a path`() {
    for name in ["Europe/Lodnon", "../etc/passwd", "/etc/passwd", ""] {
      #expect(throws: (any Error).self) { try Zone.named(name) }
    }
  }
}
