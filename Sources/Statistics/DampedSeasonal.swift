/// Exponential smoothing of a daily series after Holt and Winters: a level, a trend that dies out, and
/// a factor for each weekday (Gardner & McKenzie 1989).
struct DampedSeasonal {
  /// How fast each part follows the values, and how slowly the trend dies out: all `0...1`.
  struct Rates: Sendable, Hashable {
    var level, trend, season, damping: Double
  }

  let rates: Rates
  var level: Double
  var trend: Double
  /// Of Monday first.
  var factors: InlineArray<7, Double>

  /// A weekday on which next to nothing comes tells nothing of the level.
  private static let leastFactor = 0.001

  /// Takes in the next value.
  mutating func take(_ value: Double, weekday: Int) {
    let expected = level + rates.damping * trend
    let factor = factors[weekday]
    let seen = factor > Self.leastFactor ? value / factor : expected
    let next = rates.level * seen + (1 - rates.level) * expected
    trend = rates.trend * (next - level) + (1 - rates.trend) * rates.damping * trend
    if expected > 0 {
      factors[weekday] = rates.season * (value / expected) + (1 - rates.season) * factor
    }
    level = next
  }

  /// What the next day is expected to be.
  func expected(weekday: Int) -> Double {
    (level + rates.damping * trend) * factors[weekday]
  }

  /// - Parameter origin: the day behind the last one taken in.
  func forecast(_ series: DailySeries, from origin: Int, of days: Range<Int>) -> Double {
    let counted = series.counted(days)
    var (sum, growth, power) = (0.0, 0.0, 1.0)
    for day in origin..<counted.upperBound {
      power *= rates.damping
      growth += power
      if day < counted.lowerBound { continue }
      sum += max(0, (level + growth * trend) * factors[series.weekday(day)])
    }
    return sum
  }

  // MARK: Rates that fit

  /// Those among which the one with the least squared errors of one day so far is taken.
  static let choices: [Rates] = [0.03, 0.1, 0.25, 0.5].flatMap { level in
    [(0.0, 1.0), (0.02, 0.99), (0.1, 0.97)].map { trend, damping in
      Rates(level: level, trend: trend, season: 0.05, damping: damping)
    }
  }

  /// So many first days give the first state.
  static let warmUp = 56
  /// No more days than this before the last are looked at.
  private static let memory = 730

  /// The state before each of some days, with the rates that fitted best until then; nil where too few
  /// days are known.
  ///
  /// - Parameter origins: ascending.
  static func states(_ series: DailySeries, before origins: [Int]) -> [DampedSeasonal?] {
    let start = max(0, series.values.count - memory)
    guard let means = series.weekdayMeans(before: start + warmUp, ifWithin: series.values.count),
      case let level = means.reduce(0, +) / 7, level > 0
    else { return origins.map { _ in nil } }
    var best: [(error: Double, state: DampedSeasonal)?] = origins.map { _ in nil }
    let values = series.values.span
    for rates in choices {
      var state = DampedSeasonal(rates: rates, level: level, trend: 0, factors: .init(repeating: 1))
      for weekday in 0..<7 { state.factors[weekday] = means[weekday] / level }
      var error = 0.0
      var day = start
      var weekday = series.weekday(start)
      for (place, origin) in origins.enumerated() {
        while day < origin {
          if day >= start + warmUp {
            let miss = values[day] - state.expected(weekday: weekday)
            error += miss * miss
          }
          state.take(values[day], weekday: weekday)
          day += 1
          weekday = weekday == 6 ? 0 : weekday + 1
        }
        guard day == origin, origin >= start + warmUp else { continue }
        if best[place].map({ error < $0.error }) ?? true { best[place] = (error, state) }
      }
    }
    return best.map { $0?.state }
  }
}

extension DailySeries {
  /// Likewise where the day lies within the values or right behind them; nil else.
  fileprivate func weekdayMeans(before day: Int, ifWithin count: Int) -> [Double]? {
    day <= count ? weekdayMeans(before: day) : nil
  }
}
