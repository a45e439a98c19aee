/// A measure of a metric, and what it is for the value: what an explanation names and traces.
public struct MetricPart: Sendable, Hashable {
  public enum Role: String, Sendable, CaseIterable {
    /// Records that are counted, or whose values are added up.
    case counted
    case numerator
    /// What is taken off the counted or the numerator.
    case less
    case denominator
    /// The values that a quantile or a variance is made of.
    case values
    /// The values of which only the different ones count.
    case distinct
    case squares
  }

  /// Which records of its measure belong to a period.
  enum Span: Sendable, Hashable {
    case period
    /// Those that stood at the end of the period before.
    case opening
    case months
    case lastMonth
  }

  public let role: Role
  public let measure: Measure
  let span: Span

  init(_ role: Role, _ measure: Measure, _ span: Span = .period) {
    self.role = role
    self.measure = measure
    self.span = span
  }
}

extension Metric {
  /// The measures of the formula with their roles, in its order.
  public var parts: [MetricPart] {
    func parts(_ role: MetricPart.Role, _ measures: [Measure]) -> [MetricPart] {
      measures.map { MetricPart(role, $0) }
    }
    switch formula {
    case .total(let measures, let less): return parts(.counted, measures) + parts(.less, less)
    case .opening(let measure): return [MetricPart(.counted, measure, .opening)]
    case .ratio(let numerator, let less, let denominator, _):
      return parts(.numerator, numerator) + parts(.less, less) + parts(.denominator, denominator)
    case .quantile(let measure, _): return parts(.values, [measure])
    case .perDistinct(let measure, let others):
      return parts(.numerator, [measure]) + parts(.distinct, others)
    case .monthly(let numerator, let denominator):
      return [
        MetricPart(.numerator, numerator, .months), MetricPart(.denominator, denominator, .months),
      ]
    case .lastMonth(let measure): return [MetricPart(.counted, measure, .lastMonth)]
    case .varianceOfMean(let measure, let squares):
      return parts(.values, [measure]) + parts(.squares, [squares])
    }
  }

  /// In what form a part is accumulated.
  func form(_ part: MetricPart) -> Accumulation.Form {
    switch part.span {
    case .months, .lastMonth: .monthlySum
    case .period, .opening: distributed.contains(part.measure) ? .values : .sum
    }
  }
}
