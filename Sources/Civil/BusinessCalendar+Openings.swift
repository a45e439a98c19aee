extension BusinessCalendar {
  /// The shifts from 1970 to the horizon in seconds of the wall clock: ascending, united where they
  /// overlap or touch.
  static func localShifts(
    _ hours: WeeklyHours, _ holidays: Set<CivilDate>, _ days: [CivilDate: [Shift]],
    _ changes: [Change]
  ) -> [Range<Int64>] {
    var versions = changes.sorted { $0.from < $1.from }[...]
    var week = (1...7).map { hours[$0].sorted { $0.start < $1.start } }
    var shifts: [Range<Int64>] = []
    // Two days on either side: zones lie up to a day off UTC, and shifts reach into the next day.
    for number in -2...Int(horizon / 86_400) + 2 {
      let date = CivilDate(day: number)
      while let version = versions.first, version.from <= date {
        week = (1...7).map { version.hours[$0].sorted { $0.start < $1.start } }
        versions.removeFirst()
      }
      let own = days[date].map { $0.sorted { $0.start < $1.start } }
      if own == nil && holidays.contains(date) { continue }
      let midnight = Int64(number) * 86_400
      for shift in own ?? week[date.weekday - 1] {
        let (start, end) = (midnight + Int64(shift.start), midnight + Int64(shift.end))
        if let last = shifts.last, start <= last.upperBound {
          shifts[shifts.count - 1] = last.lowerBound..<max(end, last.upperBound)
        } else {
          shifts.append(start..<end)
        }
      }
    }
    return shifts
  }

  /// The instants at which a wall clock shows a time in one of the shifts: between two changes of
  /// the zone's offset its clock runs evenly, so each such stretch takes what it shows of them.
  static func openings(_ shifts: [Range<Int64>], in zone: Zone) -> [Opening] {
    var open: [Range<Int64>] = []
    for (index, segment) in zone.transitions.enumerated() {
      let isLast = index + 1 == zone.transitions.count
      let from = max(segment.instant, 0)
      let to = min(isLast ? horizon : zone.transitions[index + 1].instant, horizon)
      guard from < to else { continue }
      let shown = from + segment.offset..<to + segment.offset
      for shift in shifts[firstShift(in: shifts, endingAfter: shown.lowerBound)...] {
        guard shift.lowerBound < shown.upperBound else { break }
        let part = shift.clamped(to: shown)
        let (start, end) = (part.lowerBound - segment.offset, part.upperBound - segment.offset)
        if let last = open.last, last.upperBound == start {
          open[open.count - 1] = last.lowerBound..<end
        } else {
          open.append(start..<end)
        }
      }
    }
    var openings = [Opening(start: 0, before: 0)]
    var total: Int64 = 0
    for range in open {
      openings.append(
        Opening(
          start: UInt32(truncatingIfNeeded: range.lowerBound),
          before: UInt32(truncatingIfNeeded: total)))
      total += range.upperBound - range.lowerBound
    }
    openings.append(Opening(start: .max, before: UInt32(truncatingIfNeeded: total)))
    return openings
  }

  private static func firstShift(
    in shifts: [Range<Int64>], endingAfter local: Int64
  ) -> Int {
    var low = 0
    var high = shifts.count
    while low < high {
      let middle = (low + high) / 2
      if shifts[middle].upperBound <= local { low = middle + 1 } else { high = middle }
    }
    return low
  }

  static func openingOfDay(_ openings: [Opening]) -> [UInt32] {
    var index = 0
    return (0...UInt32(horizon / 86_400)).map { day in
      while openings[index + 1].start <= day * 86_400 { index += 1 }
      return UInt32(index)
    }
  }
}
