import CSimdJSON
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
  private let layout: DelimitedReader.Layout
  private let delimiterLength: Int
  /// Whether all bytes are text; nil while nobody has looked.
  private var isText: Bool?
  private let end: Int
  /// Where the next row begins.
  private var rowStart: Int
  /// Where the next block to scan begins.
  private var scanned: Int
  private var scanner: FieldScanner
  /// Where fields end that no row has taken yet, and which of these ends are ends of rows.
  private var fieldEnds: [UInt32] = []
  private var rowEnds: [Int] = []

  init(_ window: ByteWindow, from start: Int, to end: Int, _ layout: DelimitedReader.Layout) {
    self.window = window
    self.layout = layout
    delimiterLength = layout.dialect.delimiter.count
    scanner = FieldScanner(layout.dialect)
    self.end = end
    rowStart = start
    scanned = start
  }

  func read(into batch: inout TextBatch) throws(Diagnostic) -> Bool {
    guard rowStart < end else { return false }
    // Safe: the stretch lies within the window.
    if isText == nil { isText = unsafe text_is_utf8(window.start + rowStart, end - rowStart) }
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

  /// The fields of the first line, and where the next begins.
  func firstRow() -> (fields: [String], end: Int, isComment: Bool) {
    scan(rows: 1)
    guard let rowEnd = rowEnds.first else { return ([], end, false) }
    var batch = TextBatch(columnCount: 1)
    var fields: [String] = []
    for place in 0...rowEnd {
      batch.begin(window)
      batch.set(0, slice(place, 0...rowEnd, &batch))
      batch.endRow(offset: rowStart, length: 0)
      fields.append(String(copying: batch.text(0, 0)))
    }
    return (
      fields, min(end, Int(fieldEnds[rowEnd]) + 1), starts(with: [layout.dialect.comment])
    )
  }

  /// Finds the ends of fields until so many rows are found, or the piece ends.
  private func scan(rows: Int) {
    while rowEnds.count < rows && scanned < end {
      // Safe: a block begins within the window, which has a block of padding.
      let found = unsafe scanner.next(window.start + scanned)
      var (ends, newlines) = (found.fields, found.rows)
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
    if count != layout.fieldCount || layout.isChoosy || isText == false {
      guard isRecord(rowEnd, count, &batch) else { return }
    }
    for (column, place) in layout.places.enumerated() where place >= 0 {
      batch.set(column, slice(place, range, &batch))
    }
    for list in layout.lists { batch.set(list.column, joined(list, range, &batch)) }
    batch.endRow(offset: rowStart, length: rowEnd - rowStart)
  }

  /// Whether a row that is not plainly a record is one; a broken one is noted.
  private func isRecord(_ rowEnd: Int, _ count: Int, _ batch: inout TextBatch) -> Bool {
    let window = window
    let text = window.bytes.extracting(rowStart..<rowEnd)
    if text.isEmpty || text.count == 1 && text[0] == UInt8(ascii: "\r") { return false }
    if starts(with: [layout.dialect.comment]) { return false }
    if starts(with: layout.dialect.footer) {
      batch.passOver()
      return false
    }
    let reason: Diagnostic.Message
    var at = rowStart
    if isText == false, let invalid = text.firstInvalidUTF8 {
      at = rowStart + invalid
      reason = .invalidByte(
        layout.encoding == .utf8
          ? text[invalid] : InvalidByte.marked(text, at: invalid) ?? text[invalid],
        layout.encoding.name)
    } else {
      switch layout.dialect.ragged {
      case .pad where count < layout.fieldCount, .rest where count > layout.fieldCount: return true
      default: if count == layout.fieldCount { return true }
      }
      reason = .fieldCount(layout.fieldCount, found: count)
    }
    batch.reject(.init(offset: rowStart, length: rowEnd - rowStart, at: at, reason: reason))
    return false
  }

  /// Whether the row begins with one of the texts, in quotes or not.
  private func starts(with texts: [[UInt8]]) -> Bool {
    let window = window
    let bytes = window.bytes.extracting(rowStart..<end)
    let skip = bytes.count > 0 && bytes[0] == layout.dialect.quote ? 1 : 0
    return texts.contains { text in
      !text.isEmpty && skip + text.count <= bytes.count
        && text.indices.allSatisfy { bytes[skip + $0] == text[$0] }
    }
  }

  /// The fields of a column of several places, with `|` between.
  private func joined(
    _ list: (column: Int, places: [Int], keepsEmpty: Bool), _ range: ClosedRange<Int>,
    _ batch: inout TextBatch
  ) -> TextSlice {
    let slices = list.places.map { slice($0, range, &batch) }
      .filter { list.keepsEmpty || !$0.isEmpty }
    guard slices.count > 1 else { return slices.first ?? .absent }
    return batch.join(slices, with: UInt8(ascii: "|"))
  }

  @inline(__always)
  private func slice(_ place: Int, _ range: ClosedRange<Int>, _ batch: inout TextBatch) -> TextSlice
  {
    var index = range.lowerBound + place
    if index > range.upperBound { return .absent }
    let start = place == 0 ? rowStart : Int(fieldEnds[index - 1]) + 1
    if place == layout.fieldCount - 1 { index = range.upperBound }
    var stop = Int(fieldEnds[index])
    // Safe: field ends lie within the window, in ascending order.
    let base = unsafe window.start
    if index < range.upperBound {
      stop -= delimiterLength - 1
    } else if stop > start, unsafe base[stop - 1] == UInt8(ascii: "\r"), !isEscaped(stop - 1) {
      stop -= 1
    }
    let dialect = layout.dialect
    guard stop > start, unsafe base[start] == dialect.quote, dialect.quote != 0 else {
      if dialect.escape != 0,
        unsafe memchr(base + start, Int32(dialect.escape), stop - start) != nil
      {
        return unescape(start..<stop, isQuoted: false, &batch)
      }
      return .window(start, stop - start)
    }
    let inner = start + 1
    let length = stop - 1 - inner
    if length >= 0, unsafe base[stop - 1] == dialect.quote,
      unsafe memchr(base + inner, Int32(dialect.quote), length) == nil,
      unsafe dialect.escape == 0 || memchr(base + inner, Int32(dialect.escape), length) == nil
    {
      return .window(inner, length)
    }
    return unescape(inner..<stop, isQuoted: true, &batch)
  }

  /// Whether an odd number of escapes stands before a byte.
  private func isEscaped(_ place: Int) -> Bool {
    let escape = layout.dialect.escape
    guard escape != 0 else { return false }
    let window = window
    var first = place
    while first > rowStart && window.bytes[first - 1] == escape { first -= 1 }
    return (place - first) % 2 == 1
  }

  /// Copies a field: with its doubled quotes made single, and without the bytes that escape others.
  /// Text behind the closing quote stands for itself.
  private func unescape(
    _ range: Range<Int>, isQuoted: Bool, _ batch: inout TextBatch
  ) -> TextSlice {
    let window = window
    let bytes = window.bytes
    let (quote, escape) = (layout.dialect.quote, layout.dialect.escape)
    let offset = batch.arena.count
    var isInside = isQuoted
    var i = range.lowerBound
    while i < range.upperBound {
      let byte = bytes[i]
      if escape != 0 && byte == escape && i + 1 < range.upperBound {
        batch.arena.append(bytes[i + 1])
        i += 1
      } else if isInside && byte == quote {
        if i + 1 < range.upperBound && bytes[i + 1] == quote {
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

extension DelimitedReader.Layout {
  /// Whether each row must be looked at before it is taken for a record.
  fileprivate var isChoosy: Bool { !dialect.comment.isEmpty || !dialect.footer.isEmpty }
}

extension Diagnostic.Message {
  static func fieldCount(_ expected: Int, found: Int) -> Self {
    Self("expected \(expected) fields, as in the header; found \(found)")
  }

  static func invalidByte(_ byte: UInt8, _ encoding: String) -> Self {
    let shown = "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    return Self("the byte \(shown) is not valid in \(encoding)")
  }
}
