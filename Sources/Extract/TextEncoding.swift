/// An encoding of text: a row of the table of encodings.
public struct TextEncoding: Sendable, Equatable {
  /// As pipeline files and messages name it.
  public let name: String
  /// As iconv names it.
  let iconvName: String
  /// Other names, as XML declarations give them, in lower case.
  let aliases: [String]
  /// Bytes of one unit: what is passed over where a unit is not valid.
  let unit: Int

  public static let utf8 = TextEncoding(
    name: "utf-8", iconvName: "UTF-8", aliases: ["utf8", "us-ascii", "ascii"], unit: 1)
  public static let utf16LittleEndian = TextEncoding(
    name: "utf-16le", iconvName: "UTF-16LE", aliases: ["utf-16"], unit: 2)
  public static let utf16BigEndian = TextEncoding(
    name: "utf-16be", iconvName: "UTF-16BE", aliases: [], unit: 2)

  public static let all: [TextEncoding] = [
    utf8, utf16LittleEndian, utf16BigEndian,
    TextEncoding(
      name: "latin-1", iconvName: "ISO-8859-1", aliases: ["iso-8859-1", "latin1"], unit: 1),
    TextEncoding(name: "windows-1252", iconvName: "CP1252", aliases: ["cp1252"], unit: 1),
    TextEncoding(
      name: "shift-jis", iconvName: "CP932",
      aliases: ["shift_jis", "sjis", "cp932", "windows-31j"], unit: 1),
    TextEncoding(name: "gb18030", iconvName: "GB18030", aliases: ["gb2312", "gbk"], unit: 1),
    TextEncoding(name: "windows-1250", iconvName: "CP1250", aliases: ["cp1250"], unit: 1),
    TextEncoding(name: "windows-1251", iconvName: "CP1251", aliases: ["cp1251"], unit: 1),
    TextEncoding(name: "windows-1254", iconvName: "CP1254", aliases: ["cp1254"], unit: 1),
    TextEncoding(
      name: "latin-2", iconvName: "ISO-8859-2", aliases: ["iso-8859-2", "latin2"], unit: 1),
    TextEncoding(
      name: "latin-9", iconvName: "ISO-8859-15", aliases: ["iso-8859-15", "latin9"], unit: 1),
    TextEncoding(name: "koi8-r", iconvName: "KOI8-R", aliases: [], unit: 1),
    TextEncoding(name: "cp850", iconvName: "CP850", aliases: ["ibm850"], unit: 1),
    TextEncoding(
      name: "macintosh", iconvName: "MACINTOSH", aliases: ["macroman", "x-mac-roman"], unit: 1),
    TextEncoding(name: "big5", iconvName: "BIG5", aliases: ["big5-hkscs"], unit: 1),
    TextEncoding(name: "euc-jp", iconvName: "EUC-JP", aliases: ["eucjp"], unit: 1),
    TextEncoding(
      name: "euc-kr", iconvName: "CP949", aliases: ["euckr", "cp949", "ks_c_5601-1987"], unit: 1),
  ]

  public static func named(_ name: String) -> TextEncoding? {
    let name = name.lowercased()
    return all.first { $0.name == name || $0.aliases.contains(name) }
  }

  /// The encoding that a text's first bytes tell: by a byte order mark, by the zeros that ASCII has
  /// in UTF-16, or by an XML declaration; nil where they tell none.
  /// - Throws: nothing; an XML declaration of an unknown encoding gives its name as `unknown`.
  static func found(in head: [UInt8]) -> (encoding: TextEncoding?, unknown: String?) {
    switch (head.first ?? 1, head.dropFirst().first ?? 1) {
    case (0xFF, 0xFE): return (utf16LittleEndian, nil)
    case (0xFE, 0xFF): return (utf16BigEndian, nil)
    case (0, 1...): return (utf16BigEndian, nil)
    case (1..., 0): return (utf16LittleEndian, nil)
    default: break
    }
    let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
    guard text.starts(with: Array("<?xml".utf8)) else { return (nil, nil) }
    let declaration = String(decoding: text.prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
    guard let match = declaration.firstMatch(of: /encoding\s*=\s*["']([^"']*)["']/) else {
      return (nil, nil)
    }
    let name = String(match.1)
    let encoding = named(name)
    return (encoding, encoding == nil ? name : nil)
  }
}

extension Span<UInt8> {
  /// Where the first byte stands that is no part of valid UTF-8.
  var firstInvalidUTF8: Int? {
    var i = 0
    while i < count {
      let length = validLength(i)
      if length == 0 { return i }
      i += length
    }
    return nil
  }

  /// How many characters of several bytes there are, and how many bytes that are part of none.
  var utf8Characters: (characters: Int, invalid: Int) {
    var (characters, invalid, i) = (0, 0, 0)
    while i < count {
      let length = validLength(i)
      if length > 1 { characters += 1 }
      if length == 0 { invalid += 1 }
      i += max(1, length)
    }
    return (characters, invalid)
  }

  /// The length of the character that begins at a byte; 0 where none does (RFC 3629).
  func validLength(_ i: Int) -> Int {
    let first = self[i]
    let (length, low, high): (Int, UInt8, UInt8) =
      switch first {
      case 0..<0x80: (1, 0, 0)
      case 0xC2...0xDF: (2, 0x80, 0xBF)
      case 0xE0: (3, 0xA0, 0xBF)
      case 0xED: (3, 0x80, 0x9F)
      case 0xE1...0xEF: (3, 0x80, 0xBF)
      case 0xF0: (4, 0x90, 0xBF)
      case 0xF1...0xF3: (4, 0x80, 0xBF)
      case 0xF4: (4, 0x80, 0x8F)
      default: (0, 0, 0)
      }
    if length <= 1 { return length }
    guard i + length <= count, low...high ~= self[i + 1] else { return 0 }
    for next in (i + 2)..<Swift.max(i + 2, i + length) where self[next] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
