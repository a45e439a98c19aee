/// The variance of the mean of a value: (Σ squares ÷ n − (Σ values ÷ n)²) ÷ n.
public struct VarianceOfMeanFormula: Formula {
  public let measure: Measure
  public let squares: Measure

  public var parts: [MetricPart] {
    [MetricPart(.values, measure), MetricPart(.squares, squares)]
  }

  public var basis: [Measure] { [measure.count] }
  public var told: [ToldSum] { [ToldSum([squares]), ToldSum([measure])] }

  public func changing(numerator: (Measure) -> Measure, denominator: (Measure) -> Measure) -> Self {
    VarianceOfMeanFormula(measure: numerator(measure), squares: numerator(squares))
  }

  public func value(_ cells: MetricCells) -> MetricValue {
    let n = Double(cells.count)
    if n == 0 { return .unknown }
    let mean = Double(cells.sum(.values)) / n
    let value = (Double(cells.sum(.squares)) / n - mean * mean) / n
    return MetricValue(value: value, n: Int(n), estimate: .full(value))
  }
}

extension Formula where Self == VarianceOfMeanFormula {
  public static func varianceOfMean(_ measure: Measure, squares: Measure) -> Self {
    VarianceOfMeanFormula(measure: measure, squares: squares)
  }
}
