import Foundation
import Testing

@testable import Civil

@Suite struct PeriodTests {
  @Test func `days and dates are inverse, and weekdays are those of Foundation`() {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: "UTC")!
    for day in stride(from: -200_000, through: 200_000, by: 37) {
      let (year, month, date) = CivilDate(day: day).parts
      #expect(CivilDate(year, month, date).day == day)
      #expect(CivilDate.isValid(year, month, date))
      #expect(CivilDate.validDays(year, month, date) == day)
      let weekday = calendar.component(
        .weekday, from: Date(timeIntervalSince1970: Double(day) * 86_400))
      #expect(CivilDate(day: day).weekday == (weekday + 5) % 7 + 1)
    }
  }

  @Test func `no day is found for a date that does not exist`() {
    for year in [1900, 1969, 1970, 2026, 2099, 2100] {
      for month in -1...14 {
        for date in -1...32 where !CivilDate.isValid(year, month, date) {
          #expect(CivilDate.validDays(year, month, date) == nil)
        }
      }
    }
  }

  @Test func `what a period prints it reads`() {
    for kind in Period.Kind.regular {
      var period = Period(kind, containing: CivilDate(2015, 12, 31), fiscalStart: 4)
      for _ in 0..<60 {
        #expect(Period(period.description, fiscalStart: 4) == period)
        #expect(period.end == period.advanced(by: 1).first)
        #expect(period.advanced(by: 5).advanced(by: -5) == period)
        period = period.advanced(by: 1)
      }
    }
  }

  @Test func `weeks are those of ISO 8601`() {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = TimeZone(identifier: "UTC")!
    for day in stride(from: 10_000, through: 30_000, by: 3) {
      let date = Date(timeIntervalSince1970: Double(day) * 86_400)
      let week = calendar.component(.weekOfYear, from: date)
      let year = calendar.component(.yearForWeekOfYear, from: date)
      let expected = "\(year)-W" + (week < 10 ? "0\(week)" : "\(week)")
      #expect(Period(.week, containing: CivilDate(day: day)).description == expected)
    }
  }

  @Test(arguments: [
    ("2016-03-05", "2016-03-05", "2016-03-06"), ("2016-W09", "2016-02-29", "2016-03-07"),
    ("2016-03", "2016-03-01", "2016-04-01"), ("2016-Q1", "2016-01-01", "2016-04-01"),
    ("2016", "2016-01-01", "2017-01-01"), ("FY2016-Q1", "2016-04-01", "2016-07-01"),
    ("FY2016", "2016-04-01", "2017-04-01"),
  ])
  func `a period begins and ends where its name says`(text: String, first: String, end: String)
    throws
  {
    let period = try #require(Period(text, fiscalStart: 4))
    #expect(period.first.description == first)
    #expect(period.end.description == end)
  }

  @Test(arguments: [
    "2016-13", "2016-W54", "2015-W54", "2016-Q5", "16-03", "2016-02-30", "", "2016-3", "FY2016-03",
  ])
  func `what is no period is not read`(text: String) {
    #expect(Period(text) == nil)
  }

  @Test func `an instant lies in the period whose half-open bounds hold it`() throws {
    let zone = try Zone.named("Europe/London")
    let last = Period(.month, containing: CivilDate(2026, 10, 1))
    let axis = PeriodAxis(endingWith: last, count: 3, zone: zone)
    #expect(axis.periods.map(\.description) == ["2026-08", "2026-09", "2026-10"])
    // October begins at 23:00 UTC of 30 September, since London keeps summer time.
    let october = Int64(CivilDate(2026, 10, 1).day) * 86_400 - 3600
    #expect(axis.slot(of: october) == 3)
    #expect(axis.slot(of: october - 1) == 2)
    #expect(axis.slot(of: 0) == 0)
    #expect(axis.slot(of: .max) == 4)
  }
}

@Suite struct PeriodAxisTests {
  @Test func `like parts of periods leave gaps between them`() {
    let november = Period(.month, containing: CivilDate(2026, 11, 1))
    let axis = PeriodAxis(
      [november.yearBefore, november.advanced(by: -1), november], first: 10, zone: .utc)
    func slot(_ year: Int, _ month: Int, _ day: Int) -> Int {
      axis.slot(of: Zone.utc.start(of: CivilDate(year, month, day)))
    }
    #expect(axis.slots == [1, 3, 5])
    #expect(slot(2025, 10, 31) == 0)
    #expect(slot(2025, 11, 10) == 1 && slot(2025, 11, 11) == 2)
    #expect(slot(2026, 10, 1) == 3 && slot(2026, 10, 11) == 4)
    #expect(slot(2026, 11, 10) == 5 && slot(2026, 11, 11) == 6)
  }

  @Test func `parts that are whole touch, and shorter periods are taken whole`() {
    let march = Period(.month, containing: CivilDate(2026, 3, 1))
    let axis = PeriodAxis([march.advanced(by: -1), march], first: 30, zone: .utc)
    #expect(axis.slots == [1, 2])
    #expect(
      axis.boundaries
        == [
          CivilDate(2026, 2, 1), CivilDate(2026, 3, 1), CivilDate(2026, 3, 31),
        ].map { Zone.utc.start(of: $0) })
  }

  @Test func `a period that is named twice is one, and later ones may come first`() {
    let year = Period(.year, containing: CivilDate(2026, 1, 1))
    let axis = PeriodAxis([year, year.yearBefore, year.advanced(by: -1)], first: 59, zone: .utc)
    #expect(axis.periods.map(\.description) == ["2025", "2026"])
    #expect(axis.slots == [1, 3])
    #expect(axis.boundaries == axis.boundaries.sorted())
  }

  @Test func `periods far apart are two stretches`() {
    let day = Period(.day, containing: CivilDate(2026, 10, 1))
    let axis = PeriodAxis([day, day.advanced(by: -5000)], zone: .utc)
    #expect(axis.periods.map(\.description) == ["2013-01-22", "2026-10-01"])
    #expect(axis.boundaries.count == 4)
  }

  @Test func `a period that is not over ends with the data`() {
    let november = Period(.month, containing: CivilDate(2026, 11, 1))
    let axis = PeriodAxis(
      endingWith: november, count: 2, zone: .utc, before: CivilDate(2026, 11, 11))
    #expect(axis.boundaries.last == Zone.utc.start(of: CivilDate(2026, 11, 11)))
    #expect(axis.months.boundaries.last == Zone.utc.start(of: CivilDate(2026, 12, 1)))
  }
}

@Suite struct RangeTests {
  @Test func `a range of days has its days, and others as long beside it`() throws {
    let range = try #require(
      Period(CivilDate(2026, 10, 5), through: CivilDate(2026, 10, 11)))
    #expect(range.description == "2026-10-05..2026-10-11")
    #expect(range.dayCount == 7)
    #expect(range.end == CivilDate(2026, 10, 12))
    #expect(range.advanced(by: -1).description == "2026-09-28..2026-10-04")
    // 364 days before, so that a Monday is held against a Monday.
    #expect(range.yearBefore.description == "2025-10-06..2025-10-12")
    #expect(Period(CivilDate(2026, 10, 5), through: CivilDate(2026, 10, 4)) == nil)
  }
}
