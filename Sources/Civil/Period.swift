/// A stretch of the calendar: half open, from its first day to the first day of the next.
public struct Period: Sendable, Hashable, Comparable, CustomStringConvertible {
  public enum Kind: String, Sendable, CaseIterable {
    case day, week, month, quarter, year
    case fiscalQuarter = "fiscal_quarter"
    case fiscalYear = "fiscal_year"
    /// Days from one date to another: what is compared once, and never reported on.
    case range

    /// Those that reports are on.
    public static let regular = allCases.filter { $0 != .range }

    /// How many periods of this kind make a year, where one a year earlier can be named.
    public var perYear: Int {
      switch self {
      case .day: 365
      case .week: 52
      case .month: 12
      case .quarter, .fiscalQuarter: 4
      case .year, .fiscalYear: 1
      // Of no kind that comes again: a year before lie as many days, the same weekdays.
      case .range: 0
      }
    }
  }

  public let kind: Kind
  public let first: CivilDate
  /// The month in which the fiscal year starts; 1 for the kinds that have none.
  public let fiscalStart: Int
  /// Of a range; 0 for all others.
  private let days: Int

  /// The days from one date to another, the last one with them.
  ///
  /// - Returns: nil where the last comes before the first.
  public init?(_ first: CivilDate, through last: CivilDate) {
    guard last >= first else { return nil }
    kind = .range
    fiscalStart = 1
    self.first = first
    days = last.day - first.day + 1
  }

  /// The period of a kind that a day lies in; a range is of one day.
  public init(_ kind: Kind, containing date: CivilDate, fiscalStart: Int = 1) {
    let isFiscal = kind == .fiscalQuarter || kind == .fiscalYear
    days = kind == .range ? 1 : 0
    self.kind = kind
    self.fiscalStart = isFiscal ? fiscalStart : 1
    let (year, month, _) = date.parts
    switch kind {
    case .day, .range: first = date
    case .week: first = date + (1 - date.weekday)
    case .month: first = CivilDate(year, month, 1)
    case .quarter, .fiscalQuarter:
      first = Self.firstOfMonth(year, month - (month - self.fiscalStart + 12) % 3)
    case .year, .fiscalYear:
      first = Self.firstOfMonth(year, month - (month - self.fiscalStart + 12) % 12)
    }
  }

  /// The first day of a month that may be numbered outside 1…12.
  private static func firstOfMonth(_ year: Int, _ month: Int) -> CivilDate {
    let months = year * 12 + month - 1
    return CivilDate(months / 12, months % 12 + 1, 1)
  }

  /// The period `count` later; earlier where it is negative.
  public func advanced(by count: Int) -> Period {
    let date: CivilDate
    let (year, month, _) = first.parts
    switch kind {
    case .day: date = first + count
    case .week: date = first + 7 * count
    case .month: date = Self.firstOfMonth(year, month + count)
    case .quarter, .fiscalQuarter: date = Self.firstOfMonth(year, month + 3 * count)
    case .year, .fiscalYear: date = Self.firstOfMonth(year, month + 12 * count)
    case .range:
      return Period(first + days * count, through: first + (days * (count + 1) - 1)) ?? self
    }
    return Period(kind, containing: date, fiscalStart: fiscalStart)
  }

  /// The first day that no longer belongs to the period.
  public var end: CivilDate { advanced(by: 1).first }

  public var dayCount: Int { end.day - first.day }

  /// The same period a year before: the same week number where that exists, the same date.
  public var yearBefore: Period {
    switch kind {
    case .day:
      let (year, month, date) = first.parts
      let last = CivilDate.daysIn(month: month, year: year - 1)
      return Period(.day, containing: CivilDate(year - 1, month, min(date, last)))
    case .week: return advanced(by: -52)
    case .range: return Period(first + -364, through: first + (days - 365)) ?? self
    default: return advanced(by: -kind.perYear)
    }
  }

  /// `2016-03-05`, `2016-W09`, `2016-03`, `2016-Q1`, `2016`, `FY2016-Q1`, `FY2016`; of a range
  /// `2016-03-05..2016-03-11`.
  ///
  /// A fiscal year is named after the calendar year in which it starts.
  public var description: String {
    let (year, month, _) = first.parts
    switch kind {
    case .day: return first.description
    case .week:
      let thursday = first + 3
      let weekYear = thursday.year
      let number = (thursday.day - CivilDate(weekYear, 1, 1).day) / 7 + 1
      return "\(padded(weekYear, 4))-W\(padded(number, 2))"
    case .month: return "\(padded(year, 4))-\(padded(month, 2))"
    case .quarter: return "\(padded(year, 4))-Q\((month - 1) / 3 + 1)"
    case .year: return padded(year, 4)
    case .fiscalQuarter:
      let fiscal = Period(.fiscalYear, containing: first, fiscalStart: fiscalStart)
      return "FY\(padded(fiscal.first.year, 4))-Q\(((month - fiscalStart + 12) % 12) / 3 + 1)"
    case .fiscalYear: return "FY\(padded(year, 4))"
    case .range: return "\(first)..\(end + -1)"
    }
  }

  /// Reads a period as `description` writes it, but no range.
  public init?(_ text: String, fiscalStart: Int = 1) {
    let isFiscal = text.hasPrefix("FY")
    let parts = text.dropFirst(isFiscal ? 2 : 0).split(
      separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, first.count == 4, let year = Int(first), year > 0 else {
      return nil
    }
    func start(_ quarter: Int, _ month: Int) -> CivilDate {
      Self.firstOfMonth(year, month + (quarter - 1) * 3)
    }
    let start1 = isFiscal ? fiscalStart : 1
    switch parts.count {
    case 1:
      self.init(
        isFiscal ? .fiscalYear : .year, containing: start(1, start1), fiscalStart: fiscalStart)
    case 2 where parts[1].hasPrefix("Q"):
      guard let quarter = Int(parts[1].dropFirst()), 1...4 ~= quarter, parts[1].count == 2 else {
        return nil
      }
      self.init(
        isFiscal ? .fiscalQuarter : .quarter, containing: start(quarter, start1),
        fiscalStart: fiscalStart)
    case 2 where parts[1].hasPrefix("W") && !isFiscal:
      guard let week = Int(parts[1].dropFirst()), 1...53 ~= week, parts[1].count == 3 else {
        return nil
      }
      let january4 = Period(.week, containing: CivilDate(year, 1, 4))
      self = january4.advanced(by: week - 1)
      guard description == text else { return nil }
    case 2 where !isFiscal:
      guard parts[1].count == 2, let month = Int(parts[1]), 1...12 ~= month else { return nil }
      self.init(.month, containing: CivilDate(year, month, 1))
    case 3 where !isFiscal:
      guard let date = CivilDate(text) else { return nil }
      self.init(.day, containing: date)
    default: return nil
    }
  }

  public static func < (a: Period, b: Period) -> Bool { a.first < b.first }
}
