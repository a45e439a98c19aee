import Civil
import Statistics

/// Courses that come back every year: they are held against the year before. What is left when the means
/// of the months are taken off looks calmer than it is, and would be called a departure far too often.
enum SeasonalCourse {
  /// With fewer periods a season cannot be told from a trend.
  static let fewest = 25
  /// The ratio of the variation between the months to that within them, above which there is a season.
  static let leastRatio = 2.0

  /// Whether the median group of a metric has a season.
  static func isSeasonal(_ groups: [SignalRule.Series], _ kind: Period.Kind) -> Bool {
    guard kind == .month, let count = groups.first?.values.count, count >= fewest else {
      return false
    }
    let ratios = groups.map { ratio($0.values, lag: kind.perYear) }.sorted()
    let middle = ratios.count / 2
    let median =
      ratios.count % 2 == 1 ? ratios[middle] : (ratios[middle - 1] + ratios[middle]) / 2
    return median > leastRatio
  }

  /// Each value less that of a year before.
  static func difference(_ series: SignalRule.Series, _ kind: Period.Kind) -> SignalRule.Series {
    let lag = kind.perYear
    let places = lag..<series.values.count
    return SignalRule.Series(
      values: places.map { series.values[$0] - series.values[$0 - lag] },
      variances: places.map { series.variances[$0] + series.variances[$0 - lag] })
  }

  /// F of the one-way analysis of variance between the places in the year.
  static func ratio(_ values: [Double], lag: Int) -> Double {
    let seasons = (0..<lag).map { season in
      stride(from: season, to: values.count, by: lag).map { values[$0] }
    }.filter { !$0.isEmpty }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    var (between, within) = (0.0, 0.0)
    for season in seasons {
      let own = season.reduce(0, +) / Double(season.count)
      between += Double(season.count) * (own - mean) * (own - mean)
      within += season.reduce(0) { $0 + ($1 - own) * ($1 - own) }
    }
    let freedom = (between: Double(seasons.count - 1), within: n - Double(seasons.count))
    guard freedom.between > 0, freedom.within > 0, within > 0 else { return 0 }
    return (between / freedom.between / (within / freedom.within)).decidable
  }
}
