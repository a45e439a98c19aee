public import Columnar

/// A published figure: computed from measures, the same way for each period and group.
public struct Metric: Sendable, Hashable {
  public enum Direction: String, Sendable {
    case up, down, neither, band
  }

  public enum Unit: String, Sendable {
    case count
    /// Seconds.
    case seconds = "s"
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
  /// Records of which at least one must be there: without any, nothing is known of the numerator.
  public let evidence: Measure?
  /// What is counted as n, where it is not the records of the denominator.
  public let basis: [Measure]

  public init(
    _ id: String, _ label: String, _ unit: Unit, good: Direction, _ formula: Formula,
    version: Int = 1, lookAhead: Int64 = 0, counters: Measure? = nil, evidence: Measure? = nil,
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

  /// All that is accumulated by period for the metric.
  var accumulated: [Measure] {
    let own = monthly.isEmpty ? measures : []
    return own + (monthly.isEmpty ? countMeasures : [])
      + [numeratorCount, counters, evidence, coverage?.population, coverage?.known].compactMap {
        $0
      }
  }
}
