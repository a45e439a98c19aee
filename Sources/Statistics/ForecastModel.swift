/// A way to forecast; the first of equals is taken.
public enum ForecastModel: String, Sendable, CaseIterable {
  /// `DampedSeasonal`.
  case dailyDamped = "daily_damped_ets"
  /// `WeekdayMean`.
  case weekdayMean = "weekday_mean_8_weeks"
  /// `SeasonalNaive`, times recent growth.
  case seasonalNaive = "seasonal_naive_with_growth"
  /// `MonthlyDamped`.
  case monthlyDamped = "monthly_damped_ets"
}
