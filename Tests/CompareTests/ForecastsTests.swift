import Aggregate
import Civil
import Testing

@testable import Compare
@testable import Privacy

/// What is forecast of a snapshot, and of what not; the models are held against statsmodels in
/// `ForecastTests`.
@Suite struct ForecastsTests {
  static let created = MetricTable.builtIn.first { $0.id == "created" }!
  static let groups = [Group.whole, Group(["region": "A"]), Group(["region": "B"])]

  /// Months up to October 2026, of which A brings two a day, B one and less.
  static func snapshot(
    months: Int = 13, days: Int = 400, daily: [Int] = [3, 2, 1], kind: Period.Kind = .month,
    end: CivilDate = CivilDate(2026, 11, 1)
  ) -> MetricSnapshot {
    let last = Period(kind, containing: CivilDate(2026, 10, 31))
    let periods = (0..<months).map { last.advanced(by: $0 - months + 1) }
    return MetricSnapshot(
      metrics: [created], periods: periods, groups: groups,
      values: [
        daily.map { daily in
          periods.map { MetricValue(value: Double(daily * $0.dayCount), n: daily * $0.dayCount) }
        }
      ],
      courses: [
        "created": daily.map {
          DayCourse(
            first: end + -days, values: Array(repeating: $0, count: days), isStanding: false)
        }
      ])
  }

  static func forecasts(_ snapshot: MetricSnapshot) -> Forecasts {
    Forecasts(Forecasts.jobs(ShownSnapshot(snapshot)).map(\.made))
  }

  @Test func `three months ahead are forecast, of the whole and of each member`() {
    let forecasts = Self.forecasts(Self.snapshot())
    #expect(
      forecasts.all.map(\.period.description)
        == Array(repeating: ["2026-11", "2026-12", "2027-01"], count: 3).flatMap { $0 })
    // Every day as the others: 30, 31 and 31 days of it, exactly.
    #expect(forecasts.of("created").map(\.figure.value) == [90, 93, 93])
    #expect(forecasts.of("created", Self.groups[1]).map(\.figure.low) == [60, 62, 62])
    #expect(forecasts.all.allSatisfy { $0.metric.id == "forecast.created" })
    #expect(forecasts.all.map(\.horizon) == [1, 2, 3, 1, 2, 3, 1, 2, 3])
    #expect(forecasts.lacks.isEmpty)
  }

  @Test func `a month that is not over is forecast from as many days of earlier ones`() {
    let forecasts = Self.forecasts(Self.snapshot(end: CivilDate(2026, 10, 11)))
    // November whole, and nothing of the rest of October.
    #expect(forecasts.of("created").map(\.figure.value) == [90, 93, 93])
    #expect(forecasts.of("created").map(\.period.description).first == "2026-11")
  }

  @Test func `a group of which the audience may not see a value is not forecast`() {
    let whole = Self.snapshot()
    var hidden = [[[Bool]]](
      repeating: Array(repeating: Array(repeating: false, count: 13), count: 3), count: 1)
    hidden[0][2][4] = true
    let masked = whole.without(hidden, SmallN())
    let forecasts = Self.forecasts(masked)
    #expect(forecasts.of("created", Self.groups[2]).isEmpty)
    // The others are as they were: nothing of the masked one is in them.
    #expect(forecasts.all == Self.forecasts(whole).all.filter { $0.group != Self.groups[2] })
    hidden[0][0][4] = true
    #expect(Self.forecasts(whole.without(hidden, SmallN())).lacks.map(\.lack) == [.suppressed])
  }

  @Test func `what is lacking is said of the whole`() {
    #expect(
      Self.forecasts(Self.snapshot(days: 100)).lacks.map(\.lack) == [
        .periods(known: 3, needed: 8)
      ])
    let few = Self.forecasts(Self.snapshot(daily: [0, 0, 0]))
    #expect(few.lacks.map(\.lack) == [.few] && few.all.isEmpty)
    // Now and then a month of many: nothing that a model could see coming.
    let wild = Self.snapshot()
    let course = DayCourse(
      first: CivilDate(2025, 9, 27),
      values: (0..<400).map { $0 / 30 % 3 == 0 ? 90 : $0 >= 340 ? 3 : 0 }, isStanding: false)
    let uneven = MetricSnapshot(
      metrics: wild.metrics, periods: wild.periods, groups: [.whole],
      values: [[wild.series("created")]], courses: ["created": [course]])
    #expect(Self.forecasts(uneven).lacks.map(\.lack) == [.uneven])
    // A year is too far ahead.
    let years = Self.forecasts(Self.snapshot(months: 2, kind: .year))
    #expect(years.all.isEmpty && years.lacks.isEmpty)
  }
}
