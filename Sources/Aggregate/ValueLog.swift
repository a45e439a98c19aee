/// The values of one measure, each once, with its slot, its day and its places in each dimension: what
/// quantiles of all groups are made of.
///
/// Exact as it is, and a multiset: merging appends, and what is taken back is noted, to be struck out
/// in the end.
struct ValueLog: Sendable, Equatable {
  /// Batch by batch.
  private(set) var added: [Entries] = []
  private(set) var taken: [Entries] = []

  /// Columns of equal length.
  struct Entries: Sendable, Equatable {
    var values: [Int64] = []
    /// By word of a `ValueStamp`.
    var stamps: [[UInt64]]

    /// - Parameter words: how many a stamp has.
    init(words: Int) { stamps = Array(repeating: [], count: words) }

    init(_ values: [Int64], stamps: [[UInt64]]) {
      self.values = values
      self.stamps = stamps
    }

    init(joining all: [Entries]) {
      self.init(words: all.first?.stamps.count ?? 0)
      for entries in all {
        values += entries.values
        for word in stamps.indices { stamps[word] += entries.stamps[word] }
      }
    }

    var count: Int { values.count }

    /// One order for all entries that are not alike.
    fileprivate func isBefore(_ a: Int, _ other: Entries, _ b: Int) -> Bool {
      if values[a] != other.values[b] { return values[a] < other.values[b] }
      for word in stamps.indices where stamps[word][a] != other.stamps[word][b] {
        return stamps[word][a] < other.stamps[word][b]
      }
      return false
    }

    fileprivate func picking(_ order: [Int]) -> Entries {
      Entries(values.picking(order), stamps: stamps.map { $0.picking(order) })
    }

    fileprivate var sorted: Entries {
      picking(Array(0..<count).sorted { isBefore($0, self, $1) })
    }
  }

  /// Adds entries, or takes them back.
  mutating func append(_ entries: Entries, sign: Int) {
    if entries.count == 0 { return }
    if sign > 0 { added.append(entries) } else { taken.append(entries) }
  }

  mutating func merge(_ other: ValueLog) {
    added += other.added
    taken += other.taken
  }

  /// Strikes out what was taken back; what is left of it was never there.
  mutating func settle() {
    if taken.isEmpty { return }
    let (all, less) = (Entries(joining: added).sorted, Entries(joining: taken).sorted)
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
    (added, taken) = ([], [])
    append(all.picking(kept), sign: 1)
    append(less.picking(left), sign: -1)
  }

  /// The same multiset in one order and in one piece.
  var canonical: ValueLog {
    var settled = self
    settled.settle()
    var log = ValueLog()
    log.append(Entries(joining: settled.added).sorted, sign: 1)
    log.append(Entries(joining: settled.taken).sorted, sign: -1)
    return log
  }
}

extension Array where Element: FixedWidthInteger {
  /// The elements at some places, in the order of these.
  @inline(__always)
  func picking(_ places: [Int]) -> [Element] {
    var picked = [Element](repeating: 0, count: places.count)
    var out = picked.mutableSpan
    let (from, order) = (span, places.span)
    for i in 0..<order.count { out[i] = from[order[i]] }
    return picked
  }
}
