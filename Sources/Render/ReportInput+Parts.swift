import Aggregate
import Civil
import Compare
public import Privacy

// A period that is not over yet is held against as many first days of another: of none that has
// fewer, more than it has.
extension ReportInput {
  /// The first days of the period and of one that it is held against.
  struct Part: Sendable {
    /// How many of each.
    var days: Int
    var snapshot: ShownSnapshot
  }

  /// Takes in the first days of the period and of some before it.
  public mutating func add(_ snapshot: ShownSnapshot, ofDays days: Int) {
    for other in snapshot.periods where other != period {
      parts[other] = Part(days: days, snapshot: snapshot)
    }
  }

  /// How many first days are compared with another period, where that is fewer than there are so
  /// far; nil else.
  func fewerDays(than other: Period?) -> Int? {
    guard let days = other.flatMap({ parts[$0]?.days }), days != daysSoFar else { return nil }
    return days
  }

  /// The value of the period as it is compared with another.
  func value(_ metric: String, against other: Period?, _ group: Group = .whole) -> MetricValue? {
    let isShorter = fewerDays(than: other) != nil
    let part = isShorter ? other.flatMap { parts[$0]?.snapshot } : nil
    return (part ?? snapshot).value(metric, period, group)
  }

  /// How a metric moved from another period: never from a whole to a part.
  func change(_ metric: Metric, from other: Period?, _ group: Group = .whole) -> Change? {
    guard let other, let new = value(metric.id, against: other, group),
      let old = (parts[other]?.snapshot ?? snapshot).value(metric.id, other, group)
    else { return nil }
    return Change(from: old, to: new, good: metric.good)
  }

  /// Numbers of days that are fewer than there are so far, each once.
  var fewerDays: [(days: Int, against: Period)] {
    var found: [(days: Int, against: Period)] = []
    for other in [previous, yearBefore].compactMap({ $0 }) {
      guard let days = fewerDays(than: other), !found.contains(where: { $0.days == days }) else {
        continue
      }
      found.append((days, other))
    }
    return found
  }

  /// A period with the days of it that count: `October 2026`, `October 2026, days 1–10`.
  func name(of period: Period) -> String {
    let days = period == self.period ? daysSoFar : parts[period]?.days
    return PeriodName.long(period, days: days)
  }

  /// The period with those of its days that are compared with another.
  func name(against other: Period?) -> String {
    PeriodName.long(period, days: fewerDays(than: other) ?? daysSoFar)
  }

  /// ` in days 1–28`, where a change is one of fewer days than there are so far; nothing else.
  func words(ofDaysAgainst other: Period?) -> String {
    fewerDays(than: other).map { " in \(PeriodName.days($0))" } ?? ""
  }
}
