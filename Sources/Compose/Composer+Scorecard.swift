import Aggregate
import Compare
import Language

extension SectionPlan {
  /// One line a KPI.
  static let scorecard = SectionPlan("scorecard") { composer in
    Section(
      "scorecard", .phrase(.scorecard),
      subtitle: .phrase(
        .scorecardSubtitle,
        [
          "period": composer.name(of: composer.input.period),
          "previous": composer.compared(composer.input.previous),
          "year": composer.compared(composer.input.yearBefore),
        ]),
      [.scorecard(composer.scorecard)])
  }
}

extension Composer {
  static let usual = [
    "created", "backlog", "first_response.median", "resolution.median", "sla_first_reply",
    "sla_resolution", "csat", "nps", "one_touch", "fcr", "service_level", "handle_time",
    "cost_per_contact", "occupancy", "qa", "headcount",
  ]
  private static let longest = 9

  /// Of at most nine metrics, of those that could be computed.
  var scorecard: Scorecard {
    Scorecard(
      rows: scorecardMetrics.map(row),
      parts: input.fewerDays.map { .phrase(.daysColumn, ["days": .count($0.days)]) })
  }

  var scorecardMetrics: [Metric] {
    let wanted = input.scorecard.isEmpty ? Self.usual : input.scorecard
    let metrics = wanted.compactMap { input.snapshot[$0] }
      .filter { input.snapshot.series($0.id) != nil }
    // What nobody asked for and nobody knows need not be shown.
    let shown =
      input.scorecard.isEmpty
      ? metrics.filter {
        input.snapshot.series($0.id)?.contains { $0.value != nil || $0.isSuppressed } ?? false
      }
      : metrics
    return Array(shown.prefix(Self.longest))
  }

  private func row(_ metric: Metric) -> Scorecard.Row {
    let cell = CellID(metric.id, input.period)
    let value = input.value(cell) ?? .unknown
    let target = input.target(metric.id)?.bound
    let previous = input.move(metric, from: input.previous)
    var notes = value.flags.compactMap { Self.flags[$0] }.map { Words.phrase($0) }
    if input.hasGap(metric.id) {
      notes.append(.phrase(.covers, ["coverage": .figure(.coverage(cell))]))
    }
    let variation = variation(metric)
    return Scorecard.Row(
      metric: metric.id, value: cell,
      parts: input.fewerDays.map { input.cell(metric.id, against: $0.against) },
      target: target.map { .figure(.bound($0, metric.unit)) } ?? .none,
      status: status(value, cell, target, metric.unit, previous), previous: shown(previous),
      yearBefore: shown(input.move(metric, from: input.yearBefore)),
      n: metric.unit == .count ? .none : .figure(.n(cell)), notes: notes,
      course: shownPeriods.map { CellID(metric.id, $0) }, limits: limits(metric, .whole),
      bounds: targets(metric.id), variation: variation.map(mark),
      assurance: target.flatMap { target in variation.flatMap { mark($0, target) } })
  }

  private func shown(_ move: Move?) -> Table.Cell {
    guard let move, move.change.absolute != nil else { return Table.Cell(.phrase(.unknown)) }
    return Table.Cell(.change(move.cells), move.tone)
  }

  private func status(
    _ value: MetricValue, _ cell: CellID, _ target: Target.Bound?, _ unit: Metric.Unit,
    _ previous: Move?
  ) -> Scorecard.Status {
    if value.isSuppressed { return .init(.circle, .phrase(.statusSuppressed)) }
    guard let number = value.value else { return .init(.circle, .phrase(.statusUnknown)) }
    if let target {
      guard value.isJudged(by: target, unit) else {
        return .init(.circle, .phrase(.statusNotJudged))
      }
      let distance = ["distance": distance(number, cell, to: target)]
      return target.isMet(by: number)
        ? .init(.disc, .phrase(.statusOnTarget, distance), .good)
        : .init(.triangle, .phrase(.statusOffTarget, distance), .bad)
    }
    switch previous?.verdict {
    case .improved: return .init(.disc, .phrase(.statusImproved), .good)
    case .worse: return .init(.triangle, .phrase(.statusWorse), .bad)
    case .noDetectableChange: return .init(.square, .phrase(.statusNoChange))
    default: return .init(.square, .phrase(.statusNoTarget))
    }
  }

  private func distance(_ number: Double, _ cell: CellID, to bound: Target.Bound) -> Words {
    if case .within(let band) = bound, band.contains(number) { return .phrase(.inTheBand) }
    return .figure(.distance(cell, bound))
  }

  /// What a reader must know of a value beside what its figure and status say.
  private static let flags: [MetricValue.Flag: PhraseID] = [
    .days: .flagDays, .fromClosed: .flagFromClosed, .fromCounters: .flagFromCounters,
    .indicative: .flagIndicative, .partial: .flagPartial, .provisional: .flagProvisional,
  ]
}

extension MetricValue {
  /// Whether a target can be judged by the value: not one of hours, by one of days.
  func isJudged(by bound: Target.Bound, _ unit: Metric.Unit) -> Bool {
    self.unit(unit) != .days || bound.ends.allSatisfy { $0.remainder(dividingBy: 86_400) == 0 }
  }
}
