import TestSupport

@testable import Civil

/// A calendar as the tests state it, and the slow obvious way to count its time: minute by minute,
/// by what a clock on the wall shows. It shares with the code under test the zone's offsets alone.
struct WalkedCalendar {
  /// Minutes of the day on which a shift begins; the end may lie in the next day.
  typealias Minutes = (start: Int, end: Int)

  var zone: Zone
  /// The first from the beginning of time; Monday first in each.
  var versions: [(from: Int, week: [[Minutes]])]
  var holidays: Set<Int>
  var days: [Int: [Minutes]]

  /// Random hours, in which shifts overlap, run past midnight, and differ from some day on.
  init(_ zone: Zone, near day: Int, using random: inout SeededGenerator) {
    self.zone = zone
    func shifts(_ random: inout SeededGenerator) -> [Minutes] {
      (0..<Int.random(in: 0...3, using: &random)).map { _ in
        let start = Int.random(in: 0..<1440, using: &random)
        let isWhole = Int.random(in: 0..<6, using: &random) == 0
        return isWhole ? (0, 1440) : (start, Int.random(in: start + 1...2880, using: &random))
      }
    }
    func week(_ random: inout SeededGenerator) -> [[Minutes]] {
      (0..<7).map { _ in shifts(&random) }
    }
    versions = [
      (Int.min, week(&random)), (day + Int.random(in: -3...3, using: &random), week(&random)),
    ]
    holidays = Set((0..<3).map { _ in day + Int.random(in: -6...6, using: &random) })
    days = [:]
    for _ in 0..<3 { days[day + Int.random(in: -6...6, using: &random)] = shifts(&random) }
  }

  var calendar: BusinessCalendar {
    func shift(_ minutes: Minutes) -> Shift {
      Shift(start: minutes.start * 60, end: minutes.end * 60)!
    }
    func hours(_ week: [[Minutes]]) -> WeeklyHours {
      var hours = WeeklyHours()
      for (index, day) in week.enumerated() { hours[index + 1] = day.map(shift) }
      return hours
    }
    return BusinessCalendar(
      name: "random", zone: zone, hours: hours(versions[0].week),
      holidays: Set(holidays.map { CivilDate(day: $0) }),
      days: Dictionary(
        uniqueKeysWithValues: days.map { (CivilDate(day: $0.key), $0.value.map(shift)) }),
      changes: versions.dropFirst().map { (CivilDate(day: $0.from), hours($0.week)) })
  }

  /// Whether the wall clock shows a minute of a shift of this day or of the one before.
  func isOpen(_ minute: Int64) -> Bool {
    let local = Int(minute + zone.offset(at: minute * 60) / 60)
    let day = Int((Double(local) / 1440).rounded(.down))
    let shown = local - day * 1440
    return begins(day).contains { $0.start <= shown && shown < $0.end }
      || begins(day - 1).contains { shown + 1440 < $0.end }
  }

  /// The shifts that begin on a day.
  private func begins(_ day: Int) -> [Minutes] {
    if let own = days[day] { return own }
    if holidays.contains(day) { return [] }
    let version = versions.last { $0.from <= day }!
    // 1970-01-01, day 0, was a Thursday.
    return version.week[((day + 3) % 7 + 7) % 7]
  }
}
