import Statistics

/// How many records, or the sum of a value; less that of others.
public struct TotalFormula: Formula {
  public let measures: [Measure]
  public let less: [Measure]

  public var parts: [MetricPart] {
    Self.parts(.counted, measures) + Self.parts(.less, less)
  }

  public var basis: [Measure] { [measures[0].count] }
  public var isSum: Bool { true }
  public var isOfRecords: Bool { false }
  public var told: [ToldSum] { [ToldSum(measures, less: less)] }

  public func sum(told place: Int, by value: MetricValue) -> Int? { Int(value.value ?? 0) }

  /// A number of records that came in the period; what stands at its end, what is taken off and what
  /// adds up amounts is complete as it is.
  public func daily(_ unit: Metric.Unit, _ availability: FieldAvailability) -> DailySums? {
    guard unit == .count, less.isEmpty, measures.count == 1, !measures[0].isStanding,
      measures[0].countsRecords
    else { return nil }
    return .count(measures[0])
  }

  public var words: String {
    let measure = measures[0]
    let sum = measure.value == .one ? "The number of " : "The sum of \(measure.valueWords) over "
    return sum + "\(measure.populationWords)\(measure.timeWords)."
  }

  public func changing(numerator: (Measure) -> Measure, denominator: (Measure) -> Measure) -> Self {
    TotalFormula(measures: measures.map(numerator), less: less.map(numerator))
  }

  public func value(_ cells: MetricCells) -> MetricValue {
    let (added, taken) = (cells.sum(.counted), cells.sum(.less))
    let value = Double(added - taken) / Double(cells.scale(.counted))
    guard cells.metric.isCount else {
      let n = Int(cells.count)
      return n == 0
        ? .unknown : MetricValue(value: value, n: n, estimate: .full(value))
    }
    let estimate: Estimate =
      cells.isDaily && added >= 0
      ? .count(Count(Int(added), dispersion: cells.dispersion)) : .full(value)
    return MetricValue(
      value: value, n: Int(less.isEmpty ? added : added + taken), estimate: estimate)
  }
}

extension Formula where Self == TotalFormula {
  public static func total(_ measure: Measure) -> Self { .total([measure], less: []) }

  public static func total(_ measures: [Measure], less: [Measure]) -> Self {
    TotalFormula(measures: measures, less: less)
  }
}
