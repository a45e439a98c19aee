import Foundation

/// Forecasts of a series, each by the model that would have forecast it best so far.
///
/// Every model forecasts each target from each origin, knowing nothing behind it. For each horizon the
/// one with the least root mean square of log errors is taken, over the origins that all models have
/// which have enough; the interval comes from its errors alone.
public struct Backtest: Sendable {
  public struct Figure: Sendable, Hashable {
    public let value: Double
    /// At 95 %.
    public let low, high: Double
    public let model: ForecastModel
    /// The root mean square of the logarithms of forecast ÷ outcome, at this horizon.
    public let error: Double
    /// That of the same days a year before; nil where too few origins have them.
    public let naiveError: Double?
    /// How many forecasts were held against their outcome.
    public let origins: Int

    /// The part of the outcome by which the model was typically off.
    public var miss: Double { Self.part(error) }
    /// The same of the days a year before.
    public var naiveMiss: Double? { naiveError.map(Self.part) }

    private static func part(_ error: Double) -> Double { (exp(error) - 1).decidable }

    public init(
      value: Double, low: Double, high: Double, model: ForecastModel, error: Double,
      naiveError: Double?, origins: Int
    ) {
      self.value = value
      self.low = low
      self.high = high
      self.model = model
      self.error = error
      self.naiveError = naiveError
      self.origins = origins
    }
  }

  /// Before the first origin so many days must be known.
  public static let fewestDays = DampedSeasonal.warmUp

  /// A model is judged by no fewer forecasts.
  public static let fewestOrigins = 6
  /// An interval rests on no fewer stretches without a day in common.
  public static let fewestWindows = 3

  /// By horizon; nil where too little is known.
  public let figures: [Figure?]

  /// - Parameters:
  ///   - origins: the first days that are not known, ascending; the last lies right behind the values.
  ///   - targets: by origin the stretches that are forecast from it, as many of each: of one horizon
  ///     they follow one another by one stretch an origin.
  public init(_ series: DailySeries, origins: [Int], targets: [[Range<Int>]]) {
    let forecasts = ForecastModel.allCases.map { model in
      Self.forecasts(model, series, origins, targets)
    }
    let naive = zip(origins, targets).map { origin, targets in
      targets.map { SeasonalNaive.forecast(series, from: origin, of: $0, grows: false) }
    }
    figures = (targets.last ?? []).indices.map { horizon in
      let outcomes = targets.dropLast().map { targets -> Double? in
        targets[horizon].upperBound <= series.values.count ? series.figure(targets[horizon]) : nil
      }
      func errors(_ forecasts: [[Double?]]) -> [Double?] {
        zip(forecasts, outcomes).map { made, outcome in
          guard let made = made[horizon], let outcome else { return nil }
          return log((made + 0.5) / (outcome + 0.5))
        }
      }
      let candidates = zip(ForecastModel.allCases, forecasts).compactMap {
        model, made -> (model: ForecastModel, value: Double, errors: [Double?])? in
        guard let value = made.last?[horizon] else { return nil }
        let errors = errors(made)
        return errors.count { $0 != nil } >= Self.fewestOrigins ? (model, value, errors) : nil
      }
      // The origins that all of them have.
      let common = outcomes.indices.filter { origin in
        candidates.allSatisfy { $0.errors[origin] != nil }
      }
      guard common.count >= Self.fewestOrigins else { return nil }
      let best = candidates.min { a, b in
        Self.size(common.map { a.errors[$0] }) < Self.size(common.map { b.errors[$0] })
      }
      guard let best else { return nil }
      let known = best.errors.compactMap { $0 }
      let windows = (known.count + horizon) / (horizon + 1)
      guard windows >= Self.fewestWindows else { return nil }
      let naiveErrors = errors(naive)
      let error = Self.size(best.errors)
      let reach = exp(
        error * StudentT(degreesOfFreedom: Double(windows)).critical(0.05))
      return Figure(
        value: best.value, low: best.value / reach, high: best.value * reach, model: best.model,
        error: error,
        naiveError: naiveErrors.count { $0 != nil } >= Self.fewestOrigins
          ? Self.size(naiveErrors) : nil,
        origins: known.count)
    }
  }

  /// The root mean square, the same on every machine.
  private static func size(_ errors: [Double?]) -> Double {
    let known = errors.compactMap { $0 }
    return (known.reduce(0) { $0 + $1 * $1 } / Double(known.count)).squareRoot().decidable
  }

  private static func forecasts(
    _ model: ForecastModel, _ series: DailySeries, _ origins: [Int], _ targets: [[Range<Int>]]
  ) -> [[Double?]] {
    switch model {
    case .dailyDamped:
      zip(DampedSeasonal.states(series, before: origins), zip(origins, targets)).map {
        state, ahead in
        ahead.1.map { state?.forecast(series, from: ahead.0, of: $0) }
      }
    case .weekdayMean:
      zip(origins, targets).map { origin, targets in
        targets.map { WeekdayMean.forecast(series, from: origin, of: $0) }
      }
    case .seasonalNaive:
      zip(origins, targets).map { origin, targets in
        targets.map { SeasonalNaive.forecast(series, from: origin, of: $0, grows: true) }
      }
    case .monthlyDamped:
      zip(origins, targets).map { origin, targets in
        MonthlyDamped.forecasts(series, from: origin, of: targets)
      }
    }
  }
}
