import Foundation

/// A value on the scale on which a shift weighs alike wherever it begins, and its sampling variance
/// there.
public struct WorkingPoint: Sendable, Hashable {
  public let y: Double
  public let variance: Double
  /// How many units the variance was measured on; nil where a formula gives it from the value alone.
  let units: Double?

  public init(y: Double, variance: Double, units: Double? = nil) {
    self.y = y
    self.variance = variance
    self.units = units
  }
}

extension Estimate {
  /// Shares as arcsines of roots, scores as they are adjusted, all else as logarithms.
  ///
  /// - Returns: nil where the scale has no place for the value, or its variance is not known. A
  ///   complete count stands as it is, without variance.
  public var workingPoint: WorkingPoint? {
    switch self {
    case .share(let share):
      guard share.n > 0 else { return nil }
      let n = Double(share.n)
      let angle = asin(((Double(share.k) + 0.375) / (n + 0.75)).squareRoot())
      return WorkingPoint(
        y: angle, variance: share.dispersion.factor / (4 * n + 2), units: nil)
    case .count(let count):
      let adjusted = Double(count.count) + 0.5
      return WorkingPoint(
        y: log(adjusted / count.exposure), variance: count.dispersion.factor / adjusted,
        units: nil)
    case .mean(let mean):
      guard let value = mean.value, value > 0, let variance = mean.variance else { return nil }
      let n = Double(mean.n)
      return WorkingPoint(y: log(value), variance: variance / (n * value * value), units: n)
    case .ratio(let ratio):
      guard let value = ratio.value, value > 0, let variance = ratio.logarithmicVariance else {
        return nil
      }
      return WorkingPoint(y: log(value), variance: variance, units: Double(ratio.units))
    case .quantile(let ladder):
      guard ladder.value > 0, let bounds = ladder.interval(missing: 0.05), let low = bounds.low,
        let high = bounds.high, low > 0
      else { return nil }
      // Twice 1.96 standard errors lie between the two.
      let error = (log(high) - log(low)) / 3.92
      return WorkingPoint(y: log(ladder.value), variance: error * error, units: Double(ladder.n))
    case .nps(let nps):
      guard nps.n > 0 else { return nil }
      return WorkingPoint(
        y: nps.adjusted.score, variance: nps.adjusted.variance, units: Double(nps.n))
    case .full(let value):
      return WorkingPoint(y: value, variance: 0, units: nil)
    }
  }
}

extension RatioOfSums {
  /// The variance of ln(Σx ÷ Σy) to first order: (s_xx − 2θ s_xy + θ² s_yy) ÷ (n x̄²).
  var logarithmicVariance: Double? {
    guard units > 1, x != 0, let value else { return nil }
    let n = Double(units)
    let xx = xx - x * x / n
    let xy = xy - x * y / n
    let yy = yy - y * y / n
    return max(0, xx - 2 * value * xy + value * value * yy) / (n - 1) / n / (x / n * x / n)
  }
}

extension SignalRule.Series {
  /// One group's values over the periods, the reported one last. Where a variance was measured, and is
  /// itself uncertain, each becomes c ÷ n with c the mean of n times the variance over the series.
  ///
  /// - Returns: nil where one of them has no place on the working scale.
  public init?(_ estimates: [Estimate]) {
    let points = estimates.compactMap(\.workingPoint)
    guard points.count == estimates.count else { return nil }
    self.init(points)
  }

  init(_ points: [WorkingPoint]) {
    let measured = points.compactMap { point in point.units.map { $0 * point.variance } }
    let scale = measured.isEmpty ? 0 : measured.reduce(0, +) / Double(measured.count)
    self.init(
      values: points.map(\.y),
      variances: points.map { point in point.units.map { scale / $0 } ?? point.variance })
  }
}
