import Columnar

/// Where the fields and rows of a stretch of delimited text end, found 64 bytes at a time.
///
/// `ends[k]` is the byte before field `k` and `ends[k + 1]` the last byte of its delimiter, or that
/// of its row; so a field lies between neighbours, whichever row it belongs to.
@safe struct FieldIndex: ~Copyable {
  /// How many ends a scan may add.
  private static let slack = FieldScanner.blocks * 64 + 64

  private var scanner: FieldScanner
  /// Where the next block to scan begins, and where the stretch ends, in the window.
  private var scanned: Int
  private let end: Int
  private var ends: UnsafeMutablePointer<UInt32>
  private var capacity: Int
  private(set) var count = 1
  /// For each row found the index of its last field's end.
  private var rowEnds: UnsafeMutablePointer<UInt32>
  private var rowCapacity: Int
  private(set) var rowCount = 0
  /// Whether any block had a quote.
  private(set) var hasQuotes = false
  /// Whether text may stand between a closing quote and the end of its field.
  private(set) var isLoose = false

  init(_ dialect: Dialect, from start: Int, to end: Int, rows: Int, fields: Int) {
    scanner = FieldScanner(dialect)
    scanned = start
    self.end = end
    capacity = rows * max(1, fields) + Self.slack
    rowCapacity = rows + Self.slack
    // Safe: allocated here, grown before they are full, freed in deinit.
    unsafe ends = .allocate(capacity: capacity)
    unsafe rowEnds = .allocate(capacity: rowCapacity)
    unsafe ends[0] = UInt32(truncatingIfNeeded: start &- 1)
  }

  deinit {
    // Safe: owned by self alone.
    unsafe ends.deallocate()
    unsafe rowEnds.deallocate()
  }

  /// The ends; `count` of them may be read.
  @unsafe var allEnds: UnsafePointer<UInt32> { unsafe UnsafePointer(ends) }

  /// The byte before a field.
  @inline(__always) func edge(_ index: Int) -> Int {
    precondition(index >= 0 && index < count)
    // Safe: in bounds by the precondition. The byte before the window's first is -1.
    return Int(Int32(bitPattern: unsafe ends[index]))
  }

  /// The index of the end of a row's last field.
  @inline(__always) func rowEnd(_ row: Int) -> Int {
    precondition(row >= 0 && row < rowCount)
    // Safe: in bounds by the precondition.
    return Int(unsafe rowEnds[row])
  }

  /// Looks on until so many rows are found, or the stretch ends.
  mutating func find(rows wanted: Int, in window: ByteWindow) {
    var at = scanned
    while rowCount < wanted && at < end {
      reserve()
      var (count, rowCount) = (count, rowCount)
      var (hasQuotes, isLoose) = (hasQuotes, isLoose)
      // Safe: blocks begin within the window, which has a block of padding; both buffers have room
      // for all ends that a scan may find, and for seven more.
      let (ends, rowEnds) = unsafe (ends, rowEnds)
      unsafe scanner.scan(window.start + at, length: end - at) { offset, found in
        hasQuotes = hasQuotes || found.hasQuotes
        isLoose = isLoose || found.isLoose
        var rows = found.rows
        while rows != 0 {
          let below = rows & (0 &- rows) &- 1
          unsafe rowEnds[rowCount] = UInt32(
            truncatingIfNeeded: count &+ (found.fields & below).nonzeroBitCount)
          rowCount &+= 1
          rows &= rows &- 1
        }
        var bits = found.fields
        var next = unsafe ends + count
        let base = at &+ offset
        while bits != 0 {
          for i in 0..<8 {
            unsafe next[i] = UInt32(truncatingIfNeeded: base &+ bits.trailingZeroBitCount)
            bits &= bits &- 1
          }
          unsafe next += 8
        }
        count &+= found.fields.nonzeroBitCount
      }
      (self.count, self.rowCount) = (count, rowCount)
      (self.hasQuotes, self.isLoose) = (hasQuotes, isLoose)
      at += FieldScanner.blocks * 64
    }
    scanned = at
    guard at >= end else { return }
    // A last record without a newline ends with the file.
    let covered = rowCount > 0 ? edge(rowEnd(rowCount - 1)) + 1 : edge(0) + 1
    if covered < end {
      reserve()
      unsafe ends[count] = UInt32(truncatingIfNeeded: end)
      unsafe rowEnds[rowCount] = UInt32(truncatingIfNeeded: count)
      self.count += 1
      self.rowCount += 1
    }
  }

  /// Forgets the first rows, which were taken; what is left moves to the front.
  mutating func drop(rows: Int) {
    guard rows > 0 else { return }
    let last = rowEnd(rows - 1)
    // Safe: both stretches lie within their buffers.
    unsafe ends.update(from: ends + last, count: count - last)
    count -= last
    rowCount -= rows
    for row in 0..<rowCount { unsafe rowEnds[row] = rowEnds[row + rows] - UInt32(last) }
    if rowCount == 0 && count == 1 { (hasQuotes, isLoose) = (false, false) }
  }

  private mutating func reserve() {
    if count + Self.slack > capacity {
      unsafe ends = Self.grown(ends, count, &capacity)
    }
    if rowCount + Self.slack > rowCapacity {
      unsafe rowEnds = Self.grown(rowEnds, rowCount, &rowCapacity)
    }
  }

  @unsafe private static func grown(
    _ buffer: UnsafeMutablePointer<UInt32>, _ count: Int, _ capacity: inout Int
  ) -> UnsafeMutablePointer<UInt32> {
    capacity *= 2
    // Safe: twice the room holds what was there.
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    unsafe larger.update(from: buffer, count: count)
    unsafe buffer.deallocate()
    return unsafe larger
  }
}
