/// A standing total as it was at the end of the period before.
public struct OpeningFormula: Formula {
  public let measure: Measure

  public var parts: [MetricPart] { [MetricPart(.counted, measure, .opening)] }
  public var isSum: Bool { true }
  public var isOfRecords: Bool { false }
  public var told: [ToldSum] { [ToldSum([measure])] }

  public func changing(numerator: (Measure) -> Measure, denominator: (Measure) -> Measure) -> Self {
    OpeningFormula(measure: numerator(measure))
  }

  public func value(_ cells: MetricCells) -> MetricValue {
    let total = cells.sum(.counted, before: true)
    return MetricValue(value: Double(total), n: Int(total), estimate: .full(Double(total)))
  }
}

extension Formula where Self == OpeningFormula {
  public static func opening(_ measure: Measure) -> Self { OpeningFormula(measure: measure) }
}
