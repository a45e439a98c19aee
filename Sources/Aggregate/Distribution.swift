import Statistics

/// The values of one cell, for quantiles: exact up to a number of distinct values, and beyond it
/// in logarithmic buckets.
///
/// Merging is associative and commutative, and which of the two forms holds in the end depends on
/// the values alone.
public struct Distribution: Sendable {
  /// The greatest number of distinct values that are kept one by one.
  public static let exactLimit = 1 << 17

  /// Quantiles are told apart to four decimals.
  private static let rankParts = 10_000

  private enum Form {
    /// Values as they came.
    case plain
    /// Distinct values, ascending, with how often each came; newer ones wait in `pending`.
    case counted
    /// Bucket numbers instead of values; likewise.
    case bucketed
  }

  private var form = Form.plain
  private var pending: [Int64] = []
  private var keys: [Int64] = []
  private var counts: [Int] = []
  /// How many values there are up to each key. Only after `finish`.
  private var ends: [Int] = []
  public private(set) var count = 0
  private var isFinished = false

  public init() {}

  @inline(__always)
  public mutating func add(_ value: Int64) {
    pending.append(value)
    count &+= 1
    isFinished = false
    if pending.count == 4 * Self.exactLimit { compact() }
  }

  public mutating func merge(_ other: Distribution) {
    if other.count == 0 { return }
    isFinished = false
    if other.form == .plain {
      pending += other.pending
      count += other.count
      if pending.count >= 4 * Self.exactLimit { compact() }
      return
    }
    var other = other
    compact()
    other.compact()
    if other.form == .bucketed && form != .bucketed { enterBuckets() }
    if form == .bucketed && other.form != .bucketed { other.enterBuckets() }
    count += other.count
    mergeRuns(other.keys, other.counts)
    if form == .counted && keys.count > Self.exactLimit { enterBuckets() }
  }

  /// Sorts what waits, so that quantiles may be asked for.
  public mutating func finish() {
    if isFinished { return }
    isFinished = true
    if form == .plain && count <= Self.exactLimit {
      sort(&pending)
    } else {
      compact()
      var seen = 0
      ends = counts.map { count in
        seen += count
        return seen
      }
    }
  }

  /// Whether quantiles come from buckets, within 0.4 %. Only after `finish`.
  public var isApproximate: Bool { form == .bucketed }

  /// How many different values there are.
  public var distinctCount: Int {
    var all = self
    all.compact()
    return all.keys.count
  }

  /// The value of rank `q * (count - 1)`, linear between its neighbours (type 7). Only after
  /// `finish`.
  ///
  /// - Parameter q: a share, `0...1`.
  /// - Returns: nil where no value was added. Never 0 for "unknown".
  public func quantile(_ q: Double) -> Double? {
    guard count > 0 else { return nil }
    let (below, part) = Self.rank(q, of: count)
    let low = value(ofRank: below)
    if part == 0 { return low }
    let high = value(ofRank: below + 1)
    return (low * Double(Self.rankParts - part) + high * Double(part)) / Double(Self.rankParts)
  }

  /// A quantile with its intervals. Only after `finish`.
  ///
  /// - Parameters:
  ///   - value: the quantile itself.
  ///   - scale: what one unit of it is in the values.
  func ladder(
    _ q: Double, value: Double, scale: Double, _ dispersion: Dispersion = .none
  ) -> QuantileLadder? {
    let ladder = QuantileLadder(q, n: count, dispersion: dispersion) {
      self.value(ofRank: $0 - 1) / scale
    }
    return ladder.map { ladder in
      let rungs = ladder.rungs.map { Bounds(low: $0.low?.decidable, high: $0.high?.decidable) }
      return QuantileLadder(value: value, n: count, rungs: rungs)
    }
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
    if form == .plain { return Double(pending[rank]) }
    var low = 0
    var high = ends.count - 1
    while low < high {
      let middle = (low + high) / 2
      if rank < ends[middle] { high = middle } else { low = middle + 1 }
    }
    return form == .bucketed ? Self.middle(ofBucket: keys[low]) : Double(keys[low])
  }

  private mutating func compact() {
    if form == .plain { form = .counted }
    guard !pending.isEmpty else { return }
    if form == .bucketed { pending = pending.map(Self.bucket) }
    sort(&pending)
    var newKeys: [Int64] = []
    var newCounts: [Int] = []
    for value in pending {
      if newKeys.last == value {
        newCounts[newCounts.count - 1] += 1
      } else {
        newKeys.append(value)
        newCounts.append(1)
      }
    }
    pending.removeAll(keepingCapacity: true)
    mergeRuns(newKeys, newCounts)
    if form == .counted && keys.count > Self.exactLimit { enterBuckets() }
  }

  private mutating func enterBuckets() {
    form = .bucketed
    let (oldKeys, oldCounts) = (keys.map(Self.bucket), counts)
    keys = []
    counts = []
    for (key, count) in zip(oldKeys, oldCounts) {
      if keys.last == key {
        counts[counts.count - 1] += count
      } else {
        keys.append(key)
        counts.append(count)
      }
    }
  }

  private mutating func mergeRuns(_ otherKeys: [Int64], _ otherCounts: [Int]) {
    if keys.isEmpty {
      keys = otherKeys
      counts = otherCounts
      return
    }
    var merged: [Int64] = []
    var sums: [Int] = []
    merged.reserveCapacity(keys.count + otherKeys.count)
    sums.reserveCapacity(keys.count + otherKeys.count)
    var (i, j) = (0, 0)
    while i < keys.count || j < otherKeys.count {
      let takesOwn = j == otherKeys.count || i < keys.count && keys[i] <= otherKeys[j]
      let takesOther = i == keys.count || j < otherKeys.count && otherKeys[j] <= keys[i]
      merged.append(takesOwn ? keys[i] : otherKeys[j])
      sums.append((takesOwn ? counts[i] : 0) + (takesOther ? otherCounts[j] : 0))
      if takesOwn { i += 1 }
      if takesOther { j += 1 }
    }
    keys = merged
    counts = sums
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

/// Sorts by the bytes that differ: least significant first, as many passes as those bytes.
func sort(_ values: inout [Int64]) {
  guard values.count > 256 else {
    values.sort()
    return
  }
  let flip = UInt64(1) << 63
  var low = UInt64.max
  var high: UInt64 = 0
  var keys = values.map { UInt64(bitPattern: $0) ^ flip }
  for key in keys {
    low = min(low, key)
    high = max(high, key)
  }
  let range = high &- low
  for i in keys.indices { keys[i] &-= low }
  var scratch = [UInt64](repeating: 0, count: keys.count)
  var shift: UInt64 = 0
  let digit: UInt64 = 11
  while shift < 64 && range >> shift > 0 {
    var ends = [Int](repeating: 0, count: 1 << digit)
    for key in keys { ends[Int(truncatingIfNeeded: key &>> shift & (1 << digit - 1))] &+= 1 }
    var sum = 0
    for i in ends.indices { (ends[i], sum) = (sum, sum + ends[i]) }
    for key in keys {
      let i = Int(truncatingIfNeeded: key &>> shift & (1 << digit - 1))
      scratch[ends[i]] = key
      ends[i] &+= 1
    }
    swap(&keys, &scratch)
    shift += digit
  }
  for i in keys.indices { values[i] = Int64(bitPattern: (keys[i] &+ low) ^ flip) }
}
