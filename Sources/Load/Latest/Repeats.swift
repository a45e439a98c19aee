import Columnar

/// Tells records apart that are alike within one file.
///
/// The same rows in another file are the same records again, the k-th of one the k-th of the other:
/// so from the second on, a row's key is that of the k-th of its kind. This is known once all rows of
/// a file are there.
enum Repeats {
  /// Where a row stands among some chunks.
  private struct Place {
    let chunk: Int
    let row: Int
  }

  /// What rows have in common that are alike: versions of a record are not.
  private struct Alike: Hashable {
    let key: RecordKey
    let updated: Int64
    let version: Int64

    /// Mixes the version in, so that many of one key are found as fast as many keys.
    var slot: Int {
      let words = ByteHash.of(UInt64(bitPattern: updated) ^ UInt64(bitPattern: version) << 32)
      return Int(truncatingIfNeeded: key.hash ^ words)
    }
  }

  /// For each row that is not the first of its like, its key.
  ///
  /// - Parameter chunks: all rows of a file.
  static func keys(_ chunks: [RowChunk]) -> [[Int: RecordKey]] {
    var keys = [[Int: RecordKey]](repeating: [:], count: chunks.count)
    for (alike, places) in repeats(chunks) {
      let ordered = places.sorted {
        chunks[$0.chunk].rows.locator($0.row) < chunks[$1.chunk].rows.locator($1.row)
      }
      for (number, place) in ordered.enumerated().dropFirst() {
        keys[place.chunk][place.row] = alike.key.repeated(number)
      }
    }
    return keys
  }

  /// The rows that have others like them.
  private static func repeats(_ chunks: [RowChunk]) -> [Alike: [Place]] {
    let count = chunks.reduce(0) { $0 + $1.rows.count }
    var capacity = 64
    while capacity < count * 2 { capacity *= 2 }
    /// The chunk in the upper half, the row plus one in the lower.
    var slots = [UInt64](repeating: 0, count: capacity)
    var repeats: [Alike: [Place]] = [:]
    for chunk in chunks.indices {
      for row in 0..<chunks[chunk].rows.count {
        let alike = alike(chunks[chunk].rows, row)
        var slot = alike.slot & (capacity - 1)
        while slots[slot] != 0 {
          let other = Place(chunk: Int(slots[slot] >> 32), row: Int(slots[slot] & 0xFFFF_FFFF) - 1)
          if Self.alike(chunks[other.chunk].rows, other.row) == alike {
            repeats[alike, default: [other]].append(Place(chunk: chunk, row: row))
            break
          }
          slot = (slot &+ 1) & (capacity - 1)
        }
        if slots[slot] == 0 { slots[slot] = UInt64(chunk) << 32 | UInt64(row + 1) }
      }
    }
    return repeats
  }

  private static func alike(_ rows: borrowing PackedRows, _ row: Int) -> Alike {
    Alike(key: rows.key(row), updated: rows.updated(row), version: rows.version(row))
  }
}
