/// The values of one measure, ascending within each slot, to be dealt to groups: sorted once for all
/// of them.
public struct OrderedValues: Sendable {
  let stamp: ValueStamp
  let values: [Int64]
  let days: [UInt16]
  /// By word.
  let stamps: [[UInt64]]
  /// By slot where its entries begin; one more at the end.
  let starts: [Int]

  init(_ log: ValueLog, _ stamp: ValueStamp, slots: Int) {
    self.stamp = stamp
    var starts = [Int](repeating: 0, count: slots + 1)
    for entries in log.added {
      let column = entries.stamps[stamp.slot.word]
      let words = column.span
      for i in 0..<words.count { starts[stamp.slot.value(in: words[i]) + 1] &+= 1 }
    }
    for slot in 0..<slots { starts[slot + 1] += starts[slot] }
    self.starts = starts
    let count = starts[slots]
    var values = [Int64](repeating: 0, count: count)
    var stamps = Array(repeating: [UInt64](repeating: 0, count: count), count: stamp.words)
    var next = starts
    for entries in log.added {
      let places = Self.places(entries.stamps[stamp.slot.word], stamp.slot, &next)
      Self.scatter(entries.values, places, into: &values)
      for word in stamps.indices { Self.scatter(entries.stamps[word], places, into: &stamps[word]) }
    }
    for slot in 0..<slots where starts[slot + 1] - starts[slot] > 1 {
      let range = starts[slot]..<starts[slot + 1]
      let order = Self.order(Array(values[range]))
      Self.reorder(&values, range, order)
      for word in stamps.indices { Self.reorder(&stamps[word], range, order) }
    }
    self.values = values
    self.stamps = stamps
    var days = [UInt16](repeating: 0, count: count)
    let column = stamps[stamp.day.word]
    let words = column.span
    for i in 0..<count { days[i] = UInt16(truncatingIfNeeded: stamp.day.value(in: words[i])) }
    self.days = days
  }

  /// Where each of some entries goes.
  ///
  /// - Parameter next: by slot the place of its next entry.
  private static func places(
    _ words: [UInt64], _ slot: ValueStamp.Bits, _ next: inout [Int]
  ) -> [Int] {
    var places = [Int](repeating: 0, count: words.count)
    let words = words.span
    for i in 0..<words.count {
      let slot = slot.value(in: words[i])
      places[i] = next[slot]
      next[slot] &+= 1
    }
    return places
  }

  @inline(__always)
  private static func scatter<Value: FixedWidthInteger>(
    _ values: [Value], _ places: [Int], into all: inout [Value]
  ) {
    let (values, places) = (values.span, places.span)
    var out = all.mutableSpan
    for i in 0..<places.count { out[places[i]] = values[i] }
  }

  /// Puts a stretch of values into an order of theirs, by their places within it.
  @inline(__always)
  private static func reorder<Value: FixedWidthInteger>(
    _ values: inout [Value], _ range: Range<Int>, _ order: [UInt32]
  ) {
    let before = Array(values[range])
    let (from, places) = (before.span, order.span)
    var out = values.mutableSpan
    for i in 0..<places.count { out[range.lowerBound &+ i] = from[Int(places[i])] }
  }

  /// The places of some values, these ascending: by eleven bits at a time, least significant first, as
  /// many passes as the values differ in.
  static func order(_ values: [Int64]) -> [UInt32] {
    var (low, high) = (Int64.max, Int64.min)
    for value in values {
      low = min(low, value)
      high = max(high, value)
    }
    let least = UInt64(bitPattern: low)
    let spread = UInt64(bitPattern: high) &- least
    // Few, or such as differ in more bits than there are beside a place.
    if values.count <= 256 || spread >> 32 > 0 {
      return values.indices.map { UInt32($0) }.sorted { values[Int($0)] < values[Int($1)] }
    }
    // What a value has above the least, and below it its place.
    var keys = values.indices.map {
      (UInt64(bitPattern: values[$0]) &- least) << 32 | UInt64($0)
    }
    var scratch = keys
    let digit: UInt64 = 11
    var shift: UInt64 = 32
    while spread >> (shift - 32) > 0 {
      var next = [Int](repeating: 0, count: 1 << digit)
      for key in keys { next[Int(truncatingIfNeeded: key &>> shift & (1 << digit - 1))] &+= 1 }
      var sum = 0
      for i in next.indices { (next[i], sum) = (sum, sum + next[i]) }
      Self.scatter(keys, shift, 1 << digit - 1, &next, into: &scratch)
      swap(&keys, &scratch)
      shift += digit
    }
    return keys.map { UInt32(truncatingIfNeeded: $0) }
  }

  private static func scatter(
    _ keys: [UInt64], _ shift: UInt64, _ mask: UInt64, _ next: inout [Int], into out: inout [UInt64]
  ) {
    let keys = keys.span
    var places = next.mutableSpan
    var out = out.mutableSpan
    for i in 0..<keys.count {
      let digit = Int(truncatingIfNeeded: keys[i] &>> shift & mask)
      out[places[digit]] = keys[i]
      places[digit] &+= 1
    }
  }
}
