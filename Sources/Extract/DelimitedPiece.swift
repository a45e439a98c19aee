import CSimdJSON
import Columnar

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whole records of a delimited text. A class, because it is handed to a worker; that worker alone
/// uses it.
final class DelimitedPiece: RecordPiece, @unchecked Sendable {
  private var splitter: DelimitedSplitter

  init(_ splitter: consuming DelimitedSplitter) { self.splitter = splitter }

  func read(into batch: inout TextBatch) throws(Diagnostic) -> Bool {
    splitter.read(into: &batch)
  }
}

/// Splits whole records into fields: it first finds where fields end, for a batch of rows; then it
/// takes the wanted ones, column by column, by their place.
struct DelimitedSplitter: ~Copyable {
  /// So many rows are taken column by column, that their edges stay in the nearest cache.
  private static let rowsAtATime = 256

  private let window: ByteWindow
  private let layout: DelimitedReader.Layout
  private let delimiterLength: Int
  /// Whether all bytes are text; nil while nobody has looked.
  private var isText: Bool?
  private let start: Int
  private let end: Int
  private var index: FieldIndex
  /// For each row of the batch the index of the edge before its first field, and of its end.
  private var firsts: [UInt32] = []
  private var lasts: [UInt32] = []

  init(
    _ window: ByteWindow, from start: Int, to end: Int, _ layout: DelimitedReader.Layout,
    rows: Int = TextBatch.capacity
  ) {
    self.window = window
    self.layout = layout
    delimiterLength = layout.dialect.delimiter.count
    self.start = start
    self.end = end
    index = FieldIndex(
      layout.dialect, from: start, to: end, rows: rows, fields: layout.fieldCount)
  }

  mutating func read(into batch: inout TextBatch) -> Bool {
    // Safe: the stretch lies within the window.
    if isText == nil { isText = unsafe text_is_utf8(window.start + start, end - start) }
    index.find(rows: TextBatch.capacity, in: window)
    guard index.rowCount > 0 else { return false }
    batch.begin(window)
    let isEven = takeRows(&batch)
    var rest = firsts.startIndex
    while rest < firsts.endIndex {
      let rows = rest..<min(rest + Self.rowsAtATime, firsts.endIndex)
      for (column, place) in layout.places.enumerated() where place >= 0 {
        if isEven && place < layout.fieldCount {
          take(place, as: column, rows, &batch)
        } else {
          takeEach(place, as: column, rows, &batch)
        }
      }
      rest = rows.upperBound
    }
    for list in layout.lists {
      for row in firsts.indices {
        batch.set(
          list.column, row: row, joined(list, Int(firsts[row])..<Int(lasts[row]), &batch))
      }
    }
    index.drop(rows: min(index.rowCount, TextBatch.capacity))
    return true
  }

  /// The fields of the first line, and where the next begins.
  mutating func firstRow() -> (fields: [String], end: Int, isComment: Bool) {
    let fields = firstRows(1).first ?? []
    guard index.rowCount > 0 else { return ([], end, false) }
    return (
      fields, min(end, index.edge(index.rowEnd(0)) + 1),
      starts(with: [layout.dialect.comment], at: start)
    )
  }

  /// The fields of the first lines.
  mutating func firstRows(_ limit: Int) -> [[String]] {
    index.find(rows: limit, in: window)
    var batch = TextBatch(columnCount: 1)
    var rows: [[String]] = []
    var first = 0
    for row in 0..<min(limit, index.rowCount) {
      let last = index.rowEnd(row)
      var fields: [String] = []
      for place in 0..<(last - first) {
        batch.begin(window)
        batch.set(0, slice(place, first..<last, &batch))
        batch.endRow(offset: start, length: 0)
        fields.append(String(copying: batch.text(0, 0)))
      }
      rows.append(fields)
      first = last
    }
    return rows
  }

  /// How many fields each of the first lines has; 0 where it is empty.
  mutating func firstWidths(_ limit: Int) -> [Int] {
    index.find(rows: limit, in: window)
    var batch = TextBatch(columnCount: 1)
    batch.begin(window)
    var widths: [Int] = []
    var first = 0
    for row in 0..<min(limit, index.rowCount) {
      let last = index.rowEnd(row)
      let isEmpty = last - first == 1 && slice(0, first..<last, &batch).isEmpty
      widths.append(isEmpty ? 0 : last - first)
      first = last
    }
    return widths
  }

  /// Adds the rows that are records to the batch, without their cells, and notes where their fields
  /// lie.
  /// - Returns: whether each has as many fields as the header.
  private mutating func takeRows(_ batch: inout TextBatch) -> Bool {
    firsts.removeAll(keepingCapacity: true)
    lasts.removeAll(keepingCapacity: true)
    firsts.reserveCapacity(TextBatch.capacity)
    lasts.reserveCapacity(TextBatch.capacity)
    let fieldCount = layout.fieldCount
    let looksAtEach = layout.isChoosy || isText == false || index.isLoose
    // A row without text, with its CR.
    let longestBlank = (fieldCount - 1) * delimiterLength + 1
    var isEven = true
    var first = 0
    var rowStart = index.edge(0) + 1
    for row in 0..<min(index.rowCount, TextBatch.capacity) {
      let last = index.rowEnd(row)
      let rowEnd = index.edge(last)
      var isTaken = true
      if last - first != fieldCount || looksAtEach || rowEnd - rowStart <= longestBlank {
        isTaken = isRecord(rowStart..<rowEnd, first..<last, &batch)
        isEven = isEven && (!isTaken || last - first == fieldCount)
      }
      if isTaken {
        firsts.append(UInt32(truncatingIfNeeded: first))
        let isTrimmed = last - first > fieldCount && layout.dialect.ragged != .rest
        lasts.append(UInt32(truncatingIfNeeded: isTrimmed ? first + fieldCount : last))
        batch.endRow(offset: rowStart, length: rowEnd - rowStart)
      }
      first = last
      rowStart = rowEnd + 1
    }
    return isEven
  }

  /// Takes a field of some rows, whatever they look like.
  private func takeEach(
    _ place: Int, as column: Int, _ rows: Range<Int>, _ batch: inout TextBatch
  ) {
    for row in rows {
      batch.set(column, row: row, slice(place, Int(firsts[row])..<Int(lasts[row]), &batch))
    }
  }

  /// Takes a field of some rows that have as many fields as the header.
  private func take(
    _ place: Int, as column: Int, _ rows: Range<Int>, _ batch: inout TextBatch
  ) {
    let dialect = layout.dialect
    guard dialect.escape == 0, delimiterLength == 1 else {
      return takeEach(place, as: column, rows, &batch)
    }
    let isLast = place == layout.fieldCount - 1
    let mayQuote = index.hasQuotes && dialect.quote != 0
    let base = unsafe window.start
    // Safe: the batch has a row for each of `firsts`; edges of rows that were found are in bounds
    // and lie within the window, in ascending order.
    let ends = unsafe index.allEnds + place
    let cells = unsafe batch.rawSlices + column * TextBatch.stride
    let quote = dialect.quote
    for row in rows {
      let edge = unsafe ends + Int(firsts[row])
      let from = unsafe edge[0] &+ 1
      var to = unsafe edge[1]
      if isLast, unsafe to > from && base[Int(to) - 1] == UInt8(ascii: "\r") { to -= 1 }
      if mayQuote, unsafe base[Int(from)] == quote && from < to {
        unsafe cells[row] = quoted(Int(from), Int(to), &batch)
      } else {
        unsafe cells[row] = TextSlice(offset: from, length: to &- from)
      }
    }
  }

  /// Whether a row that is not plainly a record is one; a broken one is noted. A row of delimiters
  /// alone is none, as a blank line: sheets are saved with many of them at their end.
  private func isRecord(
    _ range: Range<Int>, _ fields: Range<Int>, _ batch: inout TextBatch
  ) -> Bool {
    let window = window
    let count = fields.count
    let text = window.bytes.extracting(range)
    let rowStart = range.lowerBound
    let hasCR = text.count > 0 && text[text.count - 1] == UInt8(ascii: "\r")
    if text.count - (hasCR ? 1 : 0) == (count - 1) * delimiterLength { return false }
    if starts(with: [layout.dialect.comment], at: rowStart) { return false }
    if starts(with: layout.dialect.footer, at: rowStart), isThin(fields) {
      batch.passOver()
      return false
    }
    let reason: Diagnostic.Message
    let category: Diagnostic.Message
    var at = rowStart
    if isText == false, let invalid = text.firstInvalidUTF8 {
      at = rowStart + invalid
      reason = .invalidByte(
        layout.encoding == .utf8
          ? text[invalid] : InvalidByte.marked(text, at: invalid) ?? text[invalid],
        layout.encoding.name)
      category = .invalidBytes(layout.encoding.name)
    } else if index.isLoose, let loose = looseText(fields) {
      at = loose
      reason = .textBehindQuote
      category = reason
    } else {
      switch layout.dialect.ragged {
      case .pad where count <= layout.fieldCount, .rest where count > layout.fieldCount: return true
      default: if isWhole(fields) { return true }
      }
      let expected = layout.fieldCount + layout.trailing
      reason =
        layout.trailing == 0
        ? .fieldCount(expected, found: count) : .fieldCountOfRows(expected, found: count)
      category = count < expected ? .fewerFields : .moreFields
    }
    batch.reject(
      .init(
        offset: rowStart, length: range.count, at: at, reason: reason, category: category))
    return false
  }

  /// Whether a row has few values, as totals have: records may begin with the same word.
  private func isThin(_ fields: Range<Int>) -> Bool {
    guard fields.count > 2, fields.count >= layout.fieldCount else { return true }
    let filled = fields.count { !isEmpty($0, of: fields) }
    return filled < 3 || filled * 2 <= fields.count
  }

  /// Whether a row has as many fields as those of its file: as the header has, or more, where nearly
  /// all rows end with so many delimiters. There a row that is as long as the header and ends with a
  /// delimiter lacks a field.
  private func isWhole(_ fields: Range<Int>) -> Bool {
    if layout.trailing == 0 { return fields.count == layout.fieldCount }
    let isEnded = isEmpty(fields.upperBound - 1, of: fields)
    if fields.count == layout.fieldCount { return !isEnded }
    return fields.count == layout.fieldCount + layout.trailing
      && fields.dropFirst(layout.fieldCount).allSatisfy { isEmpty($0, of: fields) }
  }

  private func isEmpty(_ field: Int, of fields: Range<Int>) -> Bool {
    let start = index.edge(field) + 1
    let isLast = field + 1 == fields.upperBound
    var stop = index.edge(field + 1) - (isLast ? 0 : delimiterLength - 1)
    let (bytes, quote) = (window.bytes, layout.dialect.quote)
    if isLast && stop > start && bytes[stop - 1] == UInt8(ascii: "\r") { stop -= 1 }
    return start >= stop
      || stop == start + 2 && quote != 0 && bytes[start] == quote && bytes[start + 1] == quote
  }

  /// Where text stands between a closing quote and the end of its field: a quote was not doubled,
  /// or one that is missing made a field of what lies between others. Blanks may stand there.
  private func looseText(_ fields: Range<Int>) -> Int? {
    let (quote, escape) = (layout.dialect.quote, layout.dialect.escape)
    let bytes = window.bytes
    for field in fields {
      let stop = index.edge(field + 1) - (field + 1 < fields.upperBound ? delimiterLength - 1 : 0)
      var i = index.edge(field) + 1
      guard i < stop, bytes[i] == quote else { continue }
      i += 1
      while i < stop && bytes[i] != quote { i += bytes[i] == escape && escape != 0 ? 2 : 1 }
      while i + 1 < stop && bytes[i + 1] == quote {
        i += 2
        while i < stop && bytes[i] != quote { i += bytes[i] == escape && escape != 0 ? 2 : 1 }
      }
      i += 1
      while i < stop && (bytes[i] == 0x20 || bytes[i] == 0x09 || bytes[i] == 0x0D) { i += 1 }
      if i < stop { return i }
    }
    return nil
  }

  /// Whether the row begins with one of the texts, in quotes or not.
  private func starts(with texts: [[UInt8]], at rowStart: Int) -> Bool {
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
    _ list: (column: Int, places: [Int], keepsEmpty: Bool), _ range: Range<Int>,
    _ batch: inout TextBatch
  ) -> TextSlice {
    let slices = list.places.map { slice($0, range, &batch) }
      .filter { list.keepsEmpty || !$0.isEmpty }
    guard slices.count > 1 else { return slices.first ?? .absent }
    return batch.join(slices, with: UInt8(ascii: "|"))
  }

  /// A field of a row whose first edge and end are given; the last takes all that is left.
  private func slice(_ place: Int, _ range: Range<Int>, _ batch: inout TextBatch) -> TextSlice {
    guard place < range.count else { return .absent }
    let edge = range.lowerBound + place
    let next = place == layout.fieldCount - 1 ? range.upperBound : edge + 1
    let start = index.edge(edge) + 1
    var stop = index.edge(next)
    // Safe: field ends lie within the window, in ascending order.
    let base = unsafe window.start
    let dialect = layout.dialect
    if next < range.upperBound {
      stop -= delimiterLength - 1
    } else if stop > start, unsafe base[stop - 1] == UInt8(ascii: "\r"),
      !isEscaped(stop - 1, from: start)
    {
      stop -= 1
    }
    if stop > start, unsafe base[start] == dialect.quote, dialect.quote != 0 {
      return quoted(start, stop, &batch)
    }
    if dialect.escape != 0,
      unsafe memchr(base + start, Int32(dialect.escape), stop - start) != nil
    {
      return unescape(start..<stop, isQuoted: false, &batch)
    }
    return .window(start, stop - start)
  }

  /// A field that begins with a quote.
  private func quoted(_ start: Int, _ stop: Int, _ batch: inout TextBatch) -> TextSlice {
    let dialect = layout.dialect
    let inner = start + 1
    let length = stop - 1 - inner
    // Safe: as above.
    let base = unsafe window.start
    if length >= 0, unsafe base[stop - 1] == dialect.quote,
      unsafe memchr(base + inner, Int32(dialect.quote), length) == nil,
      unsafe dialect.escape == 0 || memchr(base + inner, Int32(dialect.escape), length) == nil
    {
      return .window(inner, length)
    }
    return unescape(inner..<stop, isQuoted: true, &batch)
  }

  /// Whether an odd number of escapes stands before a byte.
  private func isEscaped(_ place: Int, from start: Int) -> Bool {
    let escape = layout.dialect.escape
    guard escape != 0 else { return false }
    let window = window
    var first = place
    while first > start && window.bytes[first - 1] == escape { first -= 1 }
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
    // Safe: the range lies within the window.
    let base = unsafe window.start
    if escape == 0 {
      // Up to each quote at once: a doubled one is kept, the one that closes is not.
      while isInside, i < range.upperBound {
        let found = unsafe memchr(base + i, Int32(quote), range.upperBound - i)
        let at = unsafe found.map { unsafe $0 - UnsafeMutableRawPointer(mutating: base) }
        isInside = at.map { $0 + 1 < range.upperBound && bytes[$0 + 1] == quote } ?? true
        let to = at.map { isInside ? $0 + 1 : $0 } ?? range.upperBound
        unsafe batch.arena.append(base + i, to - i)
        i = at.map { isInside ? $0 + 2 : $0 + 1 } ?? range.upperBound
      }
      unsafe batch.arena.append(base + i, range.upperBound - i)
      return .arena(offset, batch.arena.count - offset)
    }
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
  /// Whether each row must be looked at before it is taken for a record. In a file of one column a
  /// blank line has as many fields as a record.
  fileprivate var isChoosy: Bool {
    !dialect.comment.isEmpty || !dialect.footer.isEmpty || fieldCount == 1 || trailing > 0
  }
}

extension Diagnostic.Message {
  static func fieldCount(_ expected: Int, found: Int) -> Self {
    Self("expected \(expected) fields, as in the header; found \(found)")
  }

  static func fieldCountOfRows(_ expected: Int, found: Int) -> Self {
    Self("expected \(expected) fields, as in most rows; found \(found)")
  }

  static var textBehindQuote: Self {
    Self("text behind a closing quote; is a quote missing, or not doubled?")
  }

  static var fewerFields: Self { Self("fewer fields than the header") }

  static var moreFields: Self { Self("more fields than the header") }

  static func invalidBytes(_ encoding: String) -> Self {
    Self("bytes that are not valid in \(encoding)")
  }

  static func invalidByte(_ byte: UInt8, _ encoding: String) -> Self {
    let shown = "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    return Self("the byte \(shown) is not valid in \(encoding)")
  }
}
