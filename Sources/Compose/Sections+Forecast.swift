import Aggregate
import Civil
import Compare
import Language
import Statistics

extension SectionPlan {
  /// What the periods to come are expected to bring.
  static let forecast = SectionPlan("forecast") { $0.forecast }
}

extension Composer {
  fileprivate var forecast: Section? {
    let all = input.forecasts.all
    guard let first = all.first else { return nil }
    let wholes = all.filter { $0.group == .whole }
    return Section(
      "forecast", finding(first),
      subtitle: .phrase(
        .forecastSubtitle, ["kind": kindName, "periods": ahead(all), "day": lastDay]),
      blocks(
        [], [wholes.isEmpty ? nil : table(wholes), byMember("created", all)],
        lacks + [.phrase(.forecastNote)]))
  }

  /// The metrics that are forecast, or would be.
  var forecastMetrics: [Metric] {
    MetricTable.forecasts.map(\.metric).filter { metric in
      input.forecasts.all.contains { $0.metric.id == metric.id }
        || input.forecasts.lacks.contains { $0.metric.metric.id == metric.id }
    }
  }

  /// What is not forecast, and why.
  var lacks: [Words] {
    input.forecasts.lacks.map { metric, lack in
      let named = ["metric": Words.metric(metric.base)]
      switch lack {
      case .periods(let known, let needed):
        return .phrase(
          .forecastLacksPeriods,
          named.merging(
            ["known": .count(known), "needed": .count(needed), "kind": kindName],
            uniquingKeysWith: { $1 }))
      case .uneven: return .phrase(.forecastUneven, named)
      case .few: return .phrase(.forecastFew, named)
      case .suppressed: return .phrase(.forecastSuppressed, named)
      }
    }
  }

  /// Of the first period to come.
  private func finding(_ forecast: Forecast) -> Words {
    let (figure, unit) = (forecast.figure, forecast.metric.unit)
    return .phrase(
      .forecastFinding,
      [
        "metric": named(forecast), "period": .periodName(forecast.period),
        "value": .figure(.amount(figure.value, unit)), "interval": interval(forecast),
      ])
  }

  private func named(_ forecast: Forecast) -> Words {
    input.snapshot[forecast.base].map { named($0, forecast.group) } ?? .metric(forecast.metric.id)
  }

  private func interval(_ forecast: Forecast) -> Words {
    .phrase(
      .interval,
      [
        "low": .figure(.amount(forecast.figure.low, forecast.metric.unit)),
        "high": .figure(.amount(forecast.figure.high, forecast.metric.unit)),
      ])
  }

  /// The last day that anything is known of.
  private var lastDay: Words {
    let end = min(input.period.end, input.asOf)
    return .text((end + -1).description)
  }

  private func ahead(_ all: [Forecast]) -> Words {
    let periods = Set(all.map(\.period)).sorted()
    guard let first = periods.first, let last = periods.last, first != last else {
      return periods.first.map { .period($0) } ?? .none
    }
    return .phrase(.span, ["first": .period(first), "last": .period(last)])
  }

  // MARK: Tables

  private static let models: [ForecastModel: PhraseID] = [
    .dailyDamped: .modelDailyDamped, .weekdayMean: .modelWeekdayMean,
    .seasonalNaive: .modelSeasonalNaive, .monthlyDamped: .modelMonthlyDamped,
  ]

  private func table(_ wholes: [Forecast]) -> Table {
    let columns: [PhraseID] = [
      .kpi, .period, .forecastColumn, .effectInterval, .forecastModel, .forecastError,
      .naiveError, .forecastOrigins,
    ]
    return Table(
      caption: .phrase(.forecastCaption, ["kind": kindName]),
      columns: columns.map { .phrase($0) },
      rows: wholes.map { forecast in
        let figure = forecast.figure
        return [
          named(forecast), .period(forecast.period),
          .figure(.amount(figure.value, forecast.metric.unit)), interval(forecast),
          Self.models[figure.model].map { .phrase($0) } ?? .none, part(figure.miss),
          figure.naiveMiss.map(part) ?? .phrase(.unknown), .count(figure.origins),
        ].map { Table.Cell($0) }
      })
  }

  private func part(_ number: Double) -> Words { .figure(.amount(number, .share)) }

  /// Members down, periods across: by channel, or by the first dimension of a report without channels. All
  /// others are in the data.
  private func byMember(_ base: String, _ all: [Forecast]) -> Table? {
    let dimensions = input.dimensions.contains("channel") ? ["channel"] : input.dimensions
    guard let dimension = dimensions.first else { return nil }
    let own = all.filter { $0.base == base && $0.group.dimensions == [dimension] }
    if own.isEmpty { return nil }
    let periods = Set(own.map(\.period)).sorted()
    let members = sortedByDemand(
      dimension, Set(own.compactMap { $0.group.members[dimension] }).sorted())
    return Table(
      caption: .phrase(
        .forecastBy, ["metric": .metric("forecast.\(base)"), "dimension": .text(dimension)]),
      columns: [.capitalized(.text(dimension))]
        + periods.flatMap { [.period($0), .phrase(.effectInterval)] },
      rows: members.map { member in
        [Table.Cell(.text(member))]
          + periods.flatMap { period -> [Table.Cell] in
            let forecast = own.first {
              $0.period == period && $0.group.members[dimension] == member
            }
            guard let forecast else {
              return [Table.Cell(.phrase(.unknown)), Table.Cell(.none as Words)]
            }
            return [
              Table.Cell(.amount(forecast.figure.value, forecast.metric.unit)),
              Table.Cell(interval(forecast)),
            ]
          }
      })
  }

  // MARK: Charts

  /// What a chart shows of a metric behind its last period.
  func expected(_ base: String) -> [Chart.Expected] {
    input.forecasts.of(base).map {
      Chart.Expected(
        place: .period($0.period), value: $0.figure.value, low: $0.figure.low,
        high: $0.figure.high)
    }
  }
}
