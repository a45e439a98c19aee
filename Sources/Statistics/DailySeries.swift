/// A figure of each day, and where the months lie in it.
public struct DailySeries: Sendable {
  /// Oldest first, without a gap.
  public let values: [Double]
  /// Of the first value; Monday is 0.
  public let firstWeekday: Int
  /// Whether a stretch of days is worth its last day, as a standing is, and not the sum of them.
  public let isStanding: Bool
  /// The months by their days, oldest first and each after the other: some may lie behind the last value.
  public let months: [Range<Int>]

  public init(_ values: [Double], firstWeekday: Int, isStanding: Bool, months: [Range<Int>]) {
    self.values = values
    self.firstWeekday = firstWeekday
    self.isStanding = isStanding
    self.months = months
  }

  func weekday(_ day: Int) -> Int { (firstWeekday + day) % 7 }

  /// The days of a stretch that its figure comes from.
  func counted(_ days: Range<Int>) -> Range<Int> {
    isStanding ? days.upperBound - 1..<days.upperBound : days
  }

  /// What a stretch of known days is worth.
  func figure(_ days: Range<Int>) -> Double { values[counted(days)].reduce(0, +) }

  /// The mean of each weekday over the eight weeks before a day; nil where they are not all known.
  func weekdayMeans(before day: Int) -> [Double]? {
    let weeks = 8
    guard day >= 7 * weeks else { return nil }
    var sums = [Double](repeating: 0, count: 7)
    for past in day - 7 * weeks..<day { sums[weekday(past)] += values[past] }
    return sums.map { $0 / Double(weeks) }
  }
}
