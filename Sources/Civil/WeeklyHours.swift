/// A stretch of work, in seconds of the wall clock from the midnight of the day it begins on.
public struct Shift: Sendable, Hashable {
  /// `0..<86_400`.
  public let start: Int
  /// Not in the shift; past 86 400 it lies in the next day, and at most at that day's end.
  public let end: Int

  /// A shift whose end, where it does not come after the start, is that of the next day; nil for
  /// one that begins or ends on no such time.
  public init?(start: Int, end: Int) {
    guard 0..<86_400 ~= start, 0...172_800 ~= end else { return nil }
    self.start = start
    self.end = end > start ? end : end + 86_400
  }

  /// A shift written `08:00-18:00`, or `22:00-06:00` for one that ends on the next day; no clock
  /// shows more than `24:00`.
  public init?(_ text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let start = Self.seconds(ends[0]), let end = Self.seconds(ends[1]),
      end <= 86_400
    else { return nil }
    self.init(start: start, end: end)
  }

  private static func seconds(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let digits = parts.joined().utf8
    guard parts.count == 2, 1...2 ~= parts[0].utf8.count, parts[1].utf8.count == 2,
      digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60
    else { return nil }
    return hour * 3600 + minute * 60
  }
}

/// The shifts of each weekday.
public struct WeeklyHours: Sendable, Hashable {
  private var shifts = [[Shift]](repeating: [], count: 7)

  /// Closed all week.
  public init() {}

  /// The shifts that begin on a weekday: Monday is 1, Sunday 7. They may overlap.
  public subscript(weekday: Int) -> [Shift] {
    get { shifts[weekday - 1] }
    set { shifts[weekday - 1] = newValue }
  }
}
