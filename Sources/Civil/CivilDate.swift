/// A day of the proleptic Gregorian calendar.
public struct CivilDate: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Days since 1970-01-01.
  public let day: Int

  public init(day: Int) { self.day = day }

  /// The day of a date that exists; see `isValid` for one that may not.
  @inlinable public init(_ year: Int, _ month: Int, _ date: Int) {
    day = Self.days(year, month, date)
  }

  /// Days since 1970-01-01, after Hinnant, "chrono-compatible low-level date algorithms".
  @inlinable public static func days(_ year: Int, _ month: Int, _ date: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The same algorithm backwards.
  public var parts: (year: Int, month: Int, date: Int) {
    let z = day + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted + (shifted < 10 ? 3 : -9)
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1
    )
  }

  public var year: Int { parts.year }
  public var month: Int { parts.month }

  /// Monday is 1, Sunday 7.
  public var weekday: Int { ((day % 7) + 10) % 7 + 1 }

  @inlinable public static func daysIn(month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Whether the three numbers name a day.
  @inlinable public static func isValid(_ year: Int, _ month: Int, _ date: Int) -> Bool {
    month >= 1 && month <= 12 && date >= 1 && date <= daysIn(month: month, year: year)
  }

  /// Days since 1970-01-01, looked up in a table where that has the year; nil where there is no such
  /// date.
  @inlinable public static func validDays(_ year: Int, _ month: Int, _ date: Int) -> Int? {
    guard month >= 1, month <= 12, date >= 1 else { return nil }
    let place = (year &- firstTableYear) &* 12 &+ month &- 1
    guard place >= 0, place < monthStarts.count &- 1 else {
      return isValid(year, month, date) ? days(year, month, date) : nil
    }
    let day = Int(monthStarts[place]) &+ date &- 1
    return day < Int(monthStarts[place &+ 1]) ? day : nil
  }

  @usableFromInline static let firstTableYear = 1970
  /// The first day of each month of a few years, and of the month behind them.
  @usableFromInline static let monthStarts: [Int32] = (0...(130 * 12)).map {
    Int32(days(firstTableYear + $0 / 12, $0 % 12 + 1, 1))
  }

  /// A date written `2026-10-31`.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    // Int reads '+1' too.
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      !text.utf8.contains(UInt8(ascii: "+")), let year = Int(parts[0]), let month = Int(parts[1]),
      let date = Int(parts[2]),
      Self.isValid(year, month, date)
    else { return nil }
    self.init(year, month, date)
  }

  public static func < (a: CivilDate, b: CivilDate) -> Bool { a.day < b.day }

  public static func + (a: CivilDate, days: Int) -> CivilDate { CivilDate(day: a.day + days) }

  public var description: String {
    let (year, month, date) = parts
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(date, 2))"
  }
}

/// A number with leading zeros.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
