import Columnar

/// `FREQ=YEARLY` of an iCalendar RRULE, on the date of the event, up to a COUNT or UNTIL.
///
/// BYMONTH and BYMONTHDAY may repeat that date, INTERVAL may be 1, WKST changes nothing.
struct YearlyRule {
  /// A rule without an end is written out to this year, as zones are.
  private static let lastYear = Zone.lastYear

  private var count: Int?
  private var until: CivilDate?

  init(_ line: ContentLine, start: CivilDate) throws(Diagnostic) {
    let value = line.value.uppercased()
    let mistake = Diagnostic(
      .unsupportedRule(line.value), at: line.valuePlace, failure: .configuration)
    var isYearly = false
    for part in value.split(separator: ";") {
      let pair = part.split(separator: "=", omittingEmptySubsequences: false)
      guard pair.count == 2 else { throw mistake }
      let text = String(pair[1])
      switch pair[0] {
      case "FREQ": isYearly = text == "YEARLY"
      case "COUNT":
        guard let number = Int(text), number > 0 else { throw mistake }
        count = number
      case "UNTIL":
        guard let date = CivilDate(iCalendar: text) else { throw mistake }
        until = date
      case "INTERVAL" where Int(text) == 1: break
      case "BYMONTH" where Int(text) == start.month: break
      case "BYMONTHDAY" where Int(text) == start.parts.date: break
      case "WKST": break
      default: throw mistake
      }
    }
    guard isYearly else { throw mistake }
  }

  /// The dates on which the event begins. 29 February comes in leap years alone, as RFC 5545 says.
  func dates(from start: CivilDate) -> [CivilDate] {
    let (first, month, date) = start.parts
    guard first <= Self.lastYear else { return [start] }
    let years = (first...Self.lastYear).filter { CivilDate.isValid($0, month, date) }
    return years.prefix(count ?? .max).map { CivilDate($0, month, date) }
      .filter { day in until.map { day <= $0 } ?? true }
  }
}

extension Diagnostic.Message {
  static func unsupportedRule(_ text: String) -> Self {
    Self(
      "the rule \(quoted(text)) is not supported; expected 'FREQ=YEARLY' on the event's own date, "
        + "with 'COUNT' or 'UNTIL' at most")
  }
}
