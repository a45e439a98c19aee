public import Aggregate
import Civil
import Columnar
public import Compare

/// How figures are written: the same in every table, chart and message.
public enum Format {
  /// What is not known. Never zero.
  public static let unknown = "–"

  /// What may not be shown.
  static let suppressed = "·"

  /// A value in its unit, with the marks that belong to it.
  public static func value(_ value: MetricValue, _ unit: Metric.Unit, currency: String = "")
    -> String
  {
    if value.isSuppressed { return suppressed }
    guard let number = value.value else { return unknown }
    let mark = value.flags.contains(.approximate) ? "≈ " : ""
    let provisional = value.flags.contains(.provisional) ? " (p)" : ""
    return mark + amount(number, value.unit(unit), currency: currency) + provisional
  }

  /// The same as a table shows it: with * where it rests on few records, † where counters tell it, and
  /// ‡ where tickets in it ended when they were closed.
  static func marked(_ value: MetricValue, _ unit: Metric.Unit, currency: String = "") -> String {
    Self.value(value, unit, currency: currency)
      + (value.flags.contains(.indicative) ? "*" : "")
      + (value.value != nil && value.flags.contains(.fromCounters) ? "†" : "")
      + (value.value != nil && value.flags.contains(.fromClosed) ? "‡" : "")
  }

  /// How many records a value rests on. A suppressed value's n is not told as "<10" either: that
  /// would tell it from its companion, of which it is not true.
  static func n(_ value: MetricValue) -> String {
    value.publishedN.map { grouped(Double($0), 0) } ?? suppressed
  }

  public static func amount(_ number: Double, _ unit: Metric.Unit, currency: String = "") -> String
  {
    switch unit {
    case .count: grouped(number, 0)
    case .seconds: duration(number)
    // Some of a mixture of days and times are less than a day can say.
    case .days: number == 0 ? "same day" : abs(number) < 4320 ? duration(number) : days(number)
    case .share: fixed(number * 100, 1) + " %"
    case .points: fixed(number, 1)
    case .number: grouped(number, 2)
    case .weeks: fixed(number, 1) + " weeks"
    case .money: money(number, currency)
    }
  }

  /// Minor units as an amount; small ones with what is behind the point.
  private static func money(_ minor: Double, _ currency: String) -> String {
    let digits = CurrencyCode.minorDigits(currency)
    let major = minor / (0..<digits).reduce(1.0) { power, _ in power * 10 }
    return grouped(major, abs(major) < 1000 ? digits : 0)
      + (currency.isEmpty ? "" : " \(currency)")
  }

  /// What a target asks for: `≥ 90.0 %`, `≤ 4 h`, `75.0 %–85.0 %`.
  static func bound(_ bound: Target.Bound, _ unit: Metric.Unit, currency: String = "") -> String {
    func text(_ number: Double) -> String { amount(number, unit, currency: currency) }
    switch bound {
    case .atLeast(let least): return "≥ " + text(least)
    case .atMost(let most): return "≤ " + text(most)
    case .within(let band): return text(band.lowerBound) + "–" + text(band.upperBound)
    }
  }

  /// A difference of two values, always with its sign; shares in points.
  public static func variance(_ number: Double, _ unit: Metric.Unit, currency: String = "")
    -> String
  {
    let size = abs(number)
    switch unit {
    case .share: return signed(number, fixed(size * 100, 1)) + " pts"
    case .points: return signed(number, fixed(size, 1)) + " pts"
    case .days: return signed(number, days(size))
    default: return signed(number, amount(size, unit, currency: currency))
    }
  }

  /// The sign before a size as it is written: one that is written as zero has neither.
  private static func signed(_ number: Double, _ size: String) -> String {
    let isZero = !size.contains { "123456789".contains($0) }
    return (isZero ? "±" : number > 0 ? "+" : "−") + size
  }

  /// A relative change, such as `+12.3 %`.
  public static func relative(_ part: Double) -> String {
    signed(part, fixed(abs(part) * 100, 1)) + " %"
  }

  /// The change of a value as one short text: points for shares, per cent for the others.
  public static func change(_ change: Change, _ unit: Metric.Unit, currency: String) -> String {
    guard let absolute = change.absolute else { return unknown }
    let variance = variance(absolute, change.unit(unit), currency: currency)
    switch unit {
    case .share, .points: return variance
    default: return change.relative.map(relative) ?? variance
    }
  }

  /// `2 d`, `2.5 d`.
  static func days(_ seconds: Double) -> String {
    fixed(seconds / 86_400, seconds.remainder(dividingBy: 86_400) == 0 ? 0 : 1) + " d"
  }

  /// `45 s`, `12 min`, `5 h 12 min`, `3.4 d`.
  public static func duration(_ seconds: Double) -> String {
    if seconds < 0 { return "−" + duration(-seconds) }
    if seconds < 59.5 { return fixed(seconds, 0) + " s" }
    let minutes = Int((seconds / 60).rounded())
    if minutes < 60 { return "\(minutes) min" }
    if minutes < 48 * 60 {
      return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
    }
    return fixed(seconds / 86_400, 1) + " d"
  }

  /// A number with so many decimals, rounded half away from zero.
  public static func fixed(_ number: Double, _ decimals: Int) -> String {
    let power = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    let units = (abs(number) * power).rounded(.toNearestOrAwayFromZero)
    guard units < 9e15 else { return "\(number)" }
    let whole = Int(units)
    let sign = number < 0 && whole > 0 ? "−" : ""
    guard decimals > 0 else { return sign + String(whole) }
    let digits = String(whole % Int(power))
    let zeros = String(repeating: "0", count: decimals - digits.count)
    return "\(sign)\(whole / Int(power)).\(zeros)\(digits)"
  }

  /// The same with a comma between thousands.
  public static func grouped(_ number: Double, _ decimals: Int) -> String {
    let text = fixed(number, decimals)
    let sign = text.hasPrefix("−") ? "−" : ""
    let parts = text.dropFirst(sign.count).split(separator: ".")
    var digits = String(parts[0])
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    let whole = ([digits] + groups).joined(separator: ",")
    return sign + whole + (parts.count > 1 ? "." + parts[1] : "")
  }
}

/// Text as it may stand in HTML and SVG.
func escaped(_ text: String) -> String {
  var result = ""
  for character in text.visible.unicodeScalars {
    switch character {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.unicodeScalars.append(character)
    }
  }
  return result
}
