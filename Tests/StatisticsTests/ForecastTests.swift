import Foundation
import Testing

@testable import Statistics

/// Forecasts against statsmodels and pandas: their arithmetic, and how near they come to what public
/// series brought, beside statsmodels' models and the same days a year before.
@Suite struct ForecastTests {
  struct Answers: Decodable {
    struct Rates: Decodable {
      let level, trend, season, damping: Double
    }
    struct State: Decodable {
      let level, trend: Double
      let factors: [Double]
    }
    struct Seasonal: Decodable {
      let values, ahead: [Double]
      let rates: Rates
      let state: State
      let level, trend, error: Double
    }
    struct Trend: Decodable {
      let values, ahead: [Double]
      let level, trend: Double
    }
    struct Season: Decodable {
      let values, effects: [Double]
      let reliability: Double
    }
    struct Plain: Decodable {
      let values: [Double]
      let first_weekday: Int
      let days: [Int]
      let mean, naive, grown: Double
    }
    struct Public: Decodable {
      struct Case: Decodable {
        let origin, horizon: Int
        let outcome, daily: Double
        let naive, monthly: Double?
      }
      let name, first: String
      let values: [Int]
      let cases: [Case]
    }

    let damped_seasonal: Seasonal
    let damped_trend: Trend
    let season: [Season]
    let plain: Plain
    let `public`: [Public]
  }

  static let answers = Result {
    try KnownAnswers.decode("StatisticsTests/Fixtures/forecasts.json") as Answers
  }

  // MARK: The models

  @Test func `the daily model is statsmodels' damped one with seasons that multiply`() throws {
    let known = try Self.answers.get().damped_seasonal
    let rates = DampedSeasonal.Rates(
      level: known.rates.level, trend: known.rates.trend, season: known.rates.season,
      damping: known.rates.damping)
    var state = DampedSeasonal(
      rates: rates, level: known.state.level, trend: known.state.trend,
      factors: .init(repeating: 1))
    for weekday in 0..<7 { state.factors[weekday] = known.state.factors[weekday] }
    var error = 0.0
    for (day, value) in known.values.enumerated() {
      let miss = value - state.expected(weekday: day % 7)
      error += miss * miss
      state.take(value, weekday: day % 7)
    }
    #expect(isNear(state.level, known.level) && isNear(state.trend, known.trend))
    #expect(isNear(error, known.error))
    let count = known.values.count
    let series = DailySeries(known.values, firstWeekday: 0, isStanding: false, months: [])
    let standing = DailySeries(known.values, firstWeekday: 0, isStanding: true, months: [])
    var sum = 0.0
    for (step, expected) in known.ahead.enumerated() {
      let day = count + step..<count + step + 1
      let forecast = state.forecast(series, from: count, of: day)
      sum += step < 5 ? 0 : forecast
      // statsmodels 0.14 forgets what the last value says of its own weekday.
      if step % 7 < 6 { #expect(isNear(forecast, expected)) }
      if step == 39 {
        #expect(state.forecast(standing, from: count, of: count + 5..<count + 40) == forecast)
      }
    }
    #expect(isNear(state.forecast(series, from: count, of: count + 5..<count + 40), sum))
  }

  @Test func `the model of months is statsmodels' damped one`() throws {
    let known = try Self.answers.get().damped_trend
    var state = DampedTrend(
      rates: .init(level: 0.35, trend: 0.3, damping: 0.9), level: known.level,
      trend: known.trend)
    for value in known.values { state.take(value) }
    for (step, value) in known.ahead.enumerated() {
      #expect(isNear(state.expected(ahead: step + 1), value))
    }
  }

  @Test func `seasons are least squares', times their reliability`() throws {
    for known in try Self.answers.get().season {
      let season = ShrunkSeason(known.values)
      #expect(isNear(season.reliability, known.reliability))
      for (effect, expected) in zip(season.effects, known.effects) {
        #expect(isNear(effect, expected))
      }
    }
  }

  @Test func `weekday means and the days a year before are pandas'`() throws {
    let known = try Self.answers.get().plain
    let series = DailySeries(
      known.values, firstWeekday: known.first_weekday, isStanding: false, months: [])
    let origin = known.values.count
    let days = origin + known.days[0]..<origin + known.days[1]
    #expect(isNear(WeekdayMean.forecast(series, from: origin, of: days), known.mean))
    func naive(_ grows: Bool) -> Double? {
      SeasonalNaive.forecast(series, from: origin, of: days, grows: grows)
    }
    #expect(isNear(naive(false), known.naive) && isNear(naive(true), known.grown))
    // Of a year and eight weeks a day too little.
    #expect(SeasonalNaive.forecast(series, from: 419, of: 419..<420, grows: true) == nil)
    #expect(WeekdayMean.forecast(series, from: 55, of: 60..<61) == nil)
  }

  // MARK: Public series

  /// Months of a series that begins on a day, up to some beyond its end.
  static func calendar(_ first: String, _ count: Int) -> [Range<Int>] {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = first.split(separator: "-").compactMap { Int($0) }
    func day(_ month: Int) -> Int {
      let date = DateComponents(
        year: parts[0] + (month - 1) / 12, month: (month - 1) % 12 + 1, day: 1)
      let start = DateComponents(year: parts[0], month: parts[1], day: parts[2])
      guard let date = calendar.date(from: date), let start = calendar.date(from: start) else {
        return 0
      }
      return Int((date.timeIntervalSince(start) / 86_400).rounded())
    }
    return (parts[1]..<parts[1] + count / 28 + 6).map { day($0)..<day($0 + 1) }
  }

  static func weekday(_ first: String) -> Int {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = first.split(separator: "-").compactMap { Int($0) }
    let date = calendar.date(
      from: DateComponents(year: parts[0], month: parts[1], day: parts[2]))
    return date.map { (calendar.component(.weekday, from: $0) + 5) % 7 } ?? 0
  }

  /// What is forecast of whole months from an origin, knowing nothing behind it.
  static func figures(
    _ values: [Int], _ months: [Range<Int>], _ weekday: Int, from origin: Int
  ) -> [Backtest.Figure?] {
    let whole = months.filter { $0.lowerBound >= 0 }
    let starts = whole.indices.filter { $0 > 0 && whole[$0].lowerBound <= origin }
    let series = DailySeries(
      values.prefix(origin).map(Double.init), firstWeekday: weekday, isStanding: false,
      months: months)
    return Backtest(
      series, origins: starts.map { whole[$0].lowerBound },
      targets: starts.map { start in (0..<3).map { whole[start + $0] } }
    ).figures
  }

  /// The root mean square of log errors.
  static func size(_ errors: [Double]) -> Double {
    (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
  }

  @Test func `forecasts of public series come as near as statsmodels' and nearer than a year ago`()
    throws
  {
    var (all, naive): ([Double], [Double]) = ([], [])
    var (held, count) = (0, 0)
    for one in try Self.answers.get().public {
      let months = Self.calendar(one.first, one.values.count)
      let weekday = Self.weekday(one.first)
      var (ours, daily, monthly): ([Double], [Double], [Double]) = ([], [], [])
      for origin in Set(one.cases.map(\.origin)).sorted() {
        let figures = Self.figures(one.values, months, weekday, from: origin)
        for known in one.cases where known.origin == origin {
          guard let figure = figures[known.horizon - 1] else { continue }
          func error(_ value: Double) -> Double { log(value / known.outcome) }
          count += 1
          if figure.low <= known.outcome && known.outcome <= figure.high { held += 1 }
          ours.append(error(figure.value))
          daily.append(error(known.daily))
          if let value = known.monthly { monthly.append(error(value)) }
          if let value = known.naive {
            all.append(error(figure.value))
            naive.append(error(value))
          }
        }
      }
      // Of four years; of less nobody knows the seasons.
      if one.values.count > 3 * 366 {
        let best = min(Self.size(daily), Self.size(monthly))
        #expect(Self.size(ours) < 1.25 * best, "\(one.name)")
      }
    }
    #expect(count > 190 && Self.size(all) < 0.9 * Self.size(naive))
    #expect(Double(held) > 0.93 * Double(count))
  }

  @Test func `too little is known of half a year, and of nothing at all`() throws {
    let months = Self.calendar("2026-01-01", 400)
    let busy = [Int](repeating: 20, count: 365)
    #expect(Self.figures(busy, months, 3, from: 181).allSatisfy { $0 == nil })
    let figures = Self.figures(busy, months, 3, from: 304)
    // Each day as the others: known exactly, one month ahead.
    #expect(figures[0]?.value == 600 && figures[0]?.error == 0 && figures[0]?.naiveError == nil)
    #expect(figures[2] == nil)
    let none = [Int](repeating: 0, count: 365)
    #expect(Self.figures(none, months, 3, from: 304).allSatisfy { $0?.value ?? 0 == 0 })
  }
}
