/// Finds the ticket of a link: an open-addressing table from links to rows.
struct LinkMap: Sendable {
  private var slots: [(link: Int64, row: Int32)]
  private let mask: Int

  /// - Parameter links: those of a partition's tickets, row by row.
  init(_ links: [Int64]) {
    var capacity = 64
    while capacity < links.count * 2 { capacity *= 2 }
    mask = capacity - 1
    slots = Array(repeating: (.missing, -1), count: capacity)
    for (row, link) in links.enumerated() where link != .missing {
      var slot = Int(truncatingIfNeeded: link) & mask
      while slots[slot].row >= 0 { slot = (slot + 1) & mask }
      slots[slot] = (link, Int32(row))
    }
  }

  /// The row of the ticket with a link; nil where there is none.
  func row(of link: Int64) -> Int? {
    if link == .missing { return nil }
    var slot = Int(truncatingIfNeeded: link) & mask
    while slots[slot].row >= 0 {
      if slots[slot].link == link { return Int(slots[slot].row) }
      slot = (slot + 1) & mask
    }
    return nil
  }
}
