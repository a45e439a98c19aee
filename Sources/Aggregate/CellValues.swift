import Statistics

/// The values of one cell, ascending: exact up to a number of distinct values, and beyond it by
/// logarithmic buckets.
public struct CellValues: Sendable {
  /// The greatest number of distinct values of which quantiles are exact.
  public static let exactLimit = 1 << 17

  /// Quantiles are distinguished to four decimals.
  private static let rankParts = 10_000

  private let values: ArraySlice<Int64>
  private let days: ArraySlice<UInt16>
  /// Whether quantiles come from buckets, within 0.4 %.
  public let isApproximate: Bool

  init(sorted values: ArraySlice<Int64> = [], days: ArraySlice<UInt16> = []) {
    self.values = values
    self.days = days
    isApproximate = values.count > Self.exactLimit && Self.distinct(values) > Self.exactLimit
  }

  public var count: Int { values.count }

  /// Ascending.
  var sorted: [Int64] { Array(values) }

  /// How many different values there are, in this or any other cell.
  func distinctCount(with others: [CellValues]) -> Int {
    if others.isEmpty { return Self.distinct(values) }
    return Set(others.reduce(Array(values)) { $0 + $1.values }).count
  }

  private static func distinct(_ values: ArraySlice<Int64>) -> Int {
    var count = values.isEmpty ? 0 : 1
    for (value, next) in zip(values, values.dropFirst()) where value != next { count += 1 }
    return count
  }

  /// The value of rank `q * (count - 1)`, linear between its neighbours (type 7).
  ///
  /// - Parameter q: a share, `0...1`.
  /// - Returns: nil where there is no value. Never 0 for "unknown".
  public func quantile(_ q: Double) -> Double? {
    guard count > 0 else { return nil }
    let (below, part) = Self.rank(q, of: count)
    let low = value(ofRank: below)
    if part == 0 { return low }
    let high = value(ofRank: below + 1)
    return (low * Double(Self.rankParts - part) + high * Double(part)) / Double(Self.rankParts)
  }

  /// A quantile with its intervals.
  ///
  /// - Parameters:
  ///   - value: the quantile itself.
  ///   - scale: what one unit of it is in the values.
  func ladder(
    _ q: Double, value: Double, scale: Double, _ dispersion: Dispersion
  ) -> QuantileLadder? {
    let ladder = QuantileLadder(q, n: count, dispersion: dispersion) {
      self.value(ofRank: $0 - 1) / scale
    }
    return ladder.map { ladder in
      QuantileLadder(value: value, n: count, rungs: ladder.rungs.map(\.decidable))
    }
  }

  /// How much more than chance alone the days of a period differ in how many of their values are not
  /// above a bound.
  func dispersion(notAbove bound: Double, of period: Range<Int>) -> Dispersion {
    // Ascending: from some value on all are above it.
    var (notAbove, end) = (0, count)
    while notAbove < end {
      let middle = (notAbove + end) / 2
      if Double(values[values.startIndex + middle]) <= bound {
        notAbove = middle + 1
      } else {
        end = middle
      }
    }
    let below = Self.byDay(days.prefix(notAbove), period)
    let above = Self.byDay(days.dropFirst(notAbove), period)
    return Dispersion(shares: zip(below, above).map { (k: $0, n: $0 + $1) })
  }

  private static func byDay(_ days: ArraySlice<UInt16>, _ period: Range<Int>) -> [Int] {
    var counts = [Int](repeating: 0, count: period.count)
    let days = days.span
    for i in 0..<days.count { counts[Int(days[i]) &- period.lowerBound] &+= 1 }
    return counts
  }

  /// The rank of a quantile from 0, and the part of ten thousand on the way to the next, so that a
  /// rank between two whole values is exact.
  private static func rank(_ q: Double, of count: Int) -> (below: Int, part: Int) {
    let parts = Int((q * Double(rankParts)).rounded())
    let (below, part) = (count - 1).multipliedReportingOverflow(by: parts).partialValue
      .quotientAndRemainder(dividingBy: rankParts)
    return (below, part)
  }

  /// The ranks, from 0, of the values that a quantile is made of: one, or two neighbours.
  public static func ranks(_ q: Double, of count: Int) -> Range<Int> {
    guard count > 0 else { return 0..<0 }
    let (below, part) = rank(q, of: count)
    return below..<(part == 0 ? below + 1 : below + 2)
  }

  private func value(ofRank rank: Int) -> Double {
    let value = values[values.startIndex + rank]
    return isApproximate ? Self.middle(ofBucket: Self.bucket(value)) : Double(value)
  }

  // MARK: Buckets: 128 to each power of two, by integer shifts, so every platform fills the same.

  /// Ascending with the value; below 256 each value has its own.
  static func bucket(_ value: Int64) -> Int64 {
    if value < 0 { return -bucket(value == .min ? .max : -value) }
    if value < 256 { return value }
    let shift = Int64(56 - value.leadingZeroBitCount)
    return shift << 7 + value >> shift
  }

  /// The middle of a bucket: at most 1/256 of the value away from any value in it.
  static func middle(ofBucket bucket: Int64) -> Double {
    if bucket < 0 { return -middle(ofBucket: -bucket) }
    if bucket < 256 { return Double(bucket) }
    let shift = bucket >> 7 - 1
    let first = (bucket - shift << 7) << shift
    return Double(first) + Double((Int64(1) << shift) - 1) / 2
  }
}
