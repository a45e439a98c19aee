import Aggregate
import Civil
import Compare
import Language

// Ordinary variation, as charts show it and the scorecard says it.
extension Composer {
  /// The variation of a metric that the period reported on is a point of; nil where too few periods are
  /// known.
  func variation(_ metric: Metric, _ group: Group = .whole) -> Variation? {
    shown(metric, group).flatMap { $0.periods.last == input.period ? $0 : nil }
  }

  /// One that says something: of points enough, with limits that are not the mean itself.
  private func shown(_ metric: Metric, _ group: Group) -> Variation? {
    guard let known = Variation(metric, group, in: input.snapshot, milestones),
      known.chart.points.count >= Variation.fewestShown, known.last.lower < known.last.upper
    else { return nil }
    return known
  }

  func mark(_ variation: Variation) -> Scorecard.Mark {
    let isUp = variation.last.value > variation.last.mean
    let said: (Scorecard.Mark.Sign, PhraseID) =
      switch variation.cause {
      case .common: (.common, .variationCommon)
      case .improving: (isUp ? .up : .down, .variationImproving)
      case .concerning: (isUp ? .up : .down, .variationConcerning)
      case .high: (.up, .variationHigh)
      case .low: (.down, .variationLow)
      }
    let words = Words.phrase(said.1)
    return Scorecard.Mark(
      sign: said.0,
      words: variation.chart.isTrial ? .phrase(.trialLimits, ["words": words]) : words)
  }

  /// - Returns: nil where the last value is out of the ordinary and belies it: "always met" does not
  ///   stand beside "off target".
  func mark(_ variation: Variation, _ target: Target.Bound) -> Scorecard.Mark? {
    let isMet = target.isMet(by: variation.last.value)
    switch variation.assurance(of: target) {
    case .alwaysMet:
      return isMet ? Scorecard.Mark(sign: .met, words: .phrase(.assuranceMet)) : nil
    case .alwaysMissed:
      return isMet ? nil : Scorecard.Mark(sign: .missed, words: .phrase(.assuranceMissed))
    case .hitAndMiss: return Scorecard.Mark(sign: .mixed, words: .phrase(.assuranceMixed))
    }
  }

  /// The limits of a chart of one series, one a shown period; none where too few are known.
  func limits(_ metric: Metric, _ group: Group) -> [Chart.Limits?] {
    guard let known = shown(metric, group) else { return [] }
    let values = known.chart.points.map(\.value)
    let possible = Self.possible(metric.unit, values)
    return shownPeriods.map { period in
      known[period].map { point in
        Chart.Limits(
          lower: max(possible.lowerBound, point.lower), mean: point.mean,
          upper: min(possible.upperBound, point.upper), isOrdinary: point.rule == .common)
      }
    }
  }

  /// What values of a unit can be: limits beyond are drawn at its end.
  private static func possible(_ unit: Metric.Unit, _ values: [Double]) -> ClosedRange<Double> {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let floor = low < 0 ? -Double.infinity : 0
    switch unit {
    case .points: return -100...100
    case .share: return floor...(high > 1 ? .infinity : 1)
    default: return floor...(.infinity)
    }
  }

  /// Between which values a series ordinarily lies, as the last limits say.
  func ordinarily(_ limits: [Chart.Limits?], _ unit: Metric.Unit) -> Words? {
    guard let last = limits.compactMap({ $0 }).last else { return nil }
    func amount(_ number: Double) -> Words { .figure(.amount(number, unit)) }
    return .phrase(
      .ordinarily,
      ["lower": amount(last.lower), "upper": amount(last.upper), "mean": amount(last.mean)])
  }
}
