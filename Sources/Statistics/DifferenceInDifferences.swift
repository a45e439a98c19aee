/// How much more those that something was done to moved than those who were left alone: the mean of
/// the contrast between the two after it, less the mean before.
///
/// Both means are weighted by precision. The contrast varies from period to period at least as its
/// sampling says; where it varied more, that is what the effect is held against.
public struct DifferenceInDifferences: Sendable, Hashable {
  /// The treated less the untouched in one period, on a scale on which shifts add up.
  public struct Contrast: Sendable, Hashable {
    public let value: Double
    /// Its sampling variance; 0 for complete counts.
    public let variance: Double

    public init(value: Double, variance: Double) {
      self.value = value
      self.variance = variance
    }
  }

  /// How the contrast went before: apart already, and nothing can be said of what followed.
  public struct Trend: Sendable, Hashable {
    /// A period.
    public let slope: Double
    public let p: Double
  }

  /// Fewer periods before say nothing of what is ordinary.
  public static let fewestBefore = 3

  public let effect: Double
  public let standardError: Double
  public let degreesOfFreedom: Double
  /// nil where fewer than four periods lie before.
  public let trend: Trend?
  /// The effect that the same sum finds at dates before, when nothing was done; oldest first.
  public let placebos: [Double]
  /// How many periods after the start the contrast turned, where a later turn fits it surely better: what
  /// it turned with came later. nil where none does.
  public let laterTurn: Int?

  /// - Parameters:
  ///   - before: of consecutive periods, oldest first.
  ///   - after: likewise.
  /// - Returns: nil where there are too few, or no variation that the effect could be held against.
  public init?(before: [Contrast], after: [Contrast]) {
    guard before.count >= Self.fewestBefore, !after.isEmpty,
      let fit = Fit(before, after), fit.error > 0
    else { return nil }
    effect = fit.effect
    standardError = fit.error
    degreesOfFreedom = fit.freedom
    trend = Self.trend(before)
    placebos = (Self.fewestBefore..<before.count).compactMap { cut in
      Fit(Array(before[..<cut]), Array(before[cut...]))?.effect
    }
    laterTurn = Self.laterTurn(before, after, fit)
  }

  /// The turn that leaves the least unexplained, where chance makes no such improvement in 95 of 100
  /// cases, over all turns that are tried.
  private static func laterTurn(
    _ before: [Contrast], _ after: [Contrast], _ fit: Fit
  ) -> Int? {
    let all = before + after
    guard all.count > 3 else { return nil }
    let turns = after.indices.dropFirst().compactMap { place in
      let cut = before.count + place
      return Fit(Array(all[..<cut]), Array(all[cut...])).map { (place: place, squares: $0.squares) }
    }
    guard let best = turns.min(by: { $0.squares.decidable < $1.squares.decidable }) else {
      return nil
    }
    let (ratio, _) = excess(best.squares, all.count - 3, all)
    let gain = max(0, fit.squares - best.squares) / ratio
    let p = StudentT(degreesOfFreedom: Double(all.count - 3)).probability(beyond: gain.squareRoot())
    return p.decidable * Double(turns.count) <= 0.05 ? best.place : nil
  }

  public func interval(missing p: Double) -> Bounds {
    let reach = StudentT(degreesOfFreedom: degreesOfFreedom).critical(p) * standardError
    return Bounds(low: effect - reach, high: effect + reach)
  }

  /// How often chance alone makes such an effect, or a greater one.
  public var p: Double {
    StudentT(degreesOfFreedom: degreesOfFreedom).probability(beyond: effect / standardError)
      .decidable
  }

  /// How many of the placebos are at least as great as the effect, on either side.
  public var placebosAsGreat: Int {
    placebos.count { abs($0).decidable >= abs(effect).decidable }
  }

  private static func weights(_ contrasts: [Contrast]) -> [Double] {
    contrasts.contains { $0.variance <= 0 }
      ? contrasts.map { _ in 1 } : contrasts.map { 1 / $0.variance }
  }

  /// How much more than by sampling the values vary, and with how many degrees of freedom that is
  /// known: those of t for a variance that is at least 1.
  private static func excess(
    _ squares: Double, _ freedom: Int, _ contrasts: [Contrast]
  ) -> (ratio: Double, freedom: Double) {
    let ratio = squares / Double(freedom)
    if contrasts.contains(where: { $0.variance <= 0 }) { return (ratio, Double(freedom)) }
    guard ratio > 1 else { return (1, .infinity) }
    let inflation = ratio / (ratio - 1)
    return (ratio, min(Double(freedom) * inflation * inflation, 1e4))
  }

  /// A weighted mean, what the weights come to, and the weighted squares of what departs from it.
  private struct Level {
    let mean, weight, squares: Double

    init(_ contrasts: ArraySlice<Contrast>, _ weights: ArraySlice<Double>) {
      let weight = weights.reduce(0, +)
      var sum = 0.0
      for (weight, contrast) in zip(weights, contrasts) { sum += weight * contrast.value }
      let mean = sum / weight
      var squares = 0.0
      for (weight, contrast) in zip(weights, contrasts) {
        let rest = contrast.value - mean
        squares += weight * rest * rest
      }
      (self.mean, self.weight, self.squares) = (mean, weight, squares)
    }
  }

  /// The difference of two weighted means.
  private struct Fit {
    let effect, error, freedom, squares: Double

    init?(_ before: [Contrast], _ after: [Contrast]) {
      let all = before + after
      guard all.count > 2 else { return nil }
      let weights = weights(all)
      let first = Level(all[..<before.count], weights[..<before.count])
      let second = Level(all[before.count...], weights[before.count...])
      squares = first.squares + second.squares
      let (ratio, freedom) = excess(squares, all.count - 2, all)
      effect = second.mean - first.mean
      error = (ratio * (1 / first.weight + 1 / second.weight)).squareRoot()
      self.freedom = freedom
    }
  }

  /// The weighted straight line through the contrasts.
  private static func trend(_ contrasts: [Contrast]) -> Trend? {
    guard contrasts.count > 3 else { return nil }
    let weights = weights(contrasts)
    let total = weights.reduce(0, +)
    var (middle, level) = (0.0, 0.0)
    for (place, weight) in weights.enumerated() {
      middle += weight * Double(place) / total
      level += weight * contrasts[place].value / total
    }
    var (spread, product) = (0.0, 0.0)
    for (place, weight) in weights.enumerated() {
      let distance = Double(place) - middle
      spread += weight * distance * distance
      product += weight * distance * (contrasts[place].value - level)
    }
    let slope = product / spread
    var squares = 0.0
    for (place, weight) in weights.enumerated() {
      let rest = contrasts[place].value - level - slope * (Double(place) - middle)
      squares += weight * rest * rest
    }
    let (ratio, freedom) = excess(squares, contrasts.count - 2, contrasts)
    let error = (ratio / spread).squareRoot()
    if !(error > 0) { return Trend(slope: slope, p: slope == 0 ? 1 : 0) }
    let law = StudentT(degreesOfFreedom: freedom)
    return Trend(slope: slope, p: law.probability(beyond: slope / error).decidable)
  }
}
