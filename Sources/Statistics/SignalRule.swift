/// Whether the last value of a series departs from its own course, and not only from the period
/// before.
///
/// Two contrasts must agree: the value against the mean of the few before it, judged by the same contrast in
/// the past, and against the weighted mean of all earlier ones. Their ratios of observed to sampling
/// variation are shrunk over the groups of a metric.
public enum SignalRule {
  /// One group's series on its working scale, the reported period last.
  public struct Series: Sendable, Hashable {
    public let values: [Double]
    /// The sampling variance of each.
    public let variances: [Double]

    public init(values: [Double], variances: [Double]) {
      self.values = values
      self.variances = variances
    }
  }

  /// Under so many earlier periods there is no signal.
  public static let fewestEarlier = 5

  /// - Parameters:
  ///   - groups: of one metric, over the same periods.
  ///   - isFull: whether the values are complete counts, without sampling variance.
  /// - Returns: the p of each group; nil where the series is too short.
  public static func p(
    _ groups: [Series], isFull: Bool = false
  ) -> [Double?] {
    departures(groups, isFull: isFull).map { $0?.p }
  }

  /// The same with the side of its course that the last value is on, 1 above.
  public static func departures(
    _ groups: [Series], isFull: Bool = false
  ) -> [(side: Double, p: Double)?] {
    guard let m = groups.first.map({ $0.values.count - 1 }), m >= fewestEarlier else {
      return groups.map { _ in nil }
    }
    let recent = contrasts(groups, m, isFull)
    let overall = deviations(groups, m, isFull)
    return zip(recent, overall).map { a, b in
      (b.t < 0 ? -1 : 1, a.t * b.t > 0 ? max(a.p, b.p).decidable : 1)
    }
  }

  /// Of a series that left its course earlier: how often chance would put the last value so far from the
  /// course before, and on which side of it the value lies.
  ///
  /// - Parameter groups: each without the values since the departure, but for the last.
  public static func distances(
    _ groups: [Series], isFull: Bool = false
  ) -> [(side: Double, p: Double)] {
    guard let m = groups.first.map({ $0.values.count - 1 }), m >= fewestEarlier else {
      return groups.map { _ in (0, 1) }
    }
    return deviations(groups, m, isFull).map { ($0.t < 0 ? -1 : 1, $0.p.decidable) }
  }

  private typealias Test = (t: Double, p: Double)

  /// The reported value less the mean of the k before it.
  private static func contrasts(
    _ groups: [Series], _ m: Int, _ isFull: Bool
  ) -> [Test] {
    let k = m >= 7 ? 3 : 1
    func contrast(_ group: Series, _ t: Int) -> (c: Double, u: Double) {
      let before = group.values[(t - k)..<t].reduce(0, +) / Double(k)
      let variance =
        isFull
        ? 1 : group.variances[t] + group.variances[(t - k)..<t].reduce(0, +) / Double(k * k)
      return (group.values[t] - before, variance)
    }
    let ratios = groups.map { group in
      (k..<m).reduce(0) {
        let past = contrast(group, $1)
        return $0 + past.c * past.c / past.u
      } / Double(m - k)
    }
    return tests(
      groups.map { contrast($0, m) }, ratios, freedom: 0.8 * Double(m - k), isFull)
  }

  /// The reported value less the mean of all earlier ones, weighted by their precision.
  private static func deviations(
    _ groups: [Series], _ m: Int, _ isFull: Bool
  ) -> [Test] {
    var last: [(c: Double, u: Double)] = []
    var ratios: [Double] = []
    for group in groups {
      let weights = group.variances[..<m].map { isFull ? 1 : 1 / max($0, 1e-12) }
      let total = weights.reduce(0, +)
      let mean = zip(weights, group.values).reduce(0) { $0 + $1.0 * $1.1 } / total
      let squares = zip(weights, group.values).reduce(0) {
        $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean)
      }
      ratios.append(squares / Double(m - 1))
      last.append((group.values[m] - mean, (isFull ? 1 : group.variances[m]) + 1 / total))
    }
    return tests(last, ratios, freedom: Double(m - 1), isFull)
  }

  private static func tests(
    _ contrasts: [(c: Double, u: Double)], _ ratios: [Double], freedom: Double, _ isFull: Bool
  ) -> [Test] {
    let middle = median(ratios)
    return zip(contrasts, ratios).map { contrast, ratio in
      var shrunk = (freedom * ratio + 10 * middle) / (freedom + 10)
      var df = freedom
      if !isFull {
        shrunk = max(shrunk, 1)
        let inflation = shrunk / max(shrunk - 1, 1e-9)
        df = min(freedom * inflation * inflation, 1e4)
      }
      // Of what never varied in any group nobody knows how much it may.
      if shrunk == 0 { return (0, 1) }
      let t = contrast.c / (shrunk * contrast.u).squareRoot()
      return (t, StudentT(degreesOfFreedom: df).probability(beyond: t))
    }
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
