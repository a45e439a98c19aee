/// How numbers are written: the same in every table, chart and sentence.
extension Language {
  /// What is not known. Never zero.
  public var unknown: String { text(.unknown) }

  /// What may not be shown.
  public var suppressed: String { text(.suppressed) }

  /// A number with so many decimals, rounded half away from zero.
  public func fixed(_ number: Double, _ decimals: Int) -> String {
    let power = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    let units = (abs(number) * power).rounded(.toNearestOrAwayFromZero)
    guard units < 9e15 else { return "\(number)" }
    let whole = Int(units)
    let sign = number < 0 && whole > 0 ? "−" : ""
    guard decimals > 0 else { return sign + String(whole) }
    let digits = String(whole % Int(power))
    let zeros = String(repeating: "0", count: decimals - digits.count)
    return "\(sign)\(whole / Int(power))\(point)\(zeros)\(digits)"
  }

  /// The same with thousands set apart.
  public func grouped(_ number: Double, _ decimals: Int = 0) -> String {
    let text = fixed(number, decimals)
    let sign = text.hasPrefix("−") ? "−" : ""
    let plain = text.dropFirst(sign.count)
    let whole = plain.prefix { $0.isNumber }
    var digits = String(whole)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return sign + ([digits] + groups).joined(separator: separator) + plain.dropFirst(whole.count)
  }

  /// The sign before a size as it is written: one that is written as zero has neither.
  public func signed(_ number: Double, _ size: String) -> String {
    let isZero = !size.contains { "123456789".contains($0) }
    return (isZero ? "±" : number > 0 ? "+" : "−") + size
  }

  /// A part of one, such as `86.7 %`.
  public func percent(_ part: Double, _ decimals: Int = 1) -> String {
    text(.percent, ["number": fixed(part * 100, decimals)])
  }

  /// A part of one that is never told as all of it: rounded down.
  public func coverage(_ part: Double) -> String {
    part < 0.01
      ? text(.underOnePercent)
      : text(.percent, ["number": fixed((part * 100).rounded(.down), 0)])
  }

  /// A difference in points, such as `−1.4 pts`.
  public func points(_ number: Double) -> String {
    signed(number, text(.points, ["number": fixed(abs(number), 1)]))
  }

  /// A relative change, such as `+12.3 %`.
  public func relative(_ part: Double) -> String { signed(part, percent(abs(part))) }

  /// `2 d`, `2.5 d`.
  public func days(_ seconds: Double) -> String {
    let decimals = seconds.remainder(dividingBy: 86_400) == 0 ? 0 : 1
    return text(.inDaysUnit, ["number": fixed(seconds / 86_400, decimals)])
  }

  public func weeks(_ number: Double) -> String {
    text(.weeks, ["number": fixed(number, 1)])
  }

  /// `45 s`, `12 min`, `5 h 12 min`, `3.4 d`.
  public func duration(_ seconds: Double) -> String {
    if seconds < 0 { return "−" + duration(-seconds) }
    if seconds < 59.5 { return text(.seconds, ["number": fixed(seconds, 0)]) }
    let minutes = Int((seconds / 60).rounded())
    if minutes < 60 { return text(.minutes, ["number": "\(minutes)"]) }
    if minutes < 48 * 60 {
      let parts = ["hours": "\(minutes / 60)", "minutes": "\(minutes % 60)"]
      return text(minutes % 60 == 0 ? .hours : .hoursAndMinutes, parts)
    }
    return text(.inDaysUnit, ["number": fixed(seconds / 86_400, 1)])
  }

  /// An amount in units of a currency; small ones with what is behind the point.
  ///
  /// - Parameter digits: how many stand behind the point.
  public func money(_ amount: Double, digits: Int, _ currency: String) -> String {
    let number = grouped(amount, abs(amount) < 1000 ? digits : 0)
    return currency.isEmpty ? number : text(.money, ["number": number, "currency": currency])
  }
}
