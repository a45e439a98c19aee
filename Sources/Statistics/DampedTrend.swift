/// Exponential smoothing of a series without seasons: a level, and a trend that dies out.
struct DampedTrend {
  struct Rates: Sendable, Hashable {
    var level, trend, damping: Double
  }

  let rates: Rates
  var level: Double
  var trend = 0.0

  /// What the value so many steps ahead is expected to be.
  func expected(ahead steps: Int) -> Double {
    var (growth, power) = (0.0, 1.0)
    for _ in 0..<steps {
      power *= rates.damping
      growth += power
    }
    return level + growth * trend
  }

  mutating func take(_ value: Double) {
    let expected = level + rates.damping * trend
    let next = rates.level * value + (1 - rates.level) * expected
    trend = rates.trend * (next - level) + (1 - rates.trend) * rates.damping * trend
    level = next
  }

  static let choices: [Rates] = [0.1, 0.2, 0.35, 0.5, 0.7, 0.9].flatMap { level in
    [(0.0, 1.0), (0.1, 0.9), (0.3, 0.9), (0.1, 0.98)].map { trend, damping in
      Rates(level: level, trend: trend, damping: damping)
    }
  }

  /// Run over a series, with the rates whose squared errors of one step are least.
  ///
  /// - Parameter warmUp: so many first values are no measure of the errors.
  init(fitting values: [Double], warmUp: Int) {
    var best = DampedTrend(rates: Self.choices[0], level: values[0])
    var least = Double.infinity
    for rates in Self.choices {
      var state = DampedTrend(rates: rates, level: values[0])
      var error = 0.0
      for (place, value) in values.enumerated().dropFirst() {
        let miss = value - state.expected(ahead: 1)
        if place >= warmUp { error += miss * miss }
        state.take(value)
      }
      if error < least { (least, best) = (error, state) }
    }
    self = best
  }

  init(rates: Rates, level: Double, trend: Double = 0) {
    self.rates = rates
    self.level = level
    self.trend = trend
  }
}
