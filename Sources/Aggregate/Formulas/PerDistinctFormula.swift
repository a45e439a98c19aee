/// Σ of a measure ÷ how many different values others have.
public struct PerDistinctFormula: Formula {
  public let measure: Measure
  public let others: [Measure]

  public var parts: [MetricPart] {
    [MetricPart(.numerator, measure)]
      + others.map { MetricPart(.distinct, $0, isDistributed: true) }
  }

  public var isOfRecords: Bool { false }
  public var told: [ToldSum] { [ToldSum([measure])] }

  public func changing(numerator: (Measure) -> Measure, denominator: (Measure) -> Measure) -> Self {
    PerDistinctFormula(measure: numerator(measure), others: others.map(denominator))
  }

  public func value(_ cells: MetricCells) -> MetricValue {
    let distinct = cells.values[1...]
    let n = distinct.first?.distinctCount(with: Array(distinct.dropFirst())) ?? 0
    guard n > 0 else { return .unknown }
    let value = Double(cells.sum(.numerator)) / Double(n)
    return MetricValue(value: value, n: n, estimate: .full(value))
  }
}

extension Formula where Self == PerDistinctFormula {
  public static func perDistinct(_ measure: Measure, _ others: [Measure]) -> Self {
    PerDistinctFormula(measure: measure, others: others)
  }
}
