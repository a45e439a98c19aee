/// How the instants of a column were written: days alone, at midnight, or at other times.
public struct InstantTally: Sendable, Equatable {
  public var days = 0
  /// With a time, which is that of midnight.
  public var midnights = 0
  /// Of these, those with an offset of their own.
  public var midnightsWithOffset = 0
  public var times = 0

  public init() {}

  public static func += (a: inout InstantTally, b: InstantTally) {
    a.days += b.days
    a.midnights += b.midnights
    a.midnightsWithOffset += b.midnightsWithOffset
    a.times += b.times
  }

  /// Whether there are values, and none has a time.
  public var areDays: Bool { days > 0 && midnights == 0 && times == 0 }

  /// Whether every value has the time of midnight, which one may have by chance.
  public var areMidnights: Bool { midnights > 1 && days == 0 && times == 0 }

  @inline(__always)
  mutating func count(_ reading: InstantFormat.Reading) {
    if !reading.hasTime {
      days &+= 1
    } else if reading.local % 86_400 == 0 {
      midnights &+= 1
      if reading.offset != nil { midnightsWithOffset &+= 1 }
    } else {
      times &+= 1
    }
  }
}
