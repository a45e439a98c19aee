/// Some rows of a batch, a bit a row.
struct RowSet: Sendable, Equatable {
  private(set) var words: [UInt64]
  /// How many rows the batch has.
  let count: Int

  init(none count: Int) {
    self.count = count
    words = [UInt64](repeating: 0, count: (count + 63) / 64)
  }

  init(all count: Int) {
    self.init(none: count)
    for word in words.indices { words[word] = .max }
    if count % 64 > 0 { words[words.count - 1] = 1 << UInt64(count % 64) - 1 }
  }

  /// The rows whose value is such.
  @inline(__always)
  init<Value>(_ column: [Value], where holds: (Value) -> Bool) {
    self.init(column, column) { value, _ in holds(value) }
  }

  /// The rows whose two values are such.
  @inline(__always)
  init<Value>(_ column: [Value], _ other: [Value], where holds: (Value, Value) -> Bool) {
    self.init(none: column.count)
    let values = column.span
    let others = other.span
    var row = 0
    for place in words.indices {
      var word: UInt64 = 0
      let end = min(row &+ 64, values.count)
      var bit: UInt64 = 1
      while row < end {
        word |= holds(values[row], others[row]) ? bit : 0
        bit &<<= 1
        row &+= 1
      }
      words[place] = word
    }
  }

  /// The rows with a code that stands in a list, or in none.
  init(codes column: [Int64], among list: [Bool], _ wanted: Bool) {
    self.init(none: column.count)
    let codes = column.span
    let members = list.span
    var row = 0
    for place in words.indices {
      var word: UInt64 = 0
      let end = min(row &+ 64, codes.count)
      var bit: UInt64 = 1
      while row < end {
        let code = codes[row]
        let isMember = code >= 0 && code < members.count && members[Int(code)]
        word |= isMember == wanted ? bit : 0
        bit &<<= 1
        row &+= 1
      }
      words[place] = word
    }
  }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// In ascending order.
  var rows: [Int] {
    var rows: [Int] = []
    rows.reserveCapacity(size)
    forEach { rows.append($0) }
    return rows
  }

  /// How many rows it has.
  var size: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  @inline(__always)
  func contains(_ row: Int) -> Bool { words[row >> 6] & (1 << UInt64(row & 63)) != 0 }

  @inline(__always)
  mutating func insert(_ row: Int) { words[row >> 6] |= 1 << UInt64(row & 63) }

  mutating func formIntersection(_ other: RowSet) {
    for word in words.indices { words[word] &= other.words[word] }
  }

  mutating func formUnion(_ other: RowSet) {
    for word in words.indices { words[word] |= other.words[word] }
  }

  mutating func subtract(_ other: RowSet) {
    for word in words.indices { words[word] &= ~other.words[word] }
  }

  /// Ascending.
  @inline(__always)
  func forEach(_ body: (Int) -> Void) {
    for place in 0..<words.count {
      var word = words[place]
      while word != 0 {
        body(place << 6 | word.trailingZeroBitCount)
        word &= word &- 1
      }
    }
  }
}
