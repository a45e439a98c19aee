import Civil
import Statistics

/// The days of an axis, from its first to its last: as instants are placed on it, and counts by day
/// are kept.
struct DayAxis: Sendable {
  /// The start of each day, and the end of the last.
  let starts: [Int64]
  /// 0 for Monday.
  let weekdays: [Int]
  /// By slot of the axis its days.
  let slots: [Range<Int>]
  /// By day its slot.
  let slotOfDay: [Int32]
  /// Whether a period has so many days that these could tell more than chance.
  let tellsDispersion: Bool

  var count: Int { weekdays.count }

  /// The days of instants that are not on the axis.
  static let before: Int32 = -1
  static let after: Int32 = -2
  static let missing: Int32 = -3

  init(_ axis: PeriodAxis) {
    let dates = axis.boundaries.map { axis.zone.date(at: $0) }
    let days = dates.map { $0.day - dates[0].day }
    let last = days[days.count - 1]
    starts = (0...last).map { axis.zone.start(of: dates[0] + $0) }
    weekdays = (0..<last).map { (dates[0] + $0).weekday - 1 }
    let slots = [0..<0] + zip(days, days.dropFirst()).map { $0..<$1 } + [0..<0]
    self.slots = slots
    var slotOfDay = [Int32](repeating: 0, count: last)
    for (slot, range) in slots.enumerated() {
      for day in range { slotOfDay[day] = Int32(slot) }
    }
    self.slotOfDay = slotOfDay
    tellsDispersion = axis.slots.contains {
      days[$0] - days[$0 - 1] >= Dispersion.fewestDays
    }
  }

  /// Some days alone.
  init(_ dates: Range<CivilDate>, _ zone: Zone) {
    let count = dates.upperBound.day - dates.lowerBound.day
    starts = (0...count).map { zone.start(of: dates.lowerBound + $0) }
    weekdays = (0..<count).map { (dates.lowerBound + $0).weekday - 1 }
    slots = [0..<0, 0..<count, 0..<0]
    slotOfDay = [Int32](repeating: 1, count: count)
    tellsDispersion = count >= Dispersion.fewestDays
  }

  /// The day of each of some instants.
  func days(_ column: [Int64]) -> [Int32] {
    let instants = column.span
    var days = [Int32](repeating: Self.missing, count: instants.count)
    let (first, end) = (starts[0], starts[count])
    for row in 0..<instants.count {
      let instant = instants[row]
      if instant == .missing { continue }
      days[row] =
        instant < first ? Self.before : instant >= end ? Self.after : Int32(day(of: instant))
    }
    return days
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

  /// How many boundaries of the axis lie at or before an instant of a day.
  @inline(__always)
  func slot(ofDay day: Int32) -> Int32 {
    day >= 0 ? slotOfDay[Int(day)] : day == Self.before ? 0 : Int32(slots.count - 1)
  }

  /// The slots of the days of some instants; 0 where one is missing.
  func slots(ofDays days: [Int32]) -> [Int32] {
    var slots = [Int32](repeating: 0, count: days.count)
    for row in days.indices where days[row] != Self.missing { slots[row] = slot(ofDay: days[row]) }
    return slots
  }

  /// The days of a slot within some instants.
  func days(ofSlot slot: Int, within span: Range<Int64>) -> Range<Int> {
    let days = slots[slot]
    let first = days.first { starts[$0 + 1] > span.lowerBound } ?? days.upperBound
    let end = days.last { starts[$0] < span.upperBound }.map { $0 + 1 } ?? first
    return first..<max(first, end)
  }
}
