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

  /// How a value is computed. Where several measures stand, their sums are added up.
  public enum Formula: Sendable, Hashable {
    /// How many records, or the sum of a value; less that of others.
    case total([Measure], less: [Measure])
    /// A standing total as it was at the end of the period before.
    case opening(Measure)
    /// `scale` × (Σ numerator − Σ less) ÷ Σ denominator.
    case ratio([Measure], less: [Measure], [Measure], scale: Double)
    /// The quantile `q` of the measure's values, type 7.
    case quantile(Measure, q: Double)
    /// Σ of the first ÷ how many different values the others have.
    case perDistinct(Measure, [Measure])
    /// The sum over the months of a period of Σ numerator ÷ Σ denominator of each month.
    case monthly(Measure, Measure)
    /// The sum of a value over the last month of a period.
    case lastMonth(Measure)
    /// The variance of the mean of a value: (Σ squares ÷ n − (Σ values ÷ n)²) ÷ n.
    case varianceOfMean(Measure, squares: Measure)

    public static func total(_ measure: Measure) -> Self { .total([measure], less: []) }

    public static func ratio(_ numerator: Measure, _ denominator: Measure, scale: Double = 1)
      -> Self
    { .ratio([numerator], less: [], [denominator], scale: scale) }
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
  public let formula: Formula
  /// Raised whenever the definition changes what the figure means.
  public let version: Int
  /// How long after a period's end its value may still change, in seconds.
  public let lookAhead: Int64
  /// Records that an export's counters tell, not events; a value in which one stands is marked.
  public let counters: Measure?
  public let evidence: Evidence?
  /// What is counted as n, where it is not the records of the denominator.
  public let basis: [Measure]

  public init(
    _ id: String, _ label: String, _ unit: Unit, good: Direction, _ formula: Formula,
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

  /// The measures that the value is computed from.
  public var measures: [Measure] {
    switch formula {
    case .total(let measures, let less): measures + less
    case .opening(let measure), .quantile(let measure, _), .lastMonth(let measure): [measure]
    case .ratio(let numerator, let less, let denominator, _): numerator + less + denominator
    case .perDistinct(let measure, let others): [measure] + others
    case .monthly(let numerator, let denominator): [numerator, denominator]
    case .varianceOfMean(let measure, let squares): [measure, squares]
    }
  }

  /// The measure that n, coverage and the first look at a metric go by.
  public var leading: Measure {
    switch formula {
    case .ratio(_, _, let denominator, _): denominator[0]
    case .monthly(_, let denominator): denominator
    default: measures[0]
    }
  }

  /// The kinds of record that the value is computed from, each once.
  public var kinds: [RecordKind] {
    measures.map(\.kind).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// All fields that the metric reads of a kind, by name.
  public func fields(_ kind: RecordKind) -> [String] {
    Array(Set(measures.filter { $0.kind == kind }.flatMap(\.fields))).sorted()
  }

  /// Whether the value is one of tickets standing at the end of a period.
  public var isInstant: Bool {
    if case .standing = measures[0].attribution { return true }
    return false
  }

  /// Whether it is a mere number of records, of which none is a value too.
  public var isCount: Bool {
    switch formula {
    case .total, .opening: unit == .count
    default: false
    }
  }

  // MARK: What is accumulated beside the value itself

  /// The measures whose every value must be kept.
  var distributed: [Measure] {
    switch formula {
    case .quantile(let measure, _): [measure]
    case .perDistinct(_, let others): others
    default: []
    }
  }

  /// The measures that are accumulated by month, not by period.
  var monthly: [Measure] {
    switch formula {
    case .monthly(let numerator, let denominator):
      [numerator, numerator.count, denominator, denominator.count]
    case .lastMonth(let measure): [measure, measure.count]
    default: []
    }
  }

  /// The measures that say how many records a value rests on.
  var countMeasures: [Measure] {
    if !basis.isEmpty { return basis }
    switch formula {
    case .total(let measures, _): return isCount ? [] : [measures[0].count]
    case .ratio(_, _, let denominator, _): return denominator.map(\.count)
    case .varianceOfMean(let measure, _): return [measure.count]
    default: return []
    }
  }

  /// The records of a numerator that comes from other exports than the denominator: where there are
  /// none, nothing is known.
  var numeratorCount: Measure? {
    guard case .ratio(let numerator, _, let denominator, _) = formula,
      numerator[0].value != .one, !denominator.contains(where: { $0.kind == numerator[0].kind })
    else { return nil }
    return numerator[0].count
  }

  /// The records that would be looked at if all had the fields asked for, and those that have them;
  /// nil where the metric asks for none.
  var coverage: (population: Measure, known: Measure)? {
    // Where the numerator comes from other exports, it is what may be lacking.
    let part = numeratorCount == nil ? leading : measures[0]
    guard monthly.isEmpty, !isCount, let population = part.population, let known = part.known else {
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
    guard monthly.isEmpty else { return nil }
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

  /// All that is accumulated by period for the metric.
  func accumulated(_ availability: FieldAvailability) -> [Measure] {
    let own = monthly.isEmpty ? measures : []
    return own + (monthly.isEmpty ? countMeasures : []) + closes(availability)
      + [
        numeratorCount, counters, evidence?.known, evidence?.unknown, coverage?.population,
        coverage?.known, inDays,
      ].compactMap { $0 }
  }
}
