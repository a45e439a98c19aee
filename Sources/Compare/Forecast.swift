public import Aggregate
public import Civil
public import Statistics

/// What a period to come is expected to bring.
public struct Forecast: Sendable, Hashable {
  /// Of the table of forecasts.
  public let metric: Metric
  /// The id of the metric that it is of.
  public let base: String
  public let group: Group
  public let period: Period
  /// How many periods behind the one reported on it lies.
  public let horizon: Int
  public let figure: Backtest.Figure
}

/// What is expected of the periods behind the one reported on.
public struct Forecasts: Sendable {
  /// Why there is no forecast of a metric as a whole.
  public enum Lack: Sendable, Hashable {
    /// It takes so many periods of data.
    case periods(known: Int, needed: Int)
    /// Hardly anything comes.
    case few
    /// In the trials every model was off by more than half of the outcome, or twice it.
    case uneven
    /// Some of its values are suppressed.
    case suppressed
  }

  /// By metric, group and period.
  public let all: [Forecast]
  public let lacks: [(metric: ForecastMetric, lack: Lack)]

  public static let none = Forecasts([])

  /// How many periods ahead is looked, by their kind; a year is too far.
  public static let horizons: [Period.Kind: Int] = [
    .day: 14, .week: 8, .month: 3, .quarter: 2, .fiscalQuarter: 2,
  ]

  /// Of a dimension those with the highest figures are forecast.
  static let mostMembers = 20
  /// Of what brings fewer a period nothing is said.
  static let fewestRecords = 10.0

  /// What was missed by more in the trials is no forecast: ln 2.
  static let greatestError = 0.693

  /// - Parameter made: of the jobs, in their order.
  public init(_ made: [Made]) {
    all = made.flatMap(\.forecasts)
    lacks = made.compactMap(\.lack)
  }

  public func of(_ base: String, _ group: Group = .whole) -> [Forecast] {
    all.filter { $0.base == base && $0.group == group }
  }
}
