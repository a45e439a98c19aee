/// The rule at the end of a compiled zone, such as `GMT0BST,M3.5.0/1,M10.5.0` (POSIX TZ).
struct ZoneRule {
  /// A day of a year and a time of that day in seconds.
  struct Change: Equatable {
    enum Day: Equatable {
      /// The `week`th `weekday` (Sunday is 0) of a month; week 5 is the last.
      case month(Int, week: Int, weekday: Int)
      /// 1…365, never counting 29 February.
      case julian(Int)
      /// 0…365, counting it.
      case ordinal(Int)
    }
    var day: Day
    var seconds: Int64
  }

  var standard: Int64
  var summer: (offset: Int64, from: Change, to: Change)?

  init?(_ text: String) {
    var rest = Substring(text)
    guard Self.skipName(&rest), let west = Self.time(&rest) else { return nil }
    standard = -west
    if rest.isEmpty { return }
    guard Self.skipName(&rest) else { return nil }
    var offset = standard + 3600
    if let first = rest.first, first != ",", let west = Self.time(&rest) { offset = -west }
    guard let from = Self.change(&rest), let to = Self.change(&rest), rest.isEmpty else {
      return nil
    }
    summer = (offset, from, to)
  }

  /// The transitions of the rule that lie after an instant.
  func transitions(after instant: Int64, through lastYear: Int) -> [Zone.Transition] {
    guard let summer else {
      return []
    }
    let firstYear = max(1970, CivilDate(day: Int(max(instant, 0) / 86_400)).year)
    guard firstYear <= lastYear else { return [] }
    return (firstYear...lastYear).flatMap { year in
      [
        Zone.Transition(
          instant: local(summer.from, in: year) - standard, offset: summer.offset),
        Zone.Transition(
          instant: local(summer.to, in: year) - summer.offset, offset: standard),
      ]
    }
    .filter { $0.instant > instant }
    .sorted { $0.instant < $1.instant }
  }

  private func local(_ change: Change, in year: Int) -> Int64 {
    let day: Int
    switch change.day {
    case .month(let month, let week, let weekday):
      let first = CivilDate(year, month, 1)
      var date = 1 + (weekday - first.weekday % 7 + 7) % 7 + (week - 1) * 7
      while date > CivilDate.daysIn(month: month, year: year) { date -= 7 }
      day = CivilDate(year, month, date).day
    case .julian(let number):
      let isLeap = CivilDate.daysIn(month: 2, year: year) == 29
      day = CivilDate(year, 1, 1).day + number - 1 + (isLeap && number >= 60 ? 1 : 0)
    case .ordinal(let number): day = CivilDate(year, 1, 1).day + number
    }
    return Int64(day) * 86_400 + change.seconds
  }

  private static func skipName(_ rest: inout Substring) -> Bool {
    if rest.first == "<" {
      guard let end = rest.firstIndex(of: ">") else { return false }
      rest = rest[rest.index(after: end)...]
      return true
    }
    let before = rest.count
    rest = rest.drop { $0.isLetter }
    return before - rest.count >= 3
  }

  /// `[+-]h[h[h]][:mm[:ss]]`, in seconds.
  private static func time(_ rest: inout Substring) -> Int64? {
    var sign: Int64 = 1
    if rest.first == "-" || rest.first == "+" {
      sign = rest.removeFirst() == "-" ? -1 : 1
    }
    guard let hours = number(&rest) else { return nil }
    var seconds = hours * 3600
    for unit: Int64 in [60, 1] where rest.first == ":" {
      rest.removeFirst()
      guard let part = number(&rest) else { return nil }
      seconds += part * unit
    }
    return sign * seconds
  }

  private static func change(_ rest: inout Substring) -> Change? {
    guard rest.first == "," else { return nil }
    rest.removeFirst()
    let day: Change.Day
    if rest.first == "M" {
      rest.removeFirst()
      guard let month = number(&rest), dot(&rest), let week = number(&rest), dot(&rest),
        let weekday = number(&rest), 1...12 ~= month, 1...5 ~= week, 0...6 ~= weekday
      else { return nil }
      day = .month(Int(month), week: Int(week), weekday: Int(weekday))
    } else if rest.first == "J" {
      rest.removeFirst()
      guard let date = number(&rest) else { return nil }
      day = .julian(Int(date))
    } else {
      guard let date = number(&rest) else { return nil }
      day = .ordinal(Int(date))
    }
    guard rest.first == "/" else { return Change(day: day, seconds: 7200) }
    rest.removeFirst()
    guard let seconds = time(&rest) else { return nil }
    return Change(day: day, seconds: seconds)
  }

  private static func dot(_ rest: inout Substring) -> Bool {
    guard rest.first == "." else { return false }
    rest.removeFirst()
    return true
  }

  private static func number(_ rest: inout Substring) -> Int64? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest[digits.endIndex...]
    return Int64(digits)
  }
}
