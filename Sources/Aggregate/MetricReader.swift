import Civil
import Records
import Statistics

/// Where the sums of one metric lie, looked up once for all of its groups and periods.
///
/// A class, so that each value has it without a copy.
final class MetricReader {
  /// The sums of a measure, and the place of its program.
  struct Source {
    let program: Int
    let place: SettledSums.Place
    /// Which of the measures that are counted by day it is; nil for the others.
    let daily: Int?
    /// What one unit of the measure's value is in stored units.
    let scale: Int64
    /// Where its values are kept; nil where they are only added up.
    let log: Log?
  }

  /// The values of a measure: the place of a program, and the number there.
  struct Log: Hashable {
    let program: Int
    let number: Int
  }

  let metric: Metric
  let availability: FieldAvailability
  /// By program.
  let sums: [SettledSums]
  /// One a part.
  let roles: [MetricPart.Role]
  let partSources: [Source?]
  /// Likewise how many records it rests on in a month.
  let monthCounts: [Source?]
  /// What says how many records the value rests on.
  let counts: [Source?]
  let sampled: [Source?]
  let numeratorCount: Source?
  let counters: [Source?]
  let closes: [Source?]
  let inDays: [Source?]
  let coverage: (population: Source?, known: Source?)?
  let evidence: (known: Source?, unknown: Source?)?
  /// By period the slots of its months.
  let months: [[Int]]
  /// Likewise where the metric is of budget lines.
  let costMonths: [[Int]]?
  let daily: DailySums?
  /// What kind of ratio the metric is; nil where it is none.
  let sampling: RatioFormula.Sampling?
  private let days: DayAxis
  private let dailySources: [Source]

  init(
    _ metric: Metric, _ plan: AggregationPlan, _ programs: [MeasureProgram], _ sums: [SettledSums]
  ) {
    self.metric = metric
    self.sums = sums
    availability = plan.availability
    func source(_ measure: Measure, _ form: Accumulation.Form) -> Source? {
      guard let program = programs.firstIndex(where: { $0.kind == measure.kind }),
        let step = programs[program].step(measure, form)
      else { return nil }
      return Source(
        program: program, place: programs[program].place(step), daily: step.daily,
        scale: programs[program].scale(measure),
        log: step.isDistributed ? Log(program: program, number: step.cells) : nil)
    }
    func sum(_ measure: Measure) -> Source? { source(measure, .sum) }
    func months(of kind: RecordKind) -> [[Int]] {
      let program = programs.first { $0.kind == kind }
      return plan.axis.periods.indices.map { program?.monthSlots($0) ?? [] }
    }
    let parts = metric.parts
    roles = parts.map(\.role)
    partSources = parts.map { source($0.measure, $0.form) }
    monthCounts = parts.map { source($0.measure.count, .monthlySum) }
    counts = metric.countMeasures.map(sum)
    sampled = metric.formula.sampled(availability).map { source($0.measure, $0.form) }
    numeratorCount = metric.numeratorCount.flatMap(sum)
    counters = metric.counters.map { [sum($0)] } ?? []
    closes = metric.closes(availability).map(sum)
    inDays = metric.inDays.map { [sum($0)] } ?? []
    coverage = metric.coverage.map { (sum($0.population), sum($0.known)) }
    evidence = metric.evidence.map { (sum($0.known), sum($0.unknown)) }
    self.months = months(of: metric.leading.kind)
    costMonths = metric.kinds.contains(.cost) ? months(of: .cost) : nil
    let daily = metric.formula.daily(metric.unit, availability)
    self.daily = daily
    sampling = (metric.formula as? RatioFormula)?.sampling(availability)
    let dailySources = (daily?.measures ?? []).compactMap(sum).filter { $0.daily != nil }
    self.dailySources = dailySources
    days = programs.first?.days ?? DayAxis(plan.axis)
  }

  /// The values that parts keep.
  var logs: [Log] { partSources.compactMap { $0?.log } }

  /// Whether the days of a period may tell more than chance.
  var hasDays: Bool {
    !dailySources.isEmpty || days.tellsDispersion && metric.formula.clusteredQuantile != nil
  }

  func days(ofSlot slot: Int) -> Range<Int> { days.slots[slot] }

  /// How much the days of a period and group of one dimension or none differ.
  ///
  /// - Parameter span: the instants of the period of which anything is known.
  func dispersion(group: Int, slot: Int, within span: Range<Int64>) -> Dispersion {
    guard let first = dailySources.first, group < sums[first.program].dailyGroups
    else { return .none }
    func count(_ place: Int, _ day: Int) -> Int {
      let source = dailySources[place]
      return sums[source.program].count(source.daily ?? 0, group, day: day)
    }
    let range = days.days(ofSlot: slot, within: span)
    switch daily {
    case .count: return Dispersion(counts: range.map { (days.weekdays[$0], count(0, $0)) })
    case .share where dailySources.count == 2:
      return Dispersion(shares: range.map { (count(0, $0), count(1, $0)) })
    case .share, nil: return .none
    }
  }
}
