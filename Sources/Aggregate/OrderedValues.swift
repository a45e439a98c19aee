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
    var order = Array(0..<count)
    for slot in 0..<slots where starts[slot + 1] - starts[slot] > 1 {
      Self.sort(&order, starts[slot]..<starts[slot + 1], by: values.span)
    }
    self.values = values.picking(order)
    for word in stamps.indices { stamps[word] = stamps[word].picking(order) }
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

  /// Sorts a stretch of places by their values: by eleven bits at a time, least significant first, as
  /// many passes as the values differ in.
  static func sort(_ order: inout [Int], _ range: Range<Int>, by values: Span<Int64>) {
    if range.count <= 256 {
      // A span must not be captured; so few are sorted by insertion.
      for i in range.dropFirst() {
        let place = order[i]
        let value = values[place]
        var j = i
        while j > range.lowerBound && values[order[j - 1]] > value {
          order[j] = order[j - 1]
          j -= 1
        }
        order[j] = place
      }
      return
    }
    var (low, high) = (Int64.max, Int64.min)
    for i in range {
      low = min(low, values[order[i]])
      high = max(high, values[order[i]])
    }
    let spread = UInt64(bitPattern: high) &- UInt64(bitPattern: low)
    var keys = [(key: UInt64, place: Int)](repeating: (0, 0), count: range.count)
    for i in range {
      let key = UInt64(bitPattern: values[order[i]]) &- UInt64(bitPattern: low)
      keys[i - range.lowerBound] = (key, order[i])
    }
    var scratch = keys
    let digit: UInt64 = 11
    var shift: UInt64 = 0
    while shift < 64 && spread >> shift > 0 {
      var ends = [Int](repeating: 0, count: 1 << digit)
      for entry in keys {
        ends[Int(truncatingIfNeeded: entry.key &>> shift & (1 << digit - 1))] &+= 1
      }
      var sum = 0
      for i in ends.indices { (ends[i], sum) = (sum, sum + ends[i]) }
      for entry in keys {
        let i = Int(truncatingIfNeeded: entry.key &>> shift & (1 << digit - 1))
        scratch[ends[i]] = entry
        ends[i] &+= 1
      }
      swap(&keys, &scratch)
      shift += digit
    }
    for i in range { order[i] = keys[i - range.lowerBound].place }
  }
}
