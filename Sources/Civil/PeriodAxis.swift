/// Consecutive periods in a zone, and the place of an instant among them.
public struct PeriodAxis: Sendable {
  /// Oldest first.
  public let periods: [Period]
  /// The first instant of each period, and of the one after the last.
  public let boundaries: [Int64]
  public let zone: Zone

  /// The `count` periods that end with `last`.
  public init(endingWith last: Period, count: Int, zone: Zone) {
    periods = (0..<count).map { last.advanced(by: $0 - count + 1) }
    boundaries =
      periods.map { zone.start(of: $0.first) } + [zone.start(of: last.end)]
    self.zone = zone
  }

  /// 0 for an instant before the axis, 1… for its periods, `periods.count + 1` behind them.
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
