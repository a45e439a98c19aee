/// Periods in a zone, ascending, and the place of an instant among them.
public struct PeriodAxis: Sendable {
  /// Oldest first.
  public let periods: [Period]
  /// Where stretches begin and end: those of the periods, and gaps between them if there are any.
  public let boundaries: [Int64]
  /// For each period the slot of its stretch, which lies between the boundaries `slot - 1` and `slot`.
  public let slots: [Int]
  public let zone: Zone

  /// The `count` periods that end with `last`.
  ///
  /// - Parameter day: the first day that does not count any more; the last period ends with it, where
  ///   it lies within.
  public init(endingWith last: Period, count: Int, zone: Zone, before day: CivilDate? = nil) {
    periods = (0..<count).map { last.advanced(by: $0 - count + 1) }
    var end = last.end
    if let day, day > last.first { end = min(day, end) }
    boundaries = periods.map { zone.start(of: $0.first) } + [zone.start(of: end)]
    slots = Array(1...count)
    self.zone = zone
  }

  /// Some periods alone, whatever lies between them: whole, or the first days of each.
  ///
  /// - Parameters:
  ///   - days: how many days of each; nil for all.
  ///   - periods: in any order; one that is named twice counts once.
  public init(_ periods: [Period], first days: Int? = nil, zone: Zone) {
    let periods = Set(periods).sorted()
    self.periods = periods
    var boundaries: [Int64] = []
    var slots: [Int] = []
    for period in periods {
      let start = zone.start(of: period.first)
      if boundaries.last != start { boundaries.append(start) }
      slots.append(boundaries.count)
      let end = days.map { min(period.first + $0, period.end) } ?? period.end
      boundaries.append(zone.start(of: end))
    }
    self.boundaries = boundaries
    self.slots = slots
    self.zone = zone
  }

  /// For each period the instants of its stretch.
  public var spans: [Range<Int64>] {
    slots.map { boundaries[$0 - 1]..<boundaries[$0] }
  }

  /// The months that the axis covers, whole.
  public var months: PeriodAxis {
    let first = Period(.month, containing: periods[0].first)
    let last = Period(.month, containing: periods[periods.count - 1].end + -1)
    var count = 1
    while last.advanced(by: -count) >= first { count += 1 }
    return PeriodAxis(endingWith: last, count: count, zone: zone)
  }

  /// 0 for an instant before the axis, `boundaries.count` for one behind it.
  @inline(__always)
  public func slot(of instant: Int64) -> Int {
    var low = 0
    var high = boundaries.count
    while low < high {
      let middle = (low &+ high) >> 1
      if boundaries[middle] <= instant { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}
