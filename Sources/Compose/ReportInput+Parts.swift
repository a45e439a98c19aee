public import Aggregate
import Civil
import Compare
public import Privacy

// A period that is not over yet is held against as many first days of another: of none that has
// fewer, more than it has.
extension ReportInput {
  /// Takes in the first days of the period and of some before it.
  public mutating func add(_ snapshot: ShownSnapshot, ofDays days: Int) {
    partSnapshots[days] = snapshot
    for other in snapshot.periods where other != period { parts[other] = days }
  }

  /// How many first days are compared with another period, where that is fewer than there are so
  /// far; nil else.
  func fewerDays(than other: Period?) -> Int? {
    guard let days = other.flatMap({ parts[$0] }), days != daysSoFar else { return nil }
    return days
  }

  /// What a cell holds; nil where there is none such.
  public func value(_ cell: CellID) -> MetricValue? {
    let snapshot = cell.days.map { partSnapshots[$0] } ?? self.snapshot
    return snapshot?.value(cell.metric, cell.period, cell.group)
  }

  /// A cell of the period reported on, as it is compared with another.
  func cell(_ metric: String, against other: Period?, _ group: Group = .whole) -> CellID {
    CellID(metric, period, group, days: fewerDays(than: other))
  }

  /// How a metric moved from another period, and what is said of it.
  func move(_ metric: Metric, from other: Period?, _ group: Group = .whole) -> Move? {
    guard let other, let (cells, change) = change(metric, from: other, group) else { return nil }
    return Move(
      cells: cells, change: change,
      verdict: judgements[cells]?.verdict ?? .notKnown(.noInterval))
  }

  /// The two values of a metric that are compared: never a whole and a part.
  func change(
    _ metric: Metric, from other: Period, _ group: Group
  ) -> (cells: CellPair, change: Change)? {
    let cells = CellPair(
      CellID(metric.id, other, group, days: parts[other]), cell(metric.id, against: other, group))
    guard let old = value(cells.old), let new = value(cells.new) else { return nil }
    return (cells, Change(from: old, to: new))
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
}
