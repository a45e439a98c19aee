import Aggregate
public import Civil
public import Statistics

/// How much of a common measure of time periods have for a count: their days, each by the weight of its
/// weekday. A month with five Mondays brings more tickets than one with four, and nothing has changed.
public struct Exposure: Sendable, Hashable {
  /// Of Monday first; 1 on average, over the days that were counted.
  private let weights: [Double]

  /// - Parameter counts: of one series, with the periods they are of; those that are not known by weekday
  ///   say nothing. Without any, all days are alike.
  public init(_ counts: [(count: Count, days: Range<CivilDate>)]) {
    var records = [Double](repeating: 0, count: 7)
    var days = records
    for (count, range) in counts where count.dispersion.weekdays.count == 7 {
      for weekday in 0..<7 {
        records[weekday] += Double(count.dispersion.weekdays[weekday])
        days[weekday] += Double(Self.days(weekday, in: range))
      }
    }
    let all = records.reduce(0, +)
    let mean = all / max(1, days.reduce(0, +))
    weights =
      all > 0 && !days.contains(0)
      ? zip(records, days).map { ($0 / $1 / mean).decidable } : Array(repeating: 1, count: 7)
  }

  /// Of the days of a range, in days of average weight.
  public func of(_ range: Range<CivilDate>) -> Double {
    (0..<7).reduce(0) { $0 + weights[$1] * Double(Self.days($1, in: range)) }.decidable
  }

  /// How many days of a range fall on a weekday, Monday 0.
  private static func days(_ weekday: Int, in range: Range<CivilDate>) -> Int {
    let count = range.upperBound.day - range.lowerBound.day
    let first = (weekday - (range.lowerBound.weekday - 1) + 7) % 7
    return first < count ? (count - first - 1) / 7 + 1 : 0
  }
}

/// The days of two periods that are compared.
public struct Spans: Sendable, Hashable {
  public let old: Range<CivilDate>
  public let new: Range<CivilDate>

  /// - Parameter days: how many first days of each are compared; nil for all of them.
  public init(from old: Period, to new: Period, days: Int? = nil) {
    func span(_ period: Period) -> Range<CivilDate> {
      period.first..<min(period.end, period.first + (days ?? period.dayCount))
    }
    self.old = span(old)
    self.new = span(new)
  }

  /// The statistics of a change's values, counts by the exposure of their periods.
  func exposed(_ change: Change, _ whole: Change) -> (old: Estimate?, new: Estimate?) {
    guard case .count(let a) = change.old.estimate, case .count(let b) = change.new.estimate
    else { return (change.old.estimate, change.new.estimate) }
    let exposure = exposure(change) ?? exposure(whole) ?? Exposure([])
    return (.count(a.exposed(exposure.of(old))), .count(b.exposed(exposure.of(new))))
  }

  private func exposure(_ change: Change) -> Exposure? {
    guard case .count(let a) = change.old.estimate, case .count(let b) = change.new.estimate,
      a.dispersion.weekdays.count == 7, b.dispersion.weekdays.count == 7
    else { return nil }
    return Exposure([(a, old), (b, new)])
  }
}
