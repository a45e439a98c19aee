import Foundation

/// The forecast of whole months from the months before: logarithms per day of average weight, freed
/// from what is reliable of the seasons, smoothed with a damped trend.
enum MonthlyDamped {
  /// Fewer months say nothing of seasons.
  static let fewestMonths = 24

  /// - Parameters:
  ///   - origin: the first day that is not known, and of a month.
  ///   - targets: each whole months, whose first is the origin's or a later one; nil is answered for others.
  static func forecasts(
    _ series: DailySeries, from origin: Int, of targets: [Range<Int>]
  ) -> [Double?] {
    let none = targets.map { _ -> Double? in nil }
    guard let first = series.months.firstIndex(where: { $0.lowerBound >= 0 }),
      let next = series.months.firstIndex(where: { $0.lowerBound == origin }),
      next - first >= fewestMonths, let means = series.weekdayMeans(before: origin),
      case let mean = means.reduce(0, +) / 7, mean > 0
    else { return none }
    func exposure(_ month: Range<Int>) -> Double {
      if series.isStanding { return 1 }
      return month.reduce(0) { $0 + means[series.weekday($1)] / mean }
    }
    let past = series.months[first..<next]
    let rates = past.map { month in
      let exposure = exposure(month)
      return exposure > 0 ? log((series.figure(month) + 0.5) / exposure) : 0
    }
    let years = rates.count / 12
    let season = ShrunkSeason(Array(rates.suffix(12 * years)))
    let offset = rates.count - 12 * years
    // Of the place of a month, counted from the first one.
    func effect(_ place: Int) -> Double { season.effects[(place - offset + 12 * years) % 12] }
    let model = DampedTrend(
      fitting: rates.enumerated().map { $1 - effect($0) }, warmUp: 12)
    return targets.map { days in
      let ahead = series.months.indices.dropFirst(next).filter {
        days.contains(series.months[$0].lowerBound)
      }
      guard let one = ahead.first, let last = ahead.last,
        series.months[one].lowerBound == days.lowerBound,
        series.months[last].upperBound == days.upperBound
      else { return nil }
      return (series.isStanding ? [last] : ahead).reduce(0) { sum, place in
        let log = model.expected(ahead: place - next + 1) + effect(place - first)
        return sum + max(0, exp(log) * exposure(series.months[place]) - 0.5)
      }
    }
  }
}
