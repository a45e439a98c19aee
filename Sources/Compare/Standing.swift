import Aggregate
import Foundation
import Statistics

/// The course of a complete value: a standing, a number of people, a sum of money. It has no sampling
/// error; but where it is made of units, one unit more or less is nothing unusual, however still it stood
/// before.
struct Standing {
  let series: SignalRule.Series
  /// Whether the variance of a step of one unit is known: below it no variation is believed.
  let hasStep: Bool

  /// - Parameter records: how many each value rests on.
  /// - Returns: nil where the values are not complete, or have no place on their scale.
  init?(_ metric: Metric, _ estimates: [Estimate], _ records: [Int]) {
    let values = estimates.compactMap { estimate -> Double? in
      if case .full(let value) = estimate { value } else { nil }
    }
    guard values.count == estimates.count, !values.isEmpty else { return nil }
    let isNeverNegative = values.allSatisfy { $0 >= 0 }
    if Self.isOfUnits(metric) && isNeverNegative {
      // Logarithms, on which a team of five and all fifty people vary alike.
      let earlier = values.dropLast().map { $0 + 0.5 }
      let mean = earlier.reduce(0, +) / Double(max(1, earlier.count))
      series = SignalRule.Series(
        values: values.map { log($0 + 0.5) },
        variances: values.map { _ in 1 / (mean * mean) })
      hasStep = true
    } else if metric.unit == .share && values.allSatisfy({ 0...1 ~= $0 }) && !records.contains(0) {
      let points = zip(values, records).compactMap { value, n in
        Estimate.share(Share(k: Int((value * Double(n)).rounded()), n: n)).workingPoint
      }
      series = SignalRule.Series(values: points.map(\.y), variances: points.map(\.variance))
      hasStep = true
    } else {
      let isPositive = values.allSatisfy { $0 > 0 }
      series = SignalRule.Series(
        values: isPositive ? values.map { log($0) } : values, variances: values.map { _ in 0 })
      hasStep = false
    }
  }

  /// Whether a metric is a number of records or of people, which adds up over groups.
  static func isOfUnits(_ metric: Metric) -> Bool {
    metric.unit == .count || metric.unit == .number && metric.kinds == [.staff]
  }
}
