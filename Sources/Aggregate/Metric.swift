import Columnar
public import Records

/// A published figure: computed from measures, the same way for each period and group.
public struct Metric: Sendable, Hashable {
  public enum Direction: String, Sendable {
    case up, down, neither, band
  }

  public enum Unit: String, Sendable {
    case count
    /// Seconds.
    case seconds = "s"
    /// Seconds of whole days, as values are shown that rest on instants known to the day only; never
    /// a metric's own.
    case days = "d"
    /// A part of one, printed as per cent.
    case share
    /// −100…100, as of the net promoter score.
    case points
    /// A plain number.
    case number
    case weeks
    /// Minor units of the pipeline's currency.
    case money
  }

  /// What must be known of some record for a value to be one: where nothing is known of any that there
  /// is, there is no value. Zero would be a claim.
  public struct Evidence: Sendable, Hashable {
    public let known: Measure
    public let unknown: Measure

    public init(known: Measure, unknown: Measure) {
      self.known = known
      self.unknown = unknown
    }
  }

  public let id: String
  public let label: String
  public let definition: String
  public let unit: Unit
  public let good: Direction
  public let formula: any Formula
  /// Raised whenever the definition changes what the figure means.
  public let version: Int
  /// How long after a period's end its value may still change, in seconds.
  public let lookAhead: Int64
  /// Records that an export's counters tell, not events; a value in which one stands is marked.
  public let counters: Measure?
  public let evidence: Evidence?
  /// What is counted as n, where it is not the records of the denominator.
  public let basis: [Measure]
  /// Whether it says a part of what another metric says, as those of the backlog bridge do: it stands in
  /// its table, and is no news of its own.
  public private(set) var isDetail = false

  /// The same metric as a part of another.
  var detail: Metric {
    var metric = self
    metric.isDetail = true
    return metric
  }

  public init(
    _ id: String, _ label: String, _ unit: Unit, good: Direction, _ formula: some Formula,
    version: Int = 1, lookAhead: Int64 = 0, counters: Measure? = nil, evidence: Evidence? = nil,
    basis: [Measure] = [],
    _ definition: String
  ) {
    self.id = id
    self.label = label
    self.definition = definition
    self.unit = unit
    self.good = good
    self.formula = formula
    self.version = version
    self.lookAhead = lookAhead
    self.counters = counters
    self.evidence = evidence
    self.basis = basis
  }

  public static func == (a: Metric, b: Metric) -> Bool {
    a.id == b.id && a.label == b.label && a.definition == b.definition && a.unit == b.unit
      && a.good == b.good && a.formula.equals(b.formula) && a.version == b.version
      && a.lookAhead == b.lookAhead && a.counters == b.counters && a.evidence == b.evidence
      && a.basis == b.basis
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(definition)
  }

  /// The measures that the value is computed from.
  public var measures: [Measure] { formula.parts.map(\.measure) }

  /// The measures of the formula with their roles, in its order.
  public var parts: [MetricPart] { formula.parts }

  /// The measure that n, coverage and the first look at a metric go by.
  public var leading: Measure { formula.leading }

  /// The kinds of record that the value is computed from, each once.
  public var kinds: [RecordKind] {
    measures.map(\.kind).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// All fields that the metric reads of a kind, by name.
  public func fields(_ kind: RecordKind) -> [String] {
    Array(Set(measures.filter { $0.kind == kind }.flatMap(\.fields))).sorted()
  }

  /// Whether the value is one of tickets standing at the end of a period.
  public var isInstant: Bool { measures[0].isStanding }

  /// Whether it is a mere number of records, of which none is a value too.
  public var isCount: Bool { formula.isSum && unit == .count }

  // MARK: What is accumulated beside the value itself

  /// The records of the parts that are accumulated by month, not by period.
  private var monthlyCounts: [Measure] {
    parts.filter { $0.form == .monthlySum }.map(\.measure.count)
  }

  /// The measures that say how many records a value rests on.
  var countMeasures: [Measure] { !basis.isEmpty ? basis : isCount ? [] : formula.basis }

  /// The records of a numerator that comes from other exports than the denominator: where there are
  /// none, nothing is known.
  var numeratorCount: Measure? {
    guard let ratio = formula as? RatioFormula, ratio.numerator[0].value != .one,
      !ratio.denominator.contains(where: { $0.kind == ratio.numerator[0].kind })
    else { return nil }
    return ratio.numerator[0].count
  }

  /// The records that would be looked at if all had the fields asked for, and those that have them;
  /// nil where the metric asks for none.
  var coverage: (population: Measure, known: Measure)? {
    // Where the numerator comes from other exports, it is what may be lacking.
    let part = numeratorCount == nil ? leading : measures[0]
    guard monthlyCounts.isEmpty, !isCount, let population = part.population, let known = part.known
    else {
      return nil
    }
    return (population, known)
  }

  /// The records among those looked at that ended when they were closed, for want of a solve; a value
  /// in which one stands is marked.
  func closes(_ availability: FieldAvailability) -> [Measure] {
    guard availability.tellsCloses else { return [] }
    var closes: [Measure] = []
    for measure in measures where measure.kind == .solve || measure.attribution == .at("until") {
      // The test comes first: it leaves few records to the others.
      let marked = Measure(
        measure.kind, measure.attribution, .one,
        [FieldTest("from_closed", .compares(.equal, 1))] + measure.tests)
      if !closes.contains(marked) { closes.append(marked) }
    }
    return closes
  }

  /// The records whose durations are of days, since one of their instants is known to the day only;
  /// nil where no duration is measured.
  var inDays: Measure? {
    guard monthlyCounts.isEmpty else { return nil }
    let measure = measures[0]
    switch measure.value {
    case .difference(let a, let b):
      return measure.count.with(FieldTest(a, .isDay(or: [b])))
    case .age(let born): return measure.count.with(FieldTest(born, .isDay(or: [])))
    case .field("wait_seconds") where measure.kind == .solve:
      return measure.count.with(FieldTest("solved", .isDay(or: ["created"])))
    default: return nil
    }
  }

  /// All that is accumulated for the metric.
  func accumulated(_ availability: FieldAvailability) -> [Accumulation] {
    let sums =
      (monthlyCounts.isEmpty ? countMeasures : []) + closes(availability)
      + [
        numeratorCount, counters, evidence?.known, evidence?.unknown, coverage?.population,
        coverage?.known, inDays,
      ].compactMap { $0 }
    return parts.map { Accumulation($0.measure, $0.form) }
      + monthlyCounts.map { Accumulation($0, .monthlySum) } + sums.map { Accumulation($0, .sum) }
      + formula.sampled(availability)
  }
}
