import Aggregate
import Civil
import Records
import Statistics

/// The values of a metric in one group, period by period, and where they stand on the working scale.
///
/// A class, since a search holds one in many places.
final class Course: Sendable {
  let metric: Metric
  let group: Group
  /// One a period, oldest first.
  let values: [MetricValue]
  /// The first period from which on all are known.
  let start: Int
  /// From there.
  let series: SignalRule.Series
  /// Whether the values are complete, without sampling error.
  let isComplete: Bool
  /// Whether nothing is known of how much they vary but what they did.
  let isFull: Bool

  /// A value that rests on fewer records is no point that a signal could be at.
  static let fewestRecords = 10

  /// - Parameters:
  ///   - whole: the values of all groups together, by whose weekdays counts are compared where a group's
  ///     own are not known.
  /// - Returns: nil where the last values are not known, are parts of a period, or rest on too few
  ///   records.
  init?(
    _ metric: Metric, _ group: Group, _ values: [MetricValue], whole: [MetricValue],
    _ periods: [Period]
  ) {
    guard values.count == periods.count, values.count > SignalRule.fewestEarlier else { return nil }
    let exposed = Self.exposed(values, whole, periods)
    let first = (exposed.lastIndex { $0?.workingPoint == nil }).map { $0 + 1 } ?? 0
    let estimates = exposed[first...].compactMap { $0 }
    guard estimates.count > SignalRule.fewestEarlier else { return nil }
    // A team of four is whole as it is.
    let isOfPeople = metric.kinds.allSatisfy { $0 == .staff || $0 == .cost }
    guard
      isOfPeople || values.suffix(2).allSatisfy({ ($0.publishedN ?? 0) >= Self.fewestRecords })
    else { return nil }
    let standing = Standing(metric, estimates, values[first...].map { $0.publishedN ?? 0 })
    guard let series = standing?.series ?? SignalRule.Series(estimates) else { return nil }
    self.metric = metric
    self.group = group
    self.values = values
    start = first
    self.series = series
    isComplete = standing != nil
    isFull = standing.map { !$0.hasStep } ?? false
  }

  /// The estimates, those of counts by the exposure of their periods.
  static func exposed(
    _ values: [MetricValue], _ whole: [MetricValue], _ periods: [Period]
  ) -> [Estimate?] {
    func counts(_ values: [MetricValue]) -> [(count: Count, days: Range<CivilDate>)] {
      zip(values, periods).compactMap { value, period in
        guard case .count(let count) = value.estimate, count.dispersion.weekdays.count == 7
        else { return nil }
        return (count, period.first..<period.end)
      }
    }
    guard values.contains(where: { if case .count = $0.estimate { true } else { false } })
    else { return values.map(\.estimate) }
    let own = counts(values)
    let exposure = Exposure(own.isEmpty ? counts(whole) : own)
    return zip(values, periods).map { value, period in
      guard case .count(let count) = value.estimate else { return value.estimate }
      return .count(count.exposed(exposure.of(period.first..<period.end)))
    }
  }

  /// The place in the series of a period's number; nil where it lies before.
  func place(_ period: Int) -> Int? { period >= start ? period - start : nil }
}
