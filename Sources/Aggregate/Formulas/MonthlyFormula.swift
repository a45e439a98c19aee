/// The sum over the months of a period of Σ numerator ÷ Σ denominator of each month.
public struct MonthlyFormula: Formula {
  public let numerator: Measure
  public let denominator: Measure

  public var parts: [MetricPart] {
    [
      MetricPart(.numerator, numerator, .months), MetricPart(.denominator, denominator, .months),
    ]
  }

  public var leading: Measure { denominator }
  public var isOfRecords: Bool { false }
  /// Of months; nothing of the kind says anything of single records.
  public var told: [ToldSum] { [] }

  public func changing(numerator change: (Measure) -> Measure, denominator: (Measure) -> Measure)
    -> Self
  {
    MonthlyFormula(numerator: change(numerator), denominator: denominator(self.denominator))
  }

  public func value(_ cells: MetricCells) -> MetricValue {
    var total: Double?
    var n: Int64 = 0
    for month in cells.months {
      let bottom = cells.sum(.denominator, month: month)
      guard bottom != 0, cells.records(.numerator, month: month) > 0 else { continue }
      total = (total ?? 0) + Double(cells.sum(.numerator, month: month)) / Double(bottom)
      n += cells.records(.denominator, month: month)
    }
    return MetricValue(value: total, n: Int(n), estimate: total.map { .full($0) })
  }
}

extension Formula where Self == MonthlyFormula {
  public static func monthly(_ numerator: Measure, _ denominator: Measure) -> Self {
    MonthlyFormula(numerator: numerator, denominator: denominator)
  }
}
