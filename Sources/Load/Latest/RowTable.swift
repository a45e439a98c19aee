import Columnar

/// An open-addressing table from keys to the rows that bear them, each key once.
struct RowTable {
  /// A row plus one in the lower half, and the upper half of the hash of its key: nearly always it alone
  /// tells another key. 0 where the slot is free.
  private var slots: [UInt64]
  private var mask: Int

  /// - Parameters:
  ///   - count: how many rows are there, the first ones; nil for all.
  ///   - most: how many rows there may be.
  init(_ rows: borrowing PackedRows, upTo count: Int? = nil, capacity most: Int? = nil) {
    let capacity = Self.capacity(most ?? rows.count)
    slots = [UInt64](repeating: 0, count: capacity)
    mask = capacity - 1
    for row in 0..<(count ?? rows.count) {
      let hash = rows.key(row).hash
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 { slot = (slot &+ 1) & mask }
      slots[slot] = Self.entry(hash, row)
    }
  }

  @inline(__always)
  private static func entry(_ hash: UInt64, _ row: Int) -> UInt64 {
    hash & 0xFFFF_FFFF_0000_0000 | UInt64(row &+ 1)
  }

  /// The row of an entry; nil where it is of another key.
  @inline(__always)
  private static func row(
    _ entry: UInt64, _ key: RecordKey, _ hash: UInt64, _ rows: borrowing PackedRows
  ) -> Int? {
    guard (entry ^ hash) >> 32 == 0 else { return nil }
    let row = Int(entry & 0xFFFF_FFFF) &- 1
    return rows.key(row) == key ? row : nil
  }

  private static func capacity(_ rows: Int) -> Int {
    var capacity = 64
    while capacity < rows * 2 { capacity *= 2 }
    return capacity
  }

  /// The row of a key; nil where none has it.
  func row(of key: RecordKey, in rows: borrowing PackedRows) -> Int? {
    let hash = key.hash
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if let row = Self.row(slots[slot], key, hash, rows) { return row }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  /// The row that has the key of another; where none has it, notes that the other does, and returns nil.
  @inline(__always)
  mutating func rowOrEntry(of row: Int, in rows: borrowing PackedRows) -> Int? {
    let key = rows.key(row)
    let hash = key.hash
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if let known = Self.row(slots[slot], key, hash, rows) { return known }
      slot = (slot &+ 1) & mask
    }
    slots[slot] = Self.entry(hash, row)
    return nil
  }
}
