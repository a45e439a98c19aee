import Aggregate
import Civil
public import Privacy
import Statistics

/// The work, in pieces that workers may share out.
extension Forecasts {
  /// One metric in one group.
  public struct Job: Sendable {
    let metric: ForecastMetric
    let group: Group
    let course: DayCourse?
    /// Whether any of its values is.
    let isSuppressed: Bool
    let last: Period
    let horizons: Int
  }

  public struct Made: Sendable {
    let forecasts: [Forecast]
    let lack: (metric: ForecastMetric, lack: Lack)?
  }

  public static func jobs(_ snapshot: ShownSnapshot) -> [Job] {
    guard let last = snapshot.periods.last, let horizons = horizons[last.kind] else { return [] }
    let dimensions = Set(snapshot.groups.filter { $0.members.count == 1 }.flatMap(\.dimensions))
    return MetricTable.forecasts.flatMap { metric -> [Job] in
      guard snapshot.series(metric.base)?.last?.value != nil else { return [] }
      let groups = dimensions.sorted().flatMap { largest(metric.base, $0, in: snapshot) }
      return ([.whole] + groups).map { group in
        Job(
          metric: metric, group: group, course: snapshot.course(metric.base, group),
          isSuppressed: snapshot.series(metric.base, group)?.contains(where: \.isSuppressed)
            ?? false,
          last: last, horizons: horizons)
      }
    }
  }

  /// The members with the highest figures, in the order of the snapshot.
  private static func largest(
    _ base: String, _ dimension: String, in snapshot: ShownSnapshot
  ) -> [Group] {
    let groups = snapshot.members(of: dimension).map { Group([dimension: $0]) }
    let values = groups.map { snapshot.series(base, $0)?.last?.value ?? 0 }
    let ranked = groups.indices.sorted { (a: Int, b: Int) -> Bool in
      values[a] == values[b] ? a < b : values[a] > values[b]
    }
    return ranked.prefix(mostMembers).sorted().map { groups[$0] }
  }
}

extension Forecasts.Job {
  public var made: Forecasts.Made {
    func lacking(_ lack: Forecasts.Lack) -> Forecasts.Made {
      .init(forecasts: [], lack: group == .whole ? (metric, lack) : nil)
    }
    guard let course else { return lacking(isSuppressed ? .suppressed : .few) }
    let origins = origins(course)
    if isFew(course) { return lacking(.few) }
    let figures = Backtest(
      series(course), origins: origins.map { $0.day - course.first.day },
      targets: origins.indices.map { place in
        let period = last.advanced(by: place - origins.count + 1)
        return (1...horizons).map { days(period.advanced(by: $0), course) }
      }
    ).figures
    let forecasts = figures.enumerated().compactMap { place, figure in
      figure.flatMap { figure -> Forecast? in
        guard figure.error < Forecasts.greatestError else { return nil }
        return Forecast(
          metric: metric.metric, base: metric.base, group: group,
          period: last.advanced(by: place + 1), horizon: place + 1, figure: figure.whole)
      }
    }
    if !forecasts.isEmpty { return .init(forecasts: forecasts, lack: nil) }
    if figures.contains(where: { $0 != nil }) { return lacking(.uneven) }
    let warmUp = (Backtest.fewestDays + last.dayCount - 1) / last.dayCount
    return lacking(
      .periods(known: origins.count, needed: warmUp + Backtest.fewestOrigins))
  }

  /// The first days that were not known at the ends of earlier periods, or as many days into them as the
  /// last one has; the last behind all that is known.
  private func origins(_ course: DayCourse) -> [CivilDate] {
    let days = course.end.day - last.first.day
    var origins: [CivilDate] = []
    while origins.count <= Self.mostOrigins {
      let period = last.advanced(by: -origins.count)
      guard period.first >= course.first else { break }
      origins.append(course.end >= last.end ? period.end : min(period.first + days, period.end))
    }
    return origins.reversed()
  }

  private static let mostOrigins = 60

  private func isFew(_ course: DayCourse) -> Bool {
    if course.isStanding { return Double(course.values.last ?? 0) < Forecasts.fewestRecords }
    let recent = course.values.suffix(Backtest.fewestDays)
    let daily = Double(recent.reduce(0, +)) / Double(max(1, recent.count))
    return daily * Double(last.dayCount) < Forecasts.fewestRecords
  }

  private func days(_ period: Period, _ course: DayCourse) -> Range<Int> {
    period.first.day - course.first.day..<period.end.day - course.first.day
  }

  private func series(_ course: DayCourse) -> DailySeries {
    let end = last.advanced(by: horizons).end
    var months: [Range<Int>] = []
    var month = Period(.month, containing: course.first)
    while month.first < end {
      months.append(days(month, course))
      month = month.advanced(by: 1)
    }
    return DailySeries(
      course.values.map(Double.init), firstWeekday: course.first.weekday - 1,
      isStanding: course.isStanding, months: months)
  }
}

extension Backtest.Figure {
  /// In whole records, and the same on every machine.
  fileprivate var whole: Backtest.Figure {
    .init(
      value: value.decidable.rounded(), low: low.decidable.rounded(),
      high: high.decidable.rounded(), model: model, error: error, naiveError: naiveError,
      origins: origins)
  }
}
