import Civil
public import Columnar

/// How an export writes instants: ISO 8601, seconds or milliseconds since 1970, or a pattern of
/// the letters of Unicode TR 35, such as `dd.MM.yyyy HH:mm` or `EEE, dd MMM yyyy hh:mm a`.
public struct InstantFormat: Sendable, Equatable {
  /// An instant as written: the seconds that its clock counts, and its offset if it has one.
  struct Reading: Equatable {
    var local: Int64
    var offset: Int64?
    /// Whether a time of day is written.
    var hasTime = true
  }

  enum Part: Sendable, Equatable {
    case year, twoDigitYear, month, monthName, day, hour, hour12, minute, second, fraction, half
    case weekday, offset
    case literal(UInt8)
  }

  enum Form: Sendable, Equatable {
    case iso
    /// Since 1970, this many to the second.
    case epoch(perSecond: Int64)
    case pattern([Part])
  }

  public let text: String
  let form: Form

  public static let iso = InstantFormat(text: "iso", form: .iso)

  private init(text: String, form: Form) {
    self.text = text
    self.form = form
  }

  /// Reads a format as a pipeline file gives it.
  /// - Throws: a message without a location.
  public init(_ text: String) throws(Diagnostic) {
    self.text = text
    switch text {
    case "iso", "iso8601": form = .iso
    case "epoch-s", "epoch": form = .epoch(perSecond: 1)
    case "epoch-ms": form = .epoch(perSecond: 1000)
    default: form = .pattern(try Self.parts(of: text))
    }
  }

  private static let letters: [String: Part] = [
    "yyyy": .year, "yy": .twoDigitYear, "MM": .month, "M": .month, "MMM": .monthName,
    "dd": .day, "d": .day, "HH": .hour, "H": .hour, "hh": .hour12, "h": .hour12,
    "mm": .minute, "m": .minute, "ss": .second, "s": .second, "SSS": .fraction, "S": .fraction,
    "SSSSSS": .fraction, "a": .half, "EEE": .weekday, "X": .offset, "XX": .offset, "XXX": .offset,
    "Z": .offset,
  ]

  private static func parts(of pattern: String) throws(Diagnostic) -> [Part] {
    var parts: [Part] = []
    var rest = Substring(pattern)
    while let first = rest.first {
      if first == "'" {
        rest.removeFirst()
        let quoted = rest.prefix { $0 != "'" }
        parts += (quoted.isEmpty ? "'" : quoted).utf8.map { .literal($0) }
        rest = rest[quoted.endIndex...].dropFirst()
      } else if first.isASCII && first.isLetter {
        let run = rest.prefix { $0 == first }
        guard let part = letters[String(run)] else {
          throw Diagnostic(.unknownPattern(String(run), pattern), failure: .configuration)
        }
        parts.append(part)
        rest = rest[run.endIndex...]
      } else {
        parts += String(first).utf8.map { .literal($0) }
        rest.removeFirst()
      }
    }
    let hasMonth = parts.contains(.month) || parts.contains(.monthName)
    // A month without a day is its first day.
    guard parts.contains(.year) || parts.contains(.twoDigitYear), hasMonth else {
      throw Diagnostic(.patternLacksDate(pattern), failure: .configuration)
    }
    return parts
  }

  /// The instant that a text writes; nil where it writes none, or a date that does not exist.
  func instant(_ text: Span<UInt8>) -> Reading? {
    switch form {
    case .iso: readISO(text)
    case .epoch(let perSecond):
      if perSecond == 1, let whole = castInteger(text) {
        Reading(local: whole, offset: 0)
      } else if let number = castDecimal(text, .point), let units = number.scaled(by: 1) {
        Reading(local: Int64((Double(units) / Double(perSecond)).rounded(.down)), offset: 0)
      } else {
        nil
      }
    case .pattern(let parts): readPattern(text, parts)
    }
  }
}

/// A place in a text from which numbers are read.
struct DigitReader: ~Escapable {
  let text: Span<UInt8>
  var at = 0

  @_lifetime(copy text)
  init(_ text: Span<UInt8>) { self.text = text }

  var isAtEnd: Bool { at == text.count }
  var next: UInt8? { at < text.count ? text[at] : nil }

  /// Exactly `count` digits.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func digits(_ count: Int) -> Int? {
    guard at &+ count <= text.count else { return nil }
    var value = 0
    var i = 0
    while i < count {
      guard let digit = text[at &+ i].digit else { return nil }
      value = value &* 10 &+ digit
      i &+= 1
    }
    at &+= count
    return value
  }

  /// From `least` to `most` digits.
  @_lifetime(self: copy self)
  mutating func digits(_ least: Int, _ most: Int) -> Int? {
    var value = 0
    var count = 0
    while count < most, let digit = next?.digit {
      value = value * 10 + digit
      at += 1
      count += 1
    }
    return count >= least ? value : nil
  }

  @inline(__always)
  @_lifetime(self: copy self)
  mutating func skip(_ byte: UInt8) -> Bool {
    guard at < text.count, text[at] == byte else { return false }
    at &+= 1
    return true
  }

  /// `Z`, `+02`, `+0200`, `+02:00`, in seconds.
  @_lifetime(self: copy self)
  mutating func offset() -> Int64? {
    if skip(UInt8(ascii: "Z")) || skip(UInt8(ascii: "z")) { return 0 }
    let isWest = next == UInt8(ascii: "-")
    guard isWest || next == UInt8(ascii: "+") else { return nil }
    at += 1
    guard let hours = digits(2), hours < 24 else { return nil }
    var minutes = 0
    if !isAtEnd {
      _ = skip(UInt8(ascii: ":"))
      guard let read = digits(2), read < 60 else { return nil }
      minutes = read
    }
    let seconds = Int64(hours * 3600 + minutes * 60)
    return isWest ? -seconds : seconds
  }
}

/// `2026-10-31`, `2026-10-31 08:15`, `2026-10-31T08:15:30.250+02:00`; fractions are cut off.
private func readISO(_ text: Span<UInt8>) -> InstantFormat.Reading? {
  var reader = DigitReader(text)
  guard let year = reader.digits(4), reader.skip(UInt8(ascii: "-")),
    let month = reader.digits(2), reader.skip(UInt8(ascii: "-")),
    let day = reader.digits(2), let days = CivilDate.validDays(year, month, day)
  else { return nil }
  var local = Int64(days) &* 86_400
  if reader.isAtEnd { return .init(local: local, offset: nil, hasTime: false) }
  guard
    reader.skip(UInt8(ascii: "T")) || reader.skip(UInt8(ascii: " "))
      || reader.skip(UInt8(ascii: "t")),
    let hour = reader.digits(2), hour < 24, reader.skip(UInt8(ascii: ":")),
    let minute = reader.digits(2), minute < 60
  else { return nil }
  local &+= Int64(hour &* 3600 &+ minute &* 60)
  if reader.skip(UInt8(ascii: ":")) {
    // A leap second is read as the last second of its minute.
    guard let second = reader.digits(2), second <= 60 else { return nil }
    local &+= Int64(min(second, 59))
    if reader.skip(UInt8(ascii: ".")) || reader.skip(UInt8(ascii: ",")) {
      guard reader.digits(1, 9) != nil else { return nil }
    }
  }
  if reader.isAtEnd { return .init(local: local, offset: nil) }
  _ = reader.skip(UInt8(ascii: " "))
  if reader.next == UInt8(ascii: "U") {
    return text.extracting(reader.at..<text.count).isWord("utc")
      ? .init(local: local, offset: 0) : nil
  }
  guard let offset = reader.offset(), reader.isAtEnd else { return nil }
  return .init(local: local, offset: offset)
}

private func readPattern(
  _ text: Span<UInt8>, _ parts: [InstantFormat.Part]
) -> InstantFormat.Reading? {
  var reader = DigitReader(text)
  var year = 1970
  var month = 1
  var day = 1
  var hour = 0
  var minute = 0
  var second = 0
  var isAfternoon: Bool?
  var offset: Int64?
  var isBehindName = false
  var hasTime = false
  for part in parts {
    var value: Int? = 0
    switch part {
    case .year: value = reader.digits(4); year = value ?? 0
    case .twoDigitYear: value = reader.digits(2); year = 2000 + (value ?? 0)
    case .month: value = reader.digits(1, 2); month = value ?? 0
    case .monthName: value = reader.monthName(); month = value ?? 0
    case .day: value = reader.digits(1, 2); day = value ?? 0
    case .hour:
      value = reader.digits(1, 2)
      hour = value ?? 99
      hasTime = true
    case .hour12:
      value = reader.digits(1, 2)
      hour = value ?? 99
      hasTime = true
      if hour < 1 || hour > 12 { return nil }
    case .minute: value = reader.digits(1, 2); minute = value ?? 99
    case .second: value = reader.digits(1, 2); second = min(value ?? 99, 60)
    case .fraction: value = reader.digits(1, 9)
    case .half:
      let letter = reader.next?.lowercased
      guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return nil }
      isAfternoon = letter == UInt8(ascii: "p")
      reader.at += 1
      guard reader.next?.lowercased == UInt8(ascii: "m") else { return nil }
      reader.at += 1
    case .weekday: reader.skipWord()
    case .offset:
      guard let read = reader.offset() else { return nil }
      offset = read
    case .literal(let byte):
      // A name that is cut short may end with a point.
      if isBehindName && byte != UInt8(ascii: ".") { _ = reader.skip(UInt8(ascii: ".")) }
      value = reader.skip(byte) ? 0 : nil
    }
    if value == nil { return nil }
    isBehindName = part == .monthName || part == .weekday
  }
  if let isAfternoon { hour = hour % 12 + (isAfternoon ? 12 : 0) }
  guard reader.isAtEnd, let days = CivilDate.validDays(year, month, day), hour < 24, minute < 60,
    second <= 60
  else { return nil }
  let seconds = hour * 3600 + minute * 60 + min(second, 59)
  return .init(
    local: Int64(days) * 86_400 + Int64(seconds), offset: offset,
    hasTime: hasTime)
}

/// The numbers of months by the first three bytes of their names, in the languages in which systems
/// write them.
private let months: [UInt32: Int] = {
  let names = [
    "jan jän gen ene", "feb fev fév", "mar mär mrz mrt", "apr abr avr", "may mai mag mei",
    "jun giu", "jul lug", "aug ago aoû", "sep set", "oct okt ott out", "nov", "dec dez dic déc",
  ]
  var months: [UInt32: Int] = [:]
  for (index, month) in names.enumerated() {
    for name in month.split(separator: " ") {
      months[name.utf8.prefix(3).reduce(0) { $0 << 8 | UInt32($1) }] = index + 1
    }
  }
  return months
}()

extension DigitReader {
  /// The number of a month, in English, German, French, Spanish, Italian, Portuguese or Dutch, in
  /// full or cut short.
  @_lifetime(self: copy self)
  mutating func monthName() -> Int? {
    guard at + 3 <= text.count else { return nil }
    var key: UInt32 = 0
    for i in 0..<3 { key = key << 8 | UInt32(text[at + i].lowercased) }
    var month = months[key]
    // `juin` and `juillet`.
    if month == nil, key == 0x6A_7569, at + 3 < text.count {
      month = [UInt8(ascii: "n"): 6, UInt8(ascii: "l"): 7][text[at + 3].lowercased]
    }
    if month != nil { skipWord() }
    return month
  }

  /// Passes over letters.
  @_lifetime(self: copy self)
  mutating func skipWord() {
    while let byte = next, byte.isLetter || byte >= 0x80 { at += 1 }
  }
}

extension Diagnostic.Message {
  static func unknownPattern(_ letters: String, _ pattern: String) -> Self {
    Self(
      "'\(letters)' in the format '\(pattern)' is not a pattern of dates; expected yyyy, MM, MMM, dd, "
        + "HH, hh, mm, ss, SSS, a, EEE or XXX, and other text in 'single quotes'")
  }

  static func patternLacksDate(_ pattern: String) -> Self {
    Self("the format '\(pattern)' has no year or no month; expected both")
  }
}
