import Civil
import Statistics

/// The days of an axis, from its first to its last, as counts by day are kept.
struct DayAxis: Sendable {
  /// The start of each day, and the end of the last.
  let starts: [Int64]
  /// 0 for Monday.
  let weekdays: [Int]
  /// By slot of the axis its days.
  let slots: [Range<Int>]

  var count: Int { weekdays.count }

  /// Nil where no period has so many days that these could tell more than chance.
  init?(_ axis: PeriodAxis) {
    let dates = axis.boundaries.map { axis.zone.date(at: $0) }
    let days = dates.map { $0.day - dates[0].day }
    guard axis.slots.contains(where: { days[$0] - days[$0 - 1] >= Dispersion.fewestDays }) else {
      return nil
    }
    let last = days[days.count - 1]
    starts = (0...last).map { axis.zone.start(of: dates[0] + $0) }
    weekdays = (0..<last).map { (dates[0] + $0).weekday - 1 }
    slots = [0..<0] + zip(days, days.dropFirst()).map { $0..<$1 } + [0..<0]
  }

  /// The day of an instant that lies on the axis.
  @inline(__always)
  func day(of instant: Int64) -> Int {
    // Days are of 24 hours but where clocks change.
    var day = min(Int((instant &- starts[0]) / 86_400), count &- 1)
    while instant < starts[day] { day &-= 1 }
    while instant >= starts[day &+ 1] { day &+= 1 }
    return day
  }

  /// The days of a slot within some instants.
  func days(ofSlot slot: Int, within span: Range<Int64>) -> Range<Int> {
    let days = slots[slot]
    let first = days.first { starts[$0 + 1] > span.lowerBound } ?? days.upperBound
    let end = days.last { starts[$0] < span.upperBound }.map { $0 + 1 } ?? first
    return first..<max(first, end)
  }
}
