import Civil
import Language

// Periods in words, with how many of their days count.
extension Composer {
  func days(_ count: Int) -> Words { .phrase(.days, ["days": .count(count)]) }

  /// A period with the days of it that count: `October 2026`, `October 2026, days 1–10`.
  func name(of period: Period) -> Words {
    named(period, period == input.period ? input.daysSoFar : input.parts[period])
  }

  /// The period with those of its days that are compared with another.
  func name(against other: Period?) -> Words {
    named(input.period, input.fewerDays(than: other) ?? input.daysSoFar)
  }

  private func named(_ period: Period, _ count: Int?) -> Words {
    guard let count else { return .periodName(period) }
    return .phrase(.periodDays, ["period": .periodName(period), "days": days(count)])
  }

  /// `2026-10`, `2026-10, days 1–10`.
  func label(_ period: Period, days count: Int?) -> Words {
    guard let count else { return .period(period) }
    return .phrase(.periodDays, ["period": .period(period), "days": days(count)])
  }

  func label(_ period: Period) -> Words {
    label(period, days: period == input.period ? input.daysSoFar : nil)
  }

  /// A value or a move; one of fewer days than there are so far says so.
  func inDays(_ words: Words, against other: Period?) -> Words {
    guard let count = input.fewerDays(than: other) else { return words }
    return .phrase(.valueInDays, ["value": words, "days": days(count)])
  }

  /// A period that is compared with, and with how many days.
  func compared(_ other: Period?) -> Words {
    guard let other else { return .phrase(.unknown) }
    guard let count = input.fewerDays(than: other) else { return name(of: other) }
    return .phrase(.periodAgainst, ["period": name(of: other), "days": days(count)])
  }

  var span: Words {
    let shown = shownPeriods
    return .phrase(
      .span, ["first": .period(shown[0]), "last": .period(shown[shown.count - 1])])
  }

  var kindName: Words { .phrase(Self.kindNames[input.period.kind] ?? .period) }

  private static let kindNames: [Period.Kind: PhraseID] = [
    .day: .kindDay, .week: .kindWeek, .month: .kindMonth, .quarter: .kindQuarter,
    .year: .kindYear, .fiscalQuarter: .kindFiscalQuarter, .fiscalYear: .kindFiscalYear,
  ]
}
