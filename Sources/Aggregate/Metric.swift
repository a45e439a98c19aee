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
    /// Minor units of the pipeline's currency.
    case money
  }

  public enum Formula: Sendable, Hashable {
    /// How many records, or the sum of a value.
    case total(Measure)
    /// A standing total as it was at the end of the period before.
    case opening(Measure)
    /// `scale` × Σ numerator ÷ Σ denominator.
    case ratio(Measure, Measure, scale: Double)
    /// The quantile `q` of the measure's values, type 7.
    case quantile(Measure, q: Double)
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

  public init(
    _ id: String, _ label: String, _ unit: Unit, good: Direction, _ formula: Formula,
    version: Int = 1, lookAhead: Int64 = 0, _ definition: String
  ) {
    self.id = id
    self.label = label
    self.definition = definition
    self.unit = unit
    self.good = good
    self.formula = formula
    self.version = version
    self.lookAhead = lookAhead
  }

  public var measures: [Measure] {
    switch formula {
    case .total(let measure), .opening(let measure), .quantile(let measure, _): [measure]
    case .ratio(let numerator, let denominator, _): [numerator, denominator]
    }
  }

  public var kind: RecordKind { measures[0].kind }

  /// All fields that the metric reads, by name.
  public var fields: [String] { Array(Set(measures.flatMap(\.fields))).sorted() }

  /// Whether the value is one of tickets standing at the end of a period.
  public var isInstant: Bool {
    if case .standing = measures[0].attribution { return true }
    return false
  }
}
