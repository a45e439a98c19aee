import CByteMasks
import Columnar

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whole records of a delimited text. It first finds where fields end, 64 bytes at a time, for a
/// batch of rows; then it takes the wanted fields of each row by their place.
///
/// A class, because it is handed to a worker; that worker alone uses it.
final class DelimitedPiece: RecordPiece, @unchecked Sendable {
  private let window: ByteWindow
  private let dialect: DelimitedReader.Dialect
  private let end: Int
  /// Where the next row begins.
  private var rowStart: Int
  /// Where the next block to scan begins.
  private var scanned: Int
  private var quotes = QuoteMask()
  /// Where fields end that no row has taken yet, and which of these ends are ends of rows.
  private var fieldEnds: [UInt32] = []
  private var rowEnds: [Int] = []

  init(_ window: ByteWindow, from start: Int, to end: Int, _ dialect: DelimitedReader.Dialect) {
    self.window = window
    self.dialect = dialect
    self.end = end
    rowStart = start
    scanned = start
  }

  func read(into batch: inout TextBatch) throws(Diagnostic) -> Bool {
    guard rowStart < end else { return false }
    batch.begin(window)
    scan(rows: TextBatch.capacity)
    var firstEnd = 0
    for rowEnd in rowEnds {
      if batch.isFull { break }
      take(fieldEnds: firstEnd...rowEnd, into: &batch)
      rowStart = Int(fieldEnds[rowEnd]) + 1
      firstEnd = rowEnd + 1
    }
    let taken = rowEnds.prefix { $0 < firstEnd }.count
    rowEnds.removeFirst(taken)
    for i in rowEnds.indices { rowEnds[i] -= firstEnd }
    fieldEnds.removeFirst(firstEnd)
    return true
  }

  /// The fields of the first record, and where the next begins.
  func header() -> (names: [String], end: Int) {
    scan(rows: 1)
    guard let rowEnd = rowEnds.first else { return ([], end) }
    var batch = TextBatch(columnCount: 1)
    var names: [String] = []
    for place in 0...rowEnd {
      batch.begin(window)
      batch.set(0, slice(place, 0...rowEnd, &batch))
      batch.endRow(offset: rowStart, length: 0)
      names.append(String(copying: batch.text(0, 0)))
    }
    return (names, min(end, Int(fieldEnds[rowEnd]) + 1))
  }

  /// Finds the ends of fields until so many rows are found, or the piece ends.
  private func scan(rows: Int) {
    while rowEnds.count < rows && scanned < end {
      // Safe: a block begins within the window, which has a block of padding.
      let masks = unsafe delimited_masks_of(
        window.start + scanned, dialect.quote, dialect.delimiter)
      let outside = ~quotes.inside(masks)
      var ends = (masks.delimiters | masks.newlines) & outside
      var newlines = masks.newlines & outside
      let left = end - scanned
      if left < 64 {
        let valid = UInt64(1) << UInt64(left) &- 1
        ends &= valid
        newlines &= valid
      }
      while newlines != 0 {
        let below = newlines & (0 &- newlines) &- 1
        rowEnds.append(fieldEnds.count + (ends & below).nonzeroBitCount)
        newlines &= newlines &- 1
      }
      while ends != 0 {
        fieldEnds.append(UInt32(truncatingIfNeeded: scanned + ends.trailingZeroBitCount))
        ends &= ends &- 1
      }
      scanned += 64
    }
    guard scanned >= end else { return }
    // A last record without a newline ends with the file.
    let covered = rowEnds.last.map { Int(fieldEnds[$0]) + 1 } ?? rowStart
    if covered < end {
      fieldEnds.append(UInt32(end))
      rowEnds.append(fieldEnds.count - 1)
    }
  }

  @inline(__always)
  private func take(fieldEnds range: ClosedRange<Int>, into batch: inout TextBatch) {
    let rowEnd = Int(fieldEnds[range.upperBound])
    let count = range.count
    if count != dialect.fieldCount {
      let window = window
      let text = window.bytes.extracting(rowStart..<rowEnd)
      let isBlank = text.isEmpty || text.count == 1 && text[0] == UInt8(ascii: "\r")
      if isBlank { return }
      batch.reject(
        .init(
          offset: rowStart, length: rowEnd - rowStart, at: rowStart,
          reason: .fieldCount(dialect.fieldCount, found: count)))
      return
    }
    for (column, place) in dialect.places.enumerated() {
      batch.set(column, slice(place, range, &batch))
    }
    batch.endRow(offset: rowStart, length: rowEnd - rowStart)
  }

  @inline(__always)
  private func slice(_ place: Int, _ range: ClosedRange<Int>, _ batch: inout TextBatch) -> TextSlice
  {
    let index = range.lowerBound + place
    let start = place == 0 ? rowStart : Int(fieldEnds[index - 1]) + 1
    var stop = Int(fieldEnds[index])
    // Safe: field ends lie within the window, in ascending order.
    let base = unsafe window.start
    if index == range.upperBound && stop > start {
      stop -= unsafe base[stop - 1] == UInt8(ascii: "\r") ? 1 : 0
    }
    guard stop > start, unsafe base[start] == dialect.quote else {
      return .window(start, stop - start)
    }
    let inner = start + 1
    let length = stop - 1 - inner
    if length >= 0, unsafe base[stop - 1] == dialect.quote,
      unsafe memchr(base + inner, Int32(dialect.quote), length) == nil
    {
      return .window(inner, length)
    }
    return unescape(inner..<stop, &batch)
  }

  /// Copies a quoted field with its doubled quotes made single; text behind the closing quote
  /// stands for itself.
  private func unescape(_ range: Range<Int>, _ batch: inout TextBatch) -> TextSlice {
    let window = window
    let bytes = window.bytes
    let offset = batch.arena.count
    var isInside = true
    var i = range.lowerBound
    while i < range.upperBound {
      let byte = bytes[i]
      if isInside && byte == dialect.quote {
        if i + 1 < range.upperBound && bytes[i + 1] == dialect.quote {
          batch.arena.append(byte)
          i += 1
        } else {
          isInside = false
        }
      } else {
        batch.arena.append(byte)
      }
      i += 1
    }
    return .arena(offset, batch.arena.count - offset)
  }
}

extension Diagnostic.Message {
  static func fieldCount(_ expected: Int, found: Int) -> Self {
    Self("expected \(expected) fields, as in the header; found \(found)")
  }
}
