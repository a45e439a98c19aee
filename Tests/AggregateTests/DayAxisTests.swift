import Civil
import Testing

@testable import Aggregate

@Suite struct DayAxisTests {
  static let london = PeriodAxis(
    endingWith: Period(.month, containing: CivilDate(2026, 10, 1)), count: 8,
    zone: (try? Zone.named("Europe/London")) ?? .utc)

  @Test func `every instant lies on the day that its zone says, where clocks change too`() {
    let days = DayAxis(Self.london)
    let zone = Self.london.zone
    let first = zone.date(at: Self.london.boundaries[0])
    for instant in stride(
      from: Self.london.boundaries[0], to: Self.london.boundaries[8], by: 1799)
    {
      #expect(days.day(of: instant) == zone.date(at: instant).day - first.day)
    }
    // March to October.
    #expect(days.count == 245)
    #expect(days.tellsDispersion)
  }

  @Test func `slots are as the axis has them`() {
    let days = DayAxis(Self.london)
    let instants = stride(
      from: Self.london.boundaries[0] - 100_000, to: Self.london.boundaries[8] + 100_000,
      by: 40_000
    ).map { $0 }
    for (day, instant) in zip(days.days(instants), instants) {
      #expect(Int(days.slot(ofDay: day)) == Self.london.slot(of: instant))
    }
    #expect(days.days([.missing]) == [DayAxis.missing])
  }

  @Test func `weeks have too few days to tell anything`() {
    let weeks = PeriodAxis(
      endingWith: Period(.week, containing: CivilDate(2026, 10, 1)), count: 4, zone: .utc)
    #expect(!DayAxis(weeks).tellsDispersion)
    // A Monday.
    #expect(DayAxis(weeks).weekdays[0] == 0)
  }

  @Test func `days are those within what is known`() {
    let october = DayAxis(
      PeriodAxis(
        endingWith: Period(.month, containing: CivilDate(2026, 10, 1)), count: 1, zone: .utc))
    #expect(october.days(ofSlot: 1, within: .min ..< .max) == 0..<31)
    #expect(
      october.days(ofSlot: 1, within: Tally.october(3, 5)..<Tally.october(13)) == 2..<12)
    #expect(october.days(ofSlot: 1, within: Tally.october(3)..<Tally.october(3)).isEmpty)
  }
}
