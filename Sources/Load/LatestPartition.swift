import Columnar

/// The latest records whose keys hash into one partition: columns, and an open-addressing table
/// from keys to rows.
struct LatestPartition: ~Copyable, Sendable {
  private(set) var records: RecordBatch
  private(set) var locators: [Locator] = []
  private(set) var updated: [Int64] = []
  private var versions: [Int64] = []
  private var keyBytes = ByteArena()
  private var keyStarts: [Int] = [0]
  /// Upper half: bits of the hash; lower half: the row plus one; 0 where the slot is free.
  private var slots = [UInt64](repeating: 0, count: 64)

  init(_ schema: Schema) { records = RecordBatch(schema: schema) }

  /// - Parameter targets: scratch.
  mutating func apply(
    _ batch: borrowing LoadBatch, rows: ArraySlice<Int>, _ targets: inout [Int]
  ) {
    targets.removeAll(keepingCapacity: true)
    for row in rows { targets.append(place(batch, row)) }
    for column in records.columns.indices {
      // Moved out and back, so that the loop changes the array in place.
      var values = records.columns[column]
      records.columns[column] = []
      let incoming = batch.records.columns[column]
      for (i, row) in rows.enumerated() {
        let target = targets[i]
        if target == values.count {
          values.append(incoming[row])
        } else if target >= 0 {
          values[target] = incoming[row]
        }
      }
      records.columns[column] = values
    }
  }

  var latestUpdate: Int64? { updated.filter { $0 != .missing }.max() }

  /// The row that a version is to be written to; -1 where a later one is there already.
  private mutating func place(_ batch: borrowing LoadBatch, _ row: Int) -> Int {
    let hash = batch.keyHashes[row]
    let key = batch.key(row)
    let tag = hash >> 26 & 0xFFFF_FFFF
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      if slots[slot] >> 32 == tag {
        let known = Int(slots[slot] & 0xFFFF_FFFF) - 1
        if isKey(of: known, batch, key) {
          return isLater(batch, row, than: known) ? replace(batch, row, at: known) : -1
        }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let new = records.count
    slots[slot] = tag << 32 | UInt64(new + 1)
    records.count += 1
    updated.append(batch.updated[row])
    versions.append(batch.versions[row])
    locators.append(batch.locators[row])
    keyBytes.append(batch.keyBytes.bytes(key.lowerBound, key.count))
    keyStarts.append(keyBytes.count)
    if records.count * 2 > slots.count { grow() }
    return new
  }

  private func isKey(of row: Int, _ batch: borrowing LoadBatch, _ key: Range<Int>) -> Bool {
    let length = keyStarts[row + 1] - keyStarts[row]
    return equal(
      keyBytes.bytes(keyStarts[row], length), batch.keyBytes.bytes(key.lowerBound, key.count))
  }

  /// Whether there is a version of the record that comes after another.
  func supersedes(
    _ key: Span<UInt8>, _ hash: UInt64, _ version: (updated: Int64, number: Int64)?,
    _ locator: Locator
  ) -> Bool {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let row = Int(slots[slot] & 0xFFFF_FFFF) - 1
      let bytes = keyBytes.bytes(keyStarts[row], keyStarts[row + 1] - keyStarts[row])
      if slots[slot] >> 32 == hash >> 26 & 0xFFFF_FFFF, equal(bytes, key) {
        guard let version else { return locators[row] > locator }
        return (updated[row], versions[row], locators[row])
          > (version.updated, version.number, locator)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return false
  }

  private func keyHash(of row: Int) -> UInt64 {
    ByteHash.of(keyBytes.bytes(keyStarts[row], keyStarts[row + 1] - keyStarts[row])).low
  }

  private func isLater(_ batch: borrowing LoadBatch, _ row: Int, than known: Int) -> Bool {
    if batch.updated[row] != updated[known] { return batch.updated[row] > updated[known] }
    if batch.versions[row] != versions[known] { return batch.versions[row] > versions[known] }
    return batch.locators[row] > locators[known]
  }

  private mutating func replace(_ batch: borrowing LoadBatch, _ row: Int, at known: Int) -> Int {
    updated[known] = batch.updated[row]
    versions[known] = batch.versions[row]
    locators[known] = batch.locators[row]
    return known
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    for entry in old where entry != 0 {
      let row = Int(entry & 0xFFFF_FFFF) - 1
      var slot = Int(truncatingIfNeeded: keyHash(of: row)) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = entry
    }
  }
}
