import CSimdJSON
import Columnar

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a record looked like: its tags as they were written, with nothing but text between them.
/// Records that look the same are found without a parser.
///
/// What may mean anything else than it says sends a record to libxml2: a reference, a comment, an
/// attribute, another tag or blank between tags, a carriage return, and what is not text in XML.
///
/// A class, because it owns its buffers; the one reader that made it uses it.
@safe final class XMLShape {
  /// An element without elements of its own.
  struct Slot {
    /// What stands before its text, from the end of the slot before.
    var open: [UInt8]
    /// The same where it is written as an empty element.
    var empty: [UInt8]
    var close: [UInt8]
    /// The column of its text, or -1.
    var column: Int
  }

  @safe private struct Place {
    let open, empty, close: UnsafePointer<UInt8>
    let openCount, emptyCount, closeCount: Int
    let column: Int
  }

  /// How a byte of a text is taken.
  private enum Kind {
    static let plain: UInt8 = 0
    /// Of a character that is not of ASCII.
    static let wide: UInt8 = 1
    static let end: UInt8 = 2
    static let refused: UInt8 = 3
  }

  /// Records that are deeper are left to libxml2.
  static let deepest = 32

  private let literals: UnsafeMutablePointer<UInt8>
  private let places: UnsafeMutablePointer<Place>
  private let placeCount: Int
  private let tail: UnsafePointer<UInt8>
  private let tailCount: Int
  /// By byte how it is taken.
  private let kinds: UnsafeMutablePointer<UInt8>
  /// The columns that no element has.
  private let absent: [Int]
  /// The tag that ends a record.
  let endTag: [UInt8]

  /// - Parameter tail: what stands behind the last slot.
  init(_ slots: [Slot], tail end: [UInt8], endTag: [UInt8], columns: Int) {
    self.endTag = endTag
    let own = Set(slots.map(\.column))
    absent = (0..<columns).filter { !own.contains($0) }
    let bytes = slots.flatMap { $0.open + $0.empty + $0.close } + end
    // Safe: all three are freed in deinit; each place points at its own literals, which lie in the
    // order in which they were joined.
    unsafe literals = .allocate(capacity: max(1, bytes.count))
    for (index, byte) in bytes.enumerated() { unsafe literals[index] = byte }
    placeCount = slots.count
    unsafe places = .allocate(capacity: max(1, slots.count))
    var next = unsafe UnsafePointer(literals)
    for (index, slot) in slots.enumerated() {
      let empty = unsafe next + slot.open.count
      let close = unsafe empty + slot.empty.count
      unsafe (places + index).initialize(
        to: Place(
          open: next, empty: empty, close: close, openCount: slot.open.count,
          emptyCount: slot.empty.count, closeCount: slot.close.count, column: slot.column))
      unsafe next = close + slot.close.count
    }
    unsafe tail = next
    tailCount = end.count
    unsafe kinds = .allocate(capacity: 256)
    for byte in 0..<256 { unsafe kinds[byte] = Self.kind(UInt8(byte)) }
  }

  deinit {
    // Safe: made in init, of trivial types.
    unsafe literals.deallocate()
    unsafe places.deallocate()
    unsafe kinds.deallocate()
  }

  private static func kind(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "<"): Kind.end
    // Text must not hold `]]>`.
    case UInt8(ascii: "&"), UInt8(ascii: ">"): Kind.refused
    case 0x09, 0x0A: Kind.plain
    case 0..<0x20: Kind.refused
    case 0x80...: Kind.wide
    default: Kind.plain
    }
  }

  /// Adds the records that look the same and stand one behind the other, with blanks alone between
  /// them, until the batch is full.
  ///
  /// - Returns: where the last of them ends; `start` where there is none.
  func scan(_ window: ByteWindow, from start: Int, into batch: inout TextBatch) -> Int {
    var end = start
    // Safe: the window is followed by zeros, which are no blanks and no text.
    let base = unsafe window.start
    while !batch.isFull {
      var at = end
      while unsafe Self.isBlank(base[at]) { at += 1 }
      // Safe: a cell for each column of a row that fits.
      let cells = unsafe batch.rawSlices + batch.rowCount
      guard let next = unsafe record(base, at, window.count, cells) else { break }
      for column in absent { batch.set(column, .absent) }
      batch.endRow(offset: at, length: next - at)
      end = next
    }
    return end
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
  }

  /// Splits the record at a place.
  ///
  /// - Returns: where it ends; nil where it looks otherwise, or goes beyond the window.
  @unsafe private func record(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ limit: Int,
    _ cells: UnsafeMutablePointer<TextSlice>
  ) -> Int? {
    var at = start
    var isWide = false
    // Safe: literals are compared within the window. Texts end before its padding at the latest.
    for index in 0..<placeCount {
      let place = unsafe places + index
      let (openCount, closeCount) = unsafe (place.pointee.openCount, place.pointee.closeCount)
      guard at &+ openCount <= limit else { return nil }
      guard unsafe memcmp(base + at, place.pointee.open, openCount) == 0 else {
        let emptyCount = unsafe place.pointee.emptyCount
        guard at &+ emptyCount <= limit,
          unsafe memcmp(base + at, place.pointee.empty, emptyCount) == 0
        else { return nil }
        at &+= emptyCount
        let column = unsafe place.pointee.column
        if column >= 0 { unsafe cells[column &* TextBatch.stride] = .absent }
        continue
      }
      at &+= openCount
      let text = at
      while true {
        let byte = unsafe base[at]
        let kind = unsafe kinds[Int(byte)]
        if kind > Kind.wide {
          if kind == Kind.end { break }
          return nil
        }
        if kind == Kind.wide {
          isWide = true
          // U+FFFE and U+FFFF are no characters of XML.
          if unsafe byte == 0xEF && base[at &+ 1] == 0xBF { return nil }
        }
        at &+= 1
      }
      guard at &+ closeCount <= limit,
        unsafe memcmp(base + at, place.pointee.close, closeCount) == 0
      else { return nil }
      let column = unsafe place.pointee.column
      if column >= 0 {
        unsafe cells[column &* TextBatch.stride] = .window(text, at &- text)
      }
      at &+= closeCount
    }
    guard at &+ tailCount <= limit, unsafe memcmp(base + at, tail, tailCount) == 0 else {
      return nil
    }
    at &+= tailCount
    if isWide, unsafe !text_is_utf8(base + start, at - start) { return nil }
    return at
  }
}
