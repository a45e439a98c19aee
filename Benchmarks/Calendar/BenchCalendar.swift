import Civil

/// The calendar of the benchmark, and the walk that one would write first.
struct BenchCalendar {
  let zone: Zone
  let hours: WeeklyHours
  let holidays: Set<CivilDate>
  let fast: BusinessCalendar

  init() throws {
    zone = try Zone.named("Europe/London")
    var hours = WeeklyHours()
    let day = ["08:00-12:30", "13:30-18:00"].compactMap { Shift($0) }
    for weekday in 1...5 { hours[weekday] = day }
    hours[6] = ["09:00-13:00"].compactMap { Shift($0) }
    self.hours = hours
    let dates = [(1, 1), (1, 2), (4, 10), (4, 13), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)]
    holidays = Set((2020...2027).flatMap { year in dates.map { CivilDate(year, $0.0, $0.1) } })
    fast = BusinessCalendar(name: "bench", zone: zone, hours: hours, holidays: holidays)
  }

  /// The calendar built anew.
  var business: BusinessCalendar {
    BusinessCalendar(name: "bench", zone: zone, hours: hours, holidays: holidays)
  }

  /// Day by day over the interval, each shift's overlap added.
  func walk(from: Int64, to: Int64) -> Int64 {
    var total: Int64 = 0
    var date = zone.date(at: from)
    let last = zone.date(at: to)
    while date <= last {
      if !holidays.contains(date) {
        let midnight = Int64(date.day) * 86_400
        for shift in hours[date.weekday] {
          let start = zone.instant(local: midnight + Int64(shift.start)).instant
          let end = zone.instant(local: midnight + Int64(shift.end)).instant
          total += max(0, min(end, to) - max(start, from))
        }
      }
      date = date + 1
    }
    return total
  }
}

/// splitmix64: the same intervals on every machine.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
