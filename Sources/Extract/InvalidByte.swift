import Columnar

/// A byte of another encoding that is not valid there, carried through UTF-8 as three bytes of the
/// range F8 to FF, with three bits of it each; valid UTF-8 has none of these.
enum InvalidByte {
  static func mark(_ byte: UInt8) -> [UInt8] {
    [0xF8 | byte >> 6, 0xF8 | byte >> 3 & 7, 0xF8 | byte & 7]
  }

  /// The first byte of a text that is no UTF-8, or that a mark of such stands for; nil where all is
  /// valid.
  static func first(in text: Span<UInt8>) -> (place: Int, byte: UInt8)? {
    var at = 0
    while at < text.count {
      let length = text.validLength(at)
      if length == 0 { return (at, marked(text, at: at) ?? text[at]) }
      at += length
    }
    return nil
  }

  /// The byte that a mark stands for; nil where none begins.
  static func marked(_ text: Span<UInt8>, at place: Int) -> UInt8? {
    guard place + 2 < text.count, text[place] >= 0xF8, text[place + 1] >= 0xF8,
      text[place + 2] >= 0xF8
    else { return nil }
    return (text[place] & 3) << 6 | (text[place + 1] & 7) << 3 | text[place + 2] & 7
  }
}
