/// When work is done: weekly hours in a zone, with holidays, half days and changes from a date on.
///
/// Business time is the set of instants whose wall clock reading lies in a shift: what an autumn
/// change repeats counts twice, what a spring change skips is not there, and a calendar that never
/// closes counts elapsed time. See `docs/decisions/0006`.
public struct BusinessCalendar: Sendable {
  /// Weekly hours that hold from a day on.
  public typealias Change = (from: CivilDate, hours: WeeklyHours)

  /// Work begins, after so many seconds of work before.
  ///
  /// 32 bits reach from 1970 to 2106 and keep some years of a calendar in the nearest cache.
  struct Opening: Equatable {
    var start: UInt32
    var before: UInt32
  }

  /// The calendar is closed before 1970 and from this instant on, the beginning of 2100 in UTC.
  public static let horizon: Int64 = 47_482 * 86_400

  public let name: String
  public let zone: Zone
  /// The days on which no shift begins, unless they have shifts of their own.
  public let holidays: Set<CivilDate>
  /// Ascending, between one at 0 that lasts no time and one behind the horizon. None touches the
  /// next, and each lasts until the next one's `before` is reached.
  let openings: [Opening]
  /// For each UTC day since 1970 the last opening at or before its midnight.
  let openingOfDay: [UInt32]

  /// - Parameters:
  ///   - hours: those before the first change.
  ///   - days: days with shifts of their own, whatever the weekday, a holiday or not.
  ///   - changes: of the versions in force on the day on which a shift begins the latest counts.
  public init(
    name: String, zone: Zone, hours: WeeklyHours, holidays: Set<CivilDate> = [],
    days: [CivilDate: [Shift]] = [:], changes: [Change] = []
  ) {
    self.name = name
    self.zone = zone
    self.holidays = holidays
    let shifts = Self.localShifts(hours, holidays, days, changes)
    openings = Self.openings(shifts, in: zone)
    openingOfDay = Self.openingOfDay(openings)
  }

  /// The business seconds from one instant to another, in constant time; 0 where `to` is not later.
  public func seconds(from: Int64, to: Int64) -> Int64 {
    from < to ? worked(before: to) &- worked(before: from) : 0
  }

  /// The earliest instant at which so many business seconds have passed since `start`; nil where
  /// the horizon comes first.
  public func instant(after start: Int64, adding seconds: Int64) -> Int64? {
    guard seconds > 0 else { return start }
    let before = worked(before: start)
    guard let total = openings.last.map({ Int64($0.before) }), seconds <= total - before else {
      return nil
    }
    let sought = before + seconds
    var low = 0
    var high = openings.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int64(openings[middle].before) < sought { low = middle } else { high = middle }
    }
    return Int64(openings[low].start) + sought - Int64(openings[low].before)
  }

  /// Whether work is done in the second that begins at an instant.
  public func isOpen(at instant: Int64) -> Bool {
    0..<Self.horizon ~= instant && seconds(from: instant, to: instant + 1) > 0
  }

  /// All business seconds before an instant.
  @inline(__always)
  private func worked(before instant: Int64) -> Int64 {
    let time = UInt32(truncatingIfNeeded: min(max(instant, 0), Self.horizon))
    var index = Int(openingOfDay[Int(time / 86_400)])
    while openings[index &+ 1].start <= time { index &+= 1 }
    let opening = openings[index]
    let lasts = openings[index &+ 1].before &- opening.before
    return Int64(opening.before &+ min(time &- opening.start, lasts))
  }
}
