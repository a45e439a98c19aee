/// The values of one measure, each once, with its slot, its day and its places in each dimension: what
/// quantiles of all groups are made of.
///
/// Exact as it is, and a multiset: merging appends, and what is taken back is noted, to be struck out
/// in the end.
struct ValueLog: Sendable, Equatable {
  private(set) var added: Entries
  private(set) var taken: Entries

  /// - Parameter dimensions: how many.
  init(dimensions: Int) {
    added = Entries(dimensions: dimensions)
    taken = added
  }

  /// Columns of equal length.
  struct Entries: Sendable, Equatable {
    var values: [Int64] = []
    var slots: [UInt16] = []
    /// On the axis; 0 for what stands at the end of a period.
    var days: [UInt16] = []
    /// By dimension.
    var places: [[UInt32]]

    init(dimensions: Int) { places = Array(repeating: [], count: dimensions) }

    var count: Int { values.count }

    mutating func append(contentsOf other: Entries) {
      values += other.values
      slots += other.slots
      days += other.days
      for place in places.indices { places[place] += other.places[place] }
    }

    mutating func append(_ value: Int64, slot: Int, day: Int) {
      values.append(value)
      slots.append(UInt16(truncatingIfNeeded: slot))
      days.append(UInt16(truncatingIfNeeded: day))
    }

    /// The same entries in another order, or some of them.
    func picking(_ order: [Int]) -> Entries {
      var picked = Entries(dimensions: places.count)
      picked.values = order.map { values[$0] }
      picked.slots = order.map { slots[$0] }
      picked.days = order.map { days[$0] }
      picked.places = places.map { place in order.map { place[$0] } }
      return picked
    }

    /// One order for all entries that are not alike.
    fileprivate func isBefore(_ a: Int, _ other: Entries, _ b: Int) -> Bool {
      if slots[a] != other.slots[b] { return slots[a] < other.slots[b] }
      if values[a] != other.values[b] { return values[a] < other.values[b] }
      if days[a] != other.days[b] { return days[a] < other.days[b] }
      for place in places.indices where places[place][a] != other.places[place][b] {
        return places[place][a] < other.places[place][b]
      }
      return false
    }

    fileprivate var sorted: Entries {
      picking(Array(0..<count).sorted { isBefore($0, self, $1) })
    }
  }

  /// Lets a body append to what is added, or to what is taken back.
  @inline(__always)
  mutating func append(sign: Int, _ body: (inout Entries) -> Void) {
    if sign > 0 { body(&added) } else { body(&taken) }
  }

  mutating func merge(_ other: ValueLog) {
    added.append(contentsOf: other.added)
    taken.append(contentsOf: other.taken)
  }

  /// Strikes out what was taken back; what is left of it was never there.
  mutating func settle() {
    if taken.count == 0 { return }
    let (all, less) = (added.sorted, taken.sorted)
    var (kept, left): ([Int], [Int]) = ([], [])
    var (i, j) = (0, 0)
    while i < all.count || j < less.count {
      if j == less.count || i < all.count && all.isBefore(i, less, j) {
        kept.append(i)
        i += 1
      } else if i == all.count || less.isBefore(j, all, i) {
        left.append(j)
        j += 1
      } else {
        i += 1
        j += 1
      }
    }
    added = all.picking(kept)
    taken = less.picking(left)
  }

  /// The same multiset in one order.
  var canonical: ValueLog {
    var log = self
    log.settle()
    log.added = log.added.sorted
    log.taken = log.taken.sorted
    return log
  }
}
