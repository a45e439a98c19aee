import Columnar

/// A byte of another encoding that is not valid there, carried through UTF-8 as three bytes of the
/// range F8 to FF, with three bits of it each; valid UTF-8 has none of these.
enum InvalidByte {
  static func mark(_ byte: UInt8) -> [UInt8] {
    [0xF8 | byte >> 6, 0xF8 | byte >> 3 & 7, 0xF8 | byte & 7]
  }

  /// The byte that a mark stands for; nil where none begins.
  static func marked(_ text: Span<UInt8>, at place: Int) -> UInt8? {
    guard place + 2 < text.count, text[place] >= 0xF8, text[place + 1] >= 0xF8,
      text[place + 2] >= 0xF8
    else { return nil }
    return (text[place] & 3) << 6 | (text[place + 1] & 7) << 3 | text[place + 2] & 7
  }
}
