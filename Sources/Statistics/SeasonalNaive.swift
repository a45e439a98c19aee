/// The forecast that each day is as the one 364 days before: the same weekday of a year ago.
enum SeasonalNaive {
  private static let year = 364

  /// - Parameters:
  ///   - origin: the first day that is not known.
  ///   - grows: whether times what the last eight weeks are to the same ones a year ago.
  static func forecast(
    _ series: DailySeries, from origin: Int, of days: Range<Int>, grows: Bool
  ) -> Double? {
    var sum = 0.0
    for day in series.counted(days) {
      let back = day - (day - origin + year) / year * year
      guard back >= 0 else { return nil }
      sum += series.values[back]
    }
    if !grows { return sum }
    let weeks = origin - 56..<origin
    guard weeks.lowerBound >= year else { return nil }
    let before = weeks.reduce(0) { $0 + series.values[$1 - year] }
    return before > 0 ? sum * series.values[weeks].reduce(0, +) / before : nil
  }
}
