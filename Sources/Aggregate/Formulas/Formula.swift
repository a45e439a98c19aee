import Statistics

/// How a metric's value and its statistics come from the sums of measures. A file of this folder holds
/// all that the program knows of one.
public protocol Formula: Sendable, Hashable {
  /// The measures with their roles, in the order in which an explanation names them.
  var parts: [MetricPart] { get }
  /// The measure that n, coverage and the first look at a metric go by.
  var leading: Measure { get }
  /// The records that are counted as n, where neither the metric names others nor the value is itself
  /// a number of records.
  var basis: [Measure] { get }
  /// Whether the value is a sum, which is a mere number of records where the unit is a count.
  var isSum: Bool { get }
  /// Whether the value says something of the records behind it, beyond how many there are: it is
  /// suppressed where these are few.
  var isOfRecords: Bool { get }
  /// Whether a change of the value comes from the members' own values and from their weights.
  var splitsIntoRateAndMix: Bool { get }
  /// What can be worked out from a value that is shown, its n and its statistics; the first is what
  /// nobody may work out where the value is suppressed.
  var told: [ToldSum] { get }
  /// One of these as a value tells it, where that is of records counted one by one; nil where it cannot
  /// be read from it.
  func sum(told place: Int, by value: MetricValue) -> Int?
  /// What the statistics need beside the parts.
  func sampled(_ availability: FieldAvailability) -> [Accumulation]
  /// The measures whose days tell how much more a value varies than chance alone would make it.
  func daily(_ unit: Metric.Unit, _ availability: FieldAvailability) -> DailySums?
  /// The quantile whose days tell the same; nil for other formulas, and for what stands.
  var clusteredQuantile: Double? { get }
  /// In a sentence, for a metric that brings no definition of its own.
  var words: String { get }

  /// The same formula over other measures; those that are no denominator count as numerators.
  func changing(numerator: (Measure) -> Measure, denominator: (Measure) -> Measure) -> Self
  /// The value for a group and a period, with its statistics.
  func value(_ cells: MetricCells) -> MetricValue
}

/// A sum that a value tells.
public struct ToldSum: Sendable {
  public let measures: [Measure]
  public let less: [Measure]
  /// Whether it is all the values, not their sum.
  public let isDistribution: Bool
  /// Whether it says how many records the value looks at.
  public let isLookedAt: Bool

  init(
    _ measures: [Measure], less: [Measure] = [], isDistribution: Bool = false,
    isLookedAt: Bool = false
  ) {
    self.measures = measures
    self.less = less
    self.isDistribution = isDistribution
    self.isLookedAt = isLookedAt
  }
}

/// What is counted by day.
public enum DailySums: Sendable {
  case count(Measure)
  case share(of: Measure, among: Measure)

  var measures: [Measure] {
    switch self {
    case .count(let measure): [measure]
    case .share(let part, let whole): [part, whole]
    }
  }
}

extension Formula {
  public var leading: Measure { parts[0].measure }
  public var basis: [Measure] { [] }
  public var isSum: Bool { false }
  public var isOfRecords: Bool { true }
  public var splitsIntoRateAndMix: Bool { false }
  public var clusteredQuantile: Double? { nil }
  public func sum(told place: Int, by value: MetricValue) -> Int? { nil }
  public func sampled(_ availability: FieldAvailability) -> [Accumulation] { [] }
  public func daily(_ unit: Metric.Unit, _ availability: FieldAvailability) -> DailySums? { nil }

  public var words: String {
    let measure = parts[0].measure
    return "Of \(measure.valueWords) over \(measure.populationWords)\(measure.timeWords)."
  }

  /// Whether another formula is the same.
  func equals(_ other: any Formula) -> Bool { (other as? Self) == self }

  /// Some measures in one role.
  static func parts(_ role: MetricPart.Role, _ measures: [Measure]) -> [MetricPart] {
    measures.map { MetricPart(role, $0) }
  }
}

extension Measure {
  var populationWords: String {
    let tests = tests.map(\.text)
    return "\(kind.rawValue) records"
      + (tests.isEmpty ? "" : " where " + tests.joined(separator: " and "))
  }

  var valueWords: String {
    switch value {
    case .one: "the number"
    case .field(let name), .amount(let name): name
    case .difference(let a, let b): "\(a) − \(b)"
    case .age(let name): "the age since \(name)"
    }
  }

  var timeWords: String {
    if case .at(let name) = attribution { return ", by \(name)" }
    return ", at the end of the period"
  }

  /// Whether it is of what stands at the end of a period: a complete count, no sample.
  var isStanding: Bool {
    if case .standing = attribution { return true }
    return false
  }
}
