/// The sum of a value over the last month of a period.
public struct LastMonthFormula: Formula {
  public let measure: Measure

  public var parts: [MetricPart] { [MetricPart(.counted, measure, .lastMonth)] }
  public var isOfRecords: Bool { false }
  /// Of months; nothing of the kind says anything of single records.
  public var told: [ToldSum] { [] }

  public func changing(numerator: (Measure) -> Measure, denominator: (Measure) -> Measure) -> Self {
    LastMonthFormula(measure: numerator(measure))
  }

  public func value(_ cells: MetricCells) -> MetricValue {
    guard let month = cells.months.last else { return .unknown }
    let n = cells.records(.counted, month: month)
    guard n > 0 else { return .unknown }
    let value = Double(cells.sum(.counted, month: month)) / Double(cells.scale(.counted))
    return MetricValue(value: value, n: Int(n), estimate: .full(value))
  }
}

extension Formula where Self == LastMonthFormula {
  public static func lastMonth(_ measure: Measure) -> Self { LastMonthFormula(measure: measure) }
}
