/// The values of one measure, dealt to the groups of a grouping: ascending within each cell.
struct DealtValues: Sendable {
  private var groups = 1
  /// By slot and group where the cell begins; one more at the end.
  private var bounds: [Int] = []
  private var values: [Int64] = []
  private var days: [UInt16] = []
  private var group: [UInt32] = []

  /// - Parameter group: its number within the grouping.
  func cell(_ group: Int, slot: Int) -> CellValues {
    let cell = slot * groups + group
    let range = bounds[cell]..<bounds[cell + 1]
    return CellValues(sorted: values[range], days: days[range])
  }

  /// Deals the values to the groups of a grouping, in the room of those of the one before.
  ///
  /// - Parameters:
  ///   - dimensions: those of the grouping, by their places among the entries'.
  ///   - sizes: how many places each has.
  mutating func deal(_ ordered: OrderedValues, _ dimensions: [Int], _ sizes: [Int]) {
    groups = sizes.reduce(1, *)
    // The whole has them all, as they are.
    if dimensions.isEmpty {
      (bounds, values, days) = (ordered.starts, ordered.values, ordered.days)
      group = []
      return
    }
    let count = ordered.values.count
    if group.count != count {
      group = [UInt32](repeating: 0, count: count)
      values = [Int64](repeating: 0, count: count)
      days = [UInt16](repeating: 0, count: count)
    }
    findGroups(ordered, dimensions, sizes)
    let starts = ordered.starts
    let slots = starts.count - 1
    bounds = [Int](repeating: 0, count: slots * groups + 1)
    for slot in 0..<slots {
      let first = slot * groups + 1
      for i in starts[slot]..<starts[slot + 1] { bounds[first + Int(group[i])] += 1 }
    }
    for cell in 0..<(slots * groups) { bounds[cell + 1] += bounds[cell] }
    Self.scatter(ordered, group, groups: groups, bounds, &values, &days)
  }

  private mutating func findGroups(
    _ ordered: OrderedValues, _ dimensions: [Int], _ sizes: [Int]
  ) {
    var group = group.mutableSpan
    for (number, dimension) in dimensions.enumerated() {
      let bits = ordered.stamp.places[dimension]
      let column = ordered.stamps[bits.word]
      let words = column.span
      let size = number == 0 ? 0 : UInt32(sizes[number])
      for i in 0..<words.count {
        group[i] = group[i] &* size &+ UInt32(truncatingIfNeeded: bits.value(in: words[i]))
      }
    }
  }

  /// Moves each value to the next place of its cell.
  private static func scatter(
    _ ordered: OrderedValues, _ group: [UInt32], groups: Int, _ bounds: [Int],
    _ values: inout [Int64], _ days: inout [UInt16]
  ) {
    var ends = bounds
    var next = ends.mutableSpan
    let group = group.span
    let (fromValues, fromDays) = (ordered.values.span, ordered.days.span)
    var toValues = values.mutableSpan
    var toDays = days.mutableSpan
    for slot in 0..<(ordered.starts.count - 1) {
      let first = slot * groups
      for i in ordered.starts[slot]..<ordered.starts[slot + 1] {
        let cell = first &+ Int(group[i])
        let place = next[cell]
        next[cell] = place &+ 1
        toValues[place] = fromValues[i]
        toDays[place] = fromDays[i]
      }
    }
  }
}
