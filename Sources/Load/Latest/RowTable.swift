import Columnar

/// An open-addressing table from keys to the rows that bear them, each key once.
struct RowTable {
  /// A row plus one; 0 where the slot is free.
  private var slots: [UInt32]
  private var mask: Int
  private var count = 0

  /// - Parameter more: how many rows may be added.
  init(_ rows: borrowing PackedRows, more: Int = 0) {
    let capacity = Self.capacity(rows.count + more)
    slots = [UInt32](repeating: 0, count: capacity)
    mask = capacity - 1
    for row in 0..<rows.count {
      var slot = Int(truncatingIfNeeded: rows.key(row).hash) & mask
      while slots[slot] != 0 { slot = (slot &+ 1) & mask }
      slots[slot] = UInt32(row + 1)
    }
  }

  private static func capacity(_ rows: Int) -> Int {
    var capacity = 64
    while capacity < rows * 2 { capacity *= 2 }
    return capacity
  }

  /// The row of a key; nil where none has it.
  func row(of key: RecordKey, in rows: borrowing PackedRows) -> Int? {
    var slot = Int(truncatingIfNeeded: key.hash) & mask
    while slots[slot] != 0 {
      let row = Int(slots[slot]) - 1
      if rows.key(row) == key { return row }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  /// The row of a key; where none has it, notes that the next to be added will, and returns nil.
  @inline(__always)
  mutating func rowOrNext(of key: RecordKey, in rows: borrowing PackedRows) -> Int? {
    var slot = Int(truncatingIfNeeded: key.hash) & mask
    while slots[slot] != 0 {
      let row = Int(slots[slot]) - 1
      if rows.key(row) == key { return row }
      slot = (slot &+ 1) & mask
    }
    slots[slot] = UInt32(rows.count + 1)
    return nil
  }
}
