import Aggregate
import Civil
import Columnar
import Yams

extension PipelineFileParser {
  static let calendarKeys = ["zone", "where", "hours", "holidays", "days", "from"]
  private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  /// What would be more is a slip, and each takes room for all years.
  private static let maximumShifts = 24

  /// The business calendars, in their order.
  func calendars(_ map: ConfigMap, _ scope: FieldScope) -> [TicketCalendar] {
    calendarEntries(map).compactMap { entry in
      let what = "the calendar '\(entry.key)'"
      guard let map = ConfigMap(entry.value, what, keys: Self.calendarKeys, problems) else {
        return nil
      }
      let zone = map.requiredText("zone").flatMap { name in
        problems.attempt(at: map.node("zone") ?? map.node) { () throws(Diagnostic) in
          try Zone.named(name)
        }
      }
      let week = map.requiredNode("hours").map(hours) ?? WeeklyHours()
      let days = dated(map, "days").map { ($0.date, shifts($0.value)) }
      let calendar = BusinessCalendar(
        name: entry.key, zone: zone ?? .utc, hours: week,
        holidays: holidays(map), days: Dictionary(days) { $1 },
        changes: dated(map, "from").map { ($0.date, hours($0.value)) })
      return TicketCalendar(
        name: entry.key, tests: scope.tests(map.node("where"), .ticket, problems),
        calendar: calendar)
    }
  }

  /// The calendars' names, those with mistakes too.
  func calendarNames(_ map: ConfigMap) -> [String] {
    guard case .mapping(let calendars)? = map.node("calendars") else { return [] }
    return calendars.compactMap { $0.key.scalar?.string }
  }

  private func calendarEntries(_ map: ConfigMap) -> [(key: String, keyNode: Node, value: Node)] {
    guard let node = map.node("calendars") else { return [] }
    guard let map = ConfigMap(node, "'calendars'", keys: nil, problems) else { return [] }
    for entry in map.all { _ = map.name(entry.keyNode, "the name of a calendar") }
    return map.all
  }

  /// The entries of a mapping whose keys are dates.
  private func dated(_ map: ConfigMap, _ key: String) -> [(date: CivilDate, value: Node)] {
    guard let node = map.node(key),
      let dates = ConfigMap(node, "'\(key)'", keys: nil, problems)
    else { return [] }
    return dates.all.compactMap { entry in
      guard let date = CivilDate(entry.key) else {
        problems.add(.notADate(entry.key), at: entry.keyNode)
        return nil
      }
      return (date, entry.value)
    }
  }

  private func hours(_ node: Node) -> WeeklyHours {
    var hours = WeeklyHours()
    guard let map = ConfigMap(node, "the hours", keys: nil, problems) else { return hours }
    for entry in map.all {
      let shifts = shifts(entry.value)
      for weekday in weekdays(entry.key, at: entry.keyNode) { hours[weekday] = shifts }
    }
    return hours
  }

  /// The days of `mon`, `mon-fri` or `fri-mon`: Monday is 1.
  private func weekdays(_ text: String, at node: Node) -> [Int] {
    let names = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    let days = names.compactMap(Self.weekdays.firstIndex)
    guard days.count == names.count, days.count <= 2, let first = days.first, let last = days.last
    else {
      let wrong = names.first { !Self.weekdays.contains($0) } ?? text
      problems.add(.notAWeekday(wrong, Self.weekdays), at: node)
      return []
    }
    return (0...(last - first + 7) % 7).map { (first + $0) % 7 + 1 }
  }

  /// One shift or a list of them; none where nothing stands, or `closed`.
  private func shifts(_ node: Node) -> [Shift] {
    if let text = node.scalar?.string, node.isNull || ["", "closed"].contains(text) { return [] }
    var items = [node]
    if case .sequence(let list) = node { items = Array(list) }
    if items.count > Self.maximumShifts {
      problems.add(.manyShifts(items.count, Self.maximumShifts), at: node)
      return []
    }
    return items.compactMap { item in
      guard let text = item.scalar?.string else {
        problems.add(.expectedText("a shift", found: item), at: item)
        return nil
      }
      let shift = Shift(text)
      if shift == nil { problems.add(.notAShift(text), at: item) }
      return shift
    }
  }
}

extension Diagnostic.Message {
  static func notADate(_ text: String) -> Self {
    Self("'\(text)' is not a date; expected one such as '2026-12-24'")
  }

  static func notAWeekday(_ text: String, _ names: [String]) -> Self {
    let range = nearestName(to: text, among: names) == nil ? ", or a range such as 'mon-fri'" : ""
    return Self("no weekday '\(text)'\(suggestion(for: text, among: names))\(range)")
  }

  static func notAShift(_ text: String) -> Self {
    Self(
      "'\(text)' is not a shift; expected one such as '08:00-18:00' or '22:00-06:00', or 'closed'")
  }

  static func manyShifts(_ count: Int, _ most: Int) -> Self {
    Self("a day of \(count) shifts; expected at most \(most)")
  }
}
