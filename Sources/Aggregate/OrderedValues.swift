/// The values of one measure, ascending within each slot, to be dealt to groups: sorted once for all
/// of them.
public struct OrderedValues: Sendable {
  let entries: ValueLog.Entries
  /// By slot where its entries begin; one more at the end.
  let starts: [Int]

  init(_ log: ValueLog, slots: Int) {
    let all = log.added
    var starts = [Int](repeating: 0, count: slots + 1)
    for slot in all.slots { starts[Int(slot) + 1] += 1 }
    for slot in 0..<slots { starts[slot + 1] += starts[slot] }
    let values = all.values
    var next = starts
    var order = [Int](repeating: 0, count: all.count)
    for index in 0..<all.count {
      let slot = Int(all.slots[index])
      order[next[slot]] = index
      next[slot] += 1
    }
    for slot in 0..<slots where starts[slot + 1] - starts[slot] > 1 {
      Self.sort(&order, starts[slot]..<starts[slot + 1], by: values.span)
    }
    entries = all.picking(order)
    self.starts = starts
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

  /// Deals the values to the groups of a grouping.
  ///
  /// - Parameters:
  ///   - dimensions: those of the grouping, by their places among the entries'.
  ///   - sizes: how many places each has.
  func dealt(_ dimensions: [Int], _ sizes: [Int]) -> DealtValues {
    let groups = sizes.reduce(1, *)
    let slots = starts.count - 1
    var group = [UInt32](repeating: 0, count: entries.count)
    for (dimension, size) in zip(dimensions, sizes) {
      let column = entries.places[dimension]
      let places = column.span
      for i in 0..<places.count { group[i] = group[i] &* UInt32(size) &+ places[i] }
    }
    var ends = [Int](repeating: 0, count: slots * groups + 1)
    for slot in 0..<slots {
      for i in starts[slot]..<starts[slot + 1] { ends[slot * groups + Int(group[i]) + 1] += 1 }
    }
    for cell in 0..<(slots * groups) { ends[cell + 1] += ends[cell] }
    let bounds = ends
    var values = [Int64](repeating: 0, count: entries.count)
    var days = [UInt16](repeating: 0, count: entries.count)
    for slot in 0..<slots {
      for i in starts[slot]..<starts[slot + 1] {
        let cell = slot * groups + Int(group[i])
        let place = ends[cell]
        ends[cell] = place &+ 1
        values[place] = entries.values[i]
        days[place] = entries.days[i]
      }
    }
    return DealtValues(groups: groups, bounds: bounds, values: values, days: days)
  }
}

/// The values of one measure and grouping, ascending within each cell.
struct DealtValues: Sendable {
  let groups: Int
  /// By slot and group where the cell begins; one more at the end.
  let bounds: [Int]
  let values: [Int64]
  let days: [UInt16]

  /// - Parameter group: its number within the grouping.
  func cell(_ group: Int, slot: Int) -> CellValues {
    let cell = slot * groups + group
    let range = bounds[cell]..<bounds[cell + 1]
    return CellValues(sorted: values[range], days: days[range])
  }
}
