import Aggregate
import Civil
import Columnar
import Compare
import Language
import Statistics

/// How figures of metrics are written: a language's numbers, by the unit.
struct Amounts {
  let language: Language
  /// Of money.
  let currency: String

  /// A value in its unit, with what a reader must know of it at once.
  func value(_ value: MetricValue, _ unit: Metric.Unit) -> String {
    if value.isSuppressed { return language.suppressed }
    guard let number = value.value else { return language.unknown }
    let text = marked(
      amount(number, value.unit(unit)),
      [(value.flags.contains(.approximate), .approximate)])
    return marked(text, [(value.flags.contains(.provisional), .provisional)])
  }

  /// The same as a table shows it: marked where it rests on few records, where counters tell it, and
  /// where tickets in it ended when they were closed.
  func marked(_ value: MetricValue, _ unit: Metric.Unit) -> String {
    let isKnown = value.value != nil
    return marked(
      self.value(value, unit),
      [
        (value.flags.contains(.indicative), .indicative),
        (isKnown && value.flags.contains(.fromCounters), .fromCounters),
        (isKnown && value.flags.contains(.fromClosed), .fromClosed),
      ])
  }

  private func marked(_ text: String, _ marks: [(Bool, PhraseID)]) -> String {
    marks.filter(\.0).reduce(text) { language.text($1.1, ["value": $0]) }
  }

  /// How many records a value rests on. A suppressed value's n is not told as "<10" either: that
  /// would tell it from its companion, of which it is not true.
  func n(_ value: MetricValue) -> String {
    value.publishedN.map { language.grouped(Double($0)) } ?? language.suppressed
  }

  func amount(_ number: Double, _ unit: Metric.Unit) -> String {
    switch unit {
    case .count: language.grouped(number)
    case .seconds: language.duration(number)
    // Some of a mixture of days and times are less than a day can say.
    case .days:
      number == 0
        ? language.text(.sameDay)
        : abs(number) < 4320 ? language.duration(number) : language.days(number)
    case .share: language.percent(number)
    case .points: language.fixed(number, 1)
    case .number: language.grouped(number, number == number.rounded() ? 0 : 2)
    case .weeks: language.weeks(number)
    case .money: money(number)
    }
  }

  /// What a value may be at 95 %.
  func interval(_ value: MetricValue, _ unit: Metric.Unit) -> String {
    let bounds = value.estimate?.interval(missing: 0.05)?.decidable
    let unit = value.unit(unit)
    return interval(bounds?.low, bounds?.high) { amount($0, unit) }
  }

  func interval(_ low: Double?, _ high: Double?, _ text: (Double) -> String) -> String {
    switch (low.map(text), high.map(text)) {
    case (let low?, let high?): language.text(.interval, ["low": low, "high": high])
    case (let low?, nil): language.text(.intervalFrom, ["low": low])
    case (nil, let high?): language.text(.intervalTo, ["high": high])
    case (nil, nil): language.unknown
    }
  }

  /// Minor units as an amount.
  private func money(_ minor: Double) -> String {
    let digits = CurrencyCode.minorDigits(currency)
    let major = minor / (0..<digits).reduce(1.0) { power, _ in power * 10 }
    return language.money(major, digits: digits, currency)
  }

  /// What a target asks for: `≥ 90.0 %`, `≤ 4 h`, `75.0 %–85.0 %`.
  func bound(_ bound: Target.Bound, _ unit: Metric.Unit) -> String {
    switch bound {
    case .atLeast(let least): language.text(.atLeast, ["bound": amount(least, unit)])
    case .atMost(let most): language.text(.atMost, ["bound": amount(most, unit)])
    case .within(let band):
      language.text(
        .band, ["low": amount(band.lowerBound, unit), "high": amount(band.upperBound, unit)])
    }
  }

  /// A difference of two values, always with its sign; shares in points.
  func difference(_ number: Double, _ unit: Metric.Unit) -> String {
    switch unit {
    case .share: language.points(number * 100)
    case .points: language.points(number)
    case .days: language.signed(number, language.days(abs(number)))
    default: language.signed(number, amount(abs(number), unit))
    }
  }

  /// A value at an axis: as few digits as its step needs.
  func tick(_ number: Double, _ unit: Metric.Unit) -> String {
    switch unit {
    case .share:
      language.percent(number, abs((number * 100).remainder(dividingBy: 1)) < 1e-6 ? 0 : 1)
    case .points: language.fixed(number, 0)
    case .days: language.days(number)
    case .seconds where abs(number) >= 48 * 3600: language.days(number)
    default: amount(number, unit)
    }
  }
}
