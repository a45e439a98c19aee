/// The forecast that each day is as its weekday was on average over the eight weeks before.
enum WeekdayMean {
  /// - Parameter origin: the first day that is not known.
  static func forecast(_ series: DailySeries, from origin: Int, of days: Range<Int>) -> Double? {
    guard let means = series.weekdayMeans(before: origin) else { return nil }
    return series.counted(days).reduce(0) { $0 + means[series.weekday($1)] }
  }
}
