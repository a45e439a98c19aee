import Columnar

/// Collects the days of the events of an iCalendar file.
///
/// An event lasts whole days, from its DTSTART up to its DTEND; it may come again each year on the
/// same date. What would give it other days is a mistake, never skipped.
struct HolidayCalendar {
  /// So many days a file may give at most, each counted as often as it comes.
  private static let maximumDays = 100_000
  private static let unsupported = ["RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"]

  private(set) var dates: Set<CivilDate> = []
  private(set) var mistakes: [Diagnostic] = []
  private var dayCount = 0
  /// The components that are open, the outermost first.
  private var open: [(name: String, property: ContentLine)] = []
  private var event: [String: ContentLine] = [:]

  mutating func read(_ lines: [TextLine]) {
    for line in ContentLine.unfolded(lines) where mistakes.count < HolidayFile.maximumMistakes {
      guard line.hasValue else {
        add(.notAProperty(line.text), at: line.place(0))
        continue
      }
      switch line.name {
      case "BEGIN":
        open.append((line.value.uppercased(), line))
        if open.last?.name == "VEVENT" { event = [:] }
      case "END":
        guard let last = open.popLast(), last.name == line.value.uppercased() else {
          return add(.endsNothing(line.value), at: line.valuePlace)
        }
        if last.name == "VEVENT" { finish(last.property) }
      case let name where open.last?.name == "VEVENT":
        if Self.unsupported.contains(name) { add(.unsupported(name), at: line.place(0)) }
        event[name] = line
      default: break
      }
    }
    if let last = open.last, mistakes.isEmpty {
      add(.notEnded(last.name), at: last.property.place(0))
    }
  }

  private mutating func finish(_ begin: ContentLine) {
    if event["STATUS"]?.value.uppercased() == "CANCELLED" { return }
    guard let startLine = event["DTSTART"] else { return add(.lacksStart, at: begin.place(0)) }
    guard let start = date(startLine), let length = length(from: start) else { return }
    guard let ruleLine = event["RRULE"] else { return take(start, length, at: startLine) }
    do {
      let rule = try YearlyRule(ruleLine, start: start)
      for first in rule.dates(from: start) where mistakes.isEmpty {
        take(first, length, at: ruleLine)
      }
    } catch {
      mistakes.append(error)
    }
  }

  private mutating func take(_ start: CivilDate, _ length: Int, at line: ContentLine) {
    dayCount += length
    guard dayCount <= Self.maximumDays else {
      return add(.manyDays(Self.maximumDays), at: line.valuePlace)
    }
    for day in 0..<length { dates.insert(start + day) }
  }

  /// How many days the event lasts; nil for a mistake.
  private mutating func length(from start: CivilDate) -> Int? {
    var length = 1
    if let line = event["DTEND"] {
      guard let end = date(line) else { return nil }
      // An end within a day takes that day too; some programs write the first day as the end.
      length = end.day - start.day + (line.hasTimeOfDay || end == start ? 1 : 0)
      if !(1...366 ~= length) { add(.notALength(line.value), at: line.valuePlace) }
    } else if let line = event["DURATION"] {
      length = line.wholeDays ?? 0
      if !(1...366 ~= length) { add(.notALength(line.value), at: line.valuePlace) }
    }
    return 1...366 ~= length ? length : nil
  }

  private mutating func date(_ line: ContentLine) -> CivilDate? {
    if let date = CivilDate(iCalendar: line.value) { return date }
    add(.notAnICalendarDate(line.value), at: line.valuePlace)
    return nil
  }

  private mutating func add(_ message: Diagnostic.Message, at place: Diagnostic.Location) {
    mistakes.append(Diagnostic(message, at: place, failure: .configuration))
  }
}

extension CivilDate {
  /// The date of `20261225` or `20261225T080000Z`.
  init?(iCalendar text: String) {
    let bytes = Array(text.utf8)
    let digits = bytes.prefix(8)
    let time = bytes.dropFirst(8)
    func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
    guard digits.count == 8, digits.allSatisfy(isDigit),
      time.isEmpty
        || time.first == UInt8(ascii: "T") && time.dropFirst().prefix(6).allSatisfy(isDigit)
          && (time.count == 7 || time.count == 8 && time.last == UInt8(ascii: "Z"))
    else { return nil }
    let numbers = digits.map { Int($0 - 0x30) }
    func number(_ range: Range<Int>) -> Int { numbers[range].reduce(0) { $0 * 10 + $1 } }
    guard Self.isValid(number(0..<4), number(4..<6), number(6..<8)) else { return nil }
    self.init(number(0..<4), number(4..<6), number(6..<8))
  }
}

extension Diagnostic.Message {
  static func notAProperty(_ text: String) -> Self {
    Self("\(quoted(text)) is not a line of an iCalendar file; expected a name, ':' and a value")
  }

  static func endsNothing(_ name: String) -> Self { Self("\(quoted(name)) ends, but is not open") }
  static func notEnded(_ name: String) -> Self { Self("\(quoted(name)) is not ended") }
  static var lacksStart: Self { Self("the event lacks 'DTSTART'") }

  static func unsupported(_ name: String) -> Self {
    Self("'\(name)' is not supported; expected an event for each date")
  }

  static func notAnICalendarDate(_ text: String) -> Self {
    Self("\(quoted(text)) is not a date; expected one such as '20261225'")
  }

  static func notALength(_ text: String) -> Self {
    Self("the event cannot last until \(quoted(text)); expected from 1 to 366 whole days")
  }

  static func manyDays(_ count: Int) -> Self { Self("the file gives more than \(count) days") }
}
