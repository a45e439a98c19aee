public import Aggregate
public import Civil
public import Privacy
public import Statistics

/// The ordinary variation of a series, and where it left it: the control chart of the periods whose value
/// is known. It explains a figure; it raises no alarm.
public struct Variation: Sendable {
  /// What the last point is beside the others.
  public enum Cause: Sendable, Hashable {
    case common
    case improving, concerning
    /// Where neither way is good.
    case high, low
  }

  /// What the limits say of a target: whether ordinary variation alone meets it.
  public enum Assurance: String, Sendable {
    case alwaysMet = "always_met"
    case alwaysMissed = "always_missed"
    case hitAndMiss = "hit_and_miss"
  }

  /// Under so many points no reader sees limits: they would be a line about nothing.
  public static let fewestShown = 6

  public let good: Metric.Direction
  /// Those of the points, oldest first.
  public let periods: [Period]
  public let chart: ControlChart

  /// - Returns: nil where fewer than two periods are known.
  public init?(
    _ metric: Metric, _ group: Group, in snapshot: ShownSnapshot, _ milestones: Milestones
  ) {
    guard let series = snapshot.series(metric.id, group) else { return nil }
    // A period that is not over is no point of its course.
    let points = zip(snapshot.periods, series).compactMap { period, value in
      value.flags.contains(.partial) ? nil : value.value.map { (period: period, value: $0) }
    }
    guard points.count > 1 else { return nil }
    good = metric.good
    let periods = points.map(\.period)
    self.periods = periods
    chart = ControlChart(
      points.map(\.value),
      rebasedAt: Set(
        milestones.concerning(metric.id, group).filter(\.rebases)
          .compactMap { $0.firstPeriod(of: periods) }
      ).sorted())
  }

  public var last: ControlChart.Point { chart.points[chart.points.count - 1] }

  /// The first period of the limits that hold now.
  public var baseline: Period { periods[periods.count - chart.baseline] }

  public subscript(period: Period) -> ControlChart.Point? {
    periods.firstIndex(of: period).map { chart.points[$0] }
  }

  public var cause: Cause {
    guard last.rule != .common else { return .common }
    let before = chart.points[chart.points.count - 2].value
    let isUp = last.rule == .trend ? last.value > before : last.value > last.mean
    return good.favours(rise: isUp).map { $0 ? .improving : .concerning } ?? (isUp ? .high : .low)
  }

  public func assurance(of target: Target.Bound) -> Assurance {
    let (lower, upper) = (last.lower, last.upper)
    let (isMet, isMissed) =
      switch target {
      case .atLeast(let least): (lower >= least, upper < least)
      case .atMost(let most): (upper <= most, lower > most)
      case .within(let band):
        (
          band.contains(lower) && band.contains(upper),
          upper < band.lowerBound || lower > band.upperBound
        )
      }
    return isMet ? .alwaysMet : isMissed ? .alwaysMissed : .hitAndMiss
  }
}
