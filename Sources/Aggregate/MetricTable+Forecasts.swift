/// A metric of periods to come, forecast from the days of another one.
public struct ForecastMetric: Sendable {
  public let metric: Metric
  /// The id of the other.
  public let base: String
}

extension MetricTable {
  /// The metrics that are forecast, in the order of the report.
  public static let forecasts: [ForecastMetric] = [
    forecast("created", "Tickets created, forecast", "Tickets created in a period to come"),
    forecast("backlog", "Backlog, forecast", "Tickets unsolved at the end of a period to come"),
  ].compactMap { $0 }

  private static func forecast(_ base: String, _ label: String, _ what: String) -> ForecastMetric? {
    builtIn.first { $0.id == base }.map { metric in
      ForecastMetric(
        metric: Metric(
          "forecast.\(base)", label, metric.unit, good: .neither, metric.formula,
          """
          \(what), as the days up to the end of the data lead to expect; for the whole and the \
          members of single dimensions. Of four models that is used which would have come nearest \
          from the starts of earlier periods, for each distance by itself: exponential smoothing by \
          day with a damped trend and weekday factors; the mean of each weekday over 8 weeks; the \
          days 364 days before times the growth of the last 8 weeks; from 24 months on smoothing by \
          month with a damped trend and seasons shrunk by their reliability. The interval at 95 % \
          is t times the root mean square of its log errors there. No forecast is made of what the \
          audience may not see.
          """),
        base: base)
    }
  }
}
