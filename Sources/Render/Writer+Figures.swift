import Aggregate
import Civil
public import Compose
import Language

extension Writer {
  public func text(_ figure: Figure) -> String {
    switch figure {
    case .value(let cell): amounts.value(document[cell], document.unit(cell))
    case .marked(let cell): amounts.marked(document[cell], document.unit(cell))
    case .bare(let cell, let unit):
      document[cell].value.map { amounts.amount($0, unit) } ?? language.unknown
    case .n(let cell): amounts.n(document[cell])
    case .interval(let cell): amounts.interval(document[cell], document.unit(cell))
    case .coverage(let cell):
      document[cell].coverage.map(language.coverage) ?? language.unknown
    case .change(let pair): change(pair)
    case .difference(let pair):
      document.difference(pair).map { amounts.difference($0, document.unit(pair)) }
        ?? language.unknown
    case .size(let pair):
      document.difference(pair).map { amounts.amount(abs($0), document.unit(pair)) }
        ?? language.unknown
    case .relative(let pair): document.relative(pair).map(language.relative) ?? language.unknown
    case .amount(let number, let unit): amounts.amount(number, unit)
    case .tenths(let number): language.grouped(number, 1)
    case .deviation(let number, let unit): amounts.difference(number, unit)
    case .reach(let low, let high, let unit):
      amounts.interval(low, high) { amounts.difference($0, unit) }
    case .probability(let p, let letter):
      p < 0.001
        ? language.text(
          .probabilityUnder, ["letter": letter, "number": language.fixed(0.001, 3)])
        : language.text(
          .probability, ["letter": letter, "number": language.fixed(p, p < 0.0995 ? 3 : 2)])
    case .growth(let part): language.relative(part)
    case .bound(let bound, let unit): amounts.bound(bound, unit)
    case .distance(let cell, let bound):
      document[cell].value.map {
        amounts.difference(bound.distance(from: $0), document.unit(cell))
      } ?? language.unknown
    case .count(let count): language.grouped(Double(count))
    case .part(let part, let whole):
      whole == 0 ? language.unknown : language.percent(Double(part) / Double(whole))
    }
  }

  /// Points for shares, per cent for others, as long as there is something to be a part of.
  private func change(_ pair: CellPair) -> String {
    switch document.metric(pair.new.metric)?.unit {
    case .share, .points: text(.difference(pair))
    default: document.relative(pair).map(language.relative) ?? text(.difference(pair))
    }
  }
}

extension Language {
  /// `October 2026`, `week 2026-W44`, `2026-Q4`.
  func name(_ period: Period) -> String {
    switch period.kind {
    case .month:
      text(.monthName, ["month": month(period.first.month), "year": "\(period.first.year)"])
    case .week: text(.weekName, ["period": period.description])
    default: period.description
    }
  }
}
