public import Civil
import Columnar
public import Records

/// What is to be counted: the metrics that the mapped fields allow, by period and by groups.
public struct AggregationPlan: Sendable {
  /// A metric that cannot be computed, and what it lacks.
  public struct Lacking: Sendable, Equatable {
    public let metric: Metric
    /// Fields that no source of the kind maps, or parts of the pipeline file such as `sla`.
    public let fields: [String]
  }

  public let metrics: [Metric]
  public let lacking: [Lacking]
  /// Sets of dimensions: none, each one, and the pairs asked for.
  public let groupings: [[String]]
  public let axis: PeriodAxis
  public let availability: FieldAvailability
  /// The fields that each kind must have once it is linked, in their common order.
  public let linked: [RecordKind: Schema]
  /// The fields that must be read from the exports, by kind.
  public let loaded: [RecordKind: Schema]
  /// What loads of queues are counted: of each kind the first that the sources allow.
  let queues: [StaffingMetric]
  /// Whether the days of the metrics that are forecast are counted over years.
  public let looksAhead: Bool

  /// - Parameters:
  ///   - metrics: of several with one id the first that can be computed counts.
  ///   - isTraced: whether the records behind a value are to be found again: ids and places are
  ///     read too.
  ///   - alsoLoading: fields that no metric reads, by kind.
  public init(
    metrics: [Metric], availability: FieldAvailability, dimensions: [String], pairs: [[String]],
    axis: PeriodAxis, isTraced: Bool = false, looksAhead: Bool = false,
    alsoLoading: [RecordKind: Set<String>] = [:]
  ) {
    self.looksAhead = looksAhead
    var computable: [Metric] = []
    var lacking: [Lacking] = []
    for metric in metrics {
      let missing = availability.missing(metric)
      if missing.isEmpty {
        if !computable.contains(where: { $0.id == metric.id }) { computable.append(metric) }
      } else {
        lacking.append(Lacking(metric: metric, fields: missing))
      }
    }
    self.metrics = computable
    // Of metrics with one id, the first says what is missing.
    var told = Set(computable.map(\.id))
    self.lacking = lacking.filter { told.insert($0.metric.id).inserted }
    groupings = [[]] + dimensions.map { [$0] } + pairs
    self.axis = axis
    self.availability = availability
    queues = Self.queues(availability, looksAhead)
    let fields = PlanFields(
      metrics: computable + queues.map(\.metric), groupings: groupings, availability: availability,
      isTraced: isTraced)
    linked = fields.linked
    loaded = fields.loaded(with: alsoLoading)
  }

  /// All that is accumulated of a kind, each once.
  func accumulations(_ kind: RecordKind) -> [Accumulation] {
    var seen: Set<Accumulation> = []
    return metrics.flatMap { $0.accumulated(availability) }
      .filter { $0.measure.kind == kind && seen.insert($0).inserted }
  }

  private static func queues(
    _ availability: FieldAvailability, _ looksAhead: Bool
  ) -> [StaffingMetric] {
    guard looksAhead, availability.parts.contains(StaffingMetric.part) else { return [] }
    return QueueLoad.Kind.allCases.compactMap { kind in
      MetricTable.staffing.first {
        $0.kind == kind && availability.missing($0.metric).isEmpty
      }
    }
  }

  /// What must be derived for a kind though no metric accumulates it.
  func alsoRead(_ kind: RecordKind) -> [Accumulation] {
    queues.filter { $0.load.kind == kind }.map { Accumulation($0.load, .sum) }
  }

  /// The metrics that are forecast, with what their days add and take.
  var flows: [(metric: Metric, flows: DayFlows)] {
    guard looksAhead else { return [] }
    let wanted = Set(MetricTable.forecasts.map(\.base))
    return metrics.filter { wanted.contains($0.id) }.compactMap { metric in
      metric.flows.map { (metric, $0) }
    }
  }

  /// The measures that are counted by day.
  var daily: Set<Measure> {
    Set(metrics.flatMap { $0.formula.daily($0.unit, availability)?.measures ?? [] })
  }
}

/// A measure and the form in which it is accumulated.
public struct Accumulation: Hashable, Sendable {
  enum Form: Hashable, Sendable {
    case sum
    case monthlySum
    /// Every value, for quantiles and for counts of different values.
    case values
    /// Σx² and Σx³ of the values.
    case powers
    /// Σx², Σxy and Σy² of the values and another one of the same records.
    case products(Measure.Value)
  }

  let measure: Measure
  let form: Form

  init(_ measure: Measure, _ form: Form) {
    self.measure = measure
    self.form = form
  }
}
