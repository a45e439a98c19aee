/// The quantile `q` of the measure's values, type 7.
public struct QuantileFormula: Formula {
  public let measure: Measure
  public let q: Double

  public var parts: [MetricPart] { [MetricPart(.values, measure, isDistributed: true)] }
  public var told: [ToldSum] { [ToldSum([measure], isDistribution: true)] }

  public var clusteredQuantile: Double? { measure.isStanding ? nil : q }

  public var words: String {
    "The \(q) quantile of \(measure.valueWords) over \(measure.populationWords)\(measure.timeWords)."
  }

  public func changing(numerator: (Measure) -> Measure, denominator: (Measure) -> Measure) -> Self {
    QuantileFormula(measure: numerator(measure), q: q)
  }

  public func value(_ cells: MetricCells) -> MetricValue {
    let values = cells.values[0]
    guard let quantile = values.quantile(q) else { return .unknown }
    let scale = Double(cells.scale(.values))
    let value = quantile / scale
    return MetricValue(
      value: value, n: values.count, flags: values.isApproximate ? [.approximate] : [],
      estimate: measure.isStanding
        ? .full(value)
        : values.ladder(q, value: value, scale: scale, cells.dispersion).map { .quantile($0) })
  }
}

extension Formula where Self == QuantileFormula {
  public static func quantile(_ measure: Measure, q: Double) -> Self {
    QuantileFormula(measure: measure, q: q)
  }
}
