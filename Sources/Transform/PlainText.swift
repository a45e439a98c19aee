import Columnar

/// The words of an HTML text: tags become spaces but for those within a line, entities their
/// characters, runs of blanks one space. Scripts and styles are no words.
func plainText(ofHTML text: Span<UInt8>) -> [UInt8] {
  var words: [UInt8] = []
  var at = 0
  func blank() {
    if let last = words.last, last != 0x20 { words.append(0x20) }
  }
  while at < text.count {
    let byte = text[at]
    if byte == UInt8(ascii: "<"), let end = tagEnd(text, at) {
      if !isWithinLine(text, at) { blank() }
      at = end
    } else if byte == UInt8(ascii: "&"), let (character, end) = entity(text, at) {
      if character == "\u{A0}" { blank() } else { words += Array(String(character).utf8) }
      at = end
    } else {
      if byte.isBlank { blank() } else { words.append(byte) }
      at += 1
    }
  }
  if words.last == 0x20 { words.removeLast() }
  return words
}

private let withinLine: Set<String> = [
  "a", "abbr", "b", "code", "del", "em", "font", "i", "ins", "mark", "s", "small", "span", "strong",
  "sub", "sup", "tt", "u", "wbr",
]

/// Whether the tag that begins at a `<` leaves the words on both sides together.
private func isWithinLine(_ text: Span<UInt8>, _ start: Int) -> Bool {
  var name = ""
  var at = start + (start + 1 < text.count && text[start + 1] == UInt8(ascii: "/") ? 2 : 1)
  while at < text.count, text[at].isLetter, name.utf8.count < 8 {
    name.unicodeScalars.append(Unicode.Scalar(text[at] | 0x20))
    at += 1
  }
  return withinLine.contains(name)
}

private let named: [String: Unicode.Scalar] = [
  "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
]

/// Where the tag that begins at a `<` ends, with what a script, style or comment holds; nil where
/// no tag begins.
private func tagEnd(_ text: Span<UInt8>, _ start: Int) -> Int? {
  guard start + 1 < text.count else { return nil }
  let next = text[start + 1]
  guard next.isLetter || next == UInt8(ascii: "/") || next == UInt8(ascii: "!") else { return nil }
  if text.has("<!--", at: start) { return text.end(of: "-->", from: start + 4) ?? text.count }
  guard let end = text.end(of: ">", from: start + 1) else { return nil }
  for name: StaticString in ["script", "style"] where text.has(name, at: start + 1) {
    let close: StaticString = name.description == "script" ? "</script" : "</style"
    guard let closing = text.end(of: close, from: end) else { return text.count }
    return text.end(of: ">", from: closing) ?? text.count
  }
  return end
}

/// The character of an entity that begins at a `&`, and where the entity ends.
private func entity(_ text: Span<UInt8>, _ start: Int) -> (Unicode.Scalar, Int)? {
  var end = start + 1
  var name = ""
  while end < text.count && end - start < 12 && text[end] != UInt8(ascii: ";") {
    guard text[end] < 0x80 else { return nil }
    name.unicodeScalars.append(Unicode.Scalar(text[end]))
    end += 1
  }
  guard end < text.count, text[end] == UInt8(ascii: ";") else { return nil }
  if let scalar = named[name] { return (scalar, end + 1) }
  guard name.hasPrefix("#") else { return nil }
  let digits = name.dropFirst()
  let number =
    digits.first == "x" || digits.first == "X"
    ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
  guard let scalar = number.flatMap(Unicode.Scalar.init), scalar.value >= 0x20 else { return nil }
  return (scalar, end + 1)
}

extension Span<UInt8> {
  /// Whether a word stands at a place, in any letter case. The word is in lower case.
  fileprivate func has(_ word: StaticString, at place: Int) -> Bool {
    let count = word.utf8CodeUnitCount
    return place + count <= self.count && extracting(place..<(place + count)).isWord(word)
  }

  /// Where the next occurrence of a word ends.
  fileprivate func end(of word: StaticString, from place: Int) -> Int? {
    var at = place
    while at + word.utf8CodeUnitCount <= count {
      if has(word, at: at) { return at + word.utf8CodeUnitCount }
      at += 1
    }
    return nil
  }
}
