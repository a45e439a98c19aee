import Foundation
import Testing

@testable import Extract

@Suite struct EncodingTests {
  static func read(
    _ bytes: [UInt8], _ columns: [String], format: String = "csv", encoding: String? = nil,
    blockSize: Int = 1 << 20
  ) throws -> ReadResult {
    let file = TemporaryFile(bytes)
    var request = ReadRequest(
      path: file.path, format: FileFormat.named(format)!, columns: columns)
    request.encoding = encoding.flatMap(TextEncoding.named)
    request.blockSize = blockSize
    return try readAll(request)
  }

  static func utf16(_ text: String, isBig: Bool, mark: Bool) -> [UInt8] {
    let units = (mark ? [0xFEFF] : []) + Array(text.utf16)
    return units.flatMap { unit in
      let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isBig ? bytes : bytes.reversed()
    }
  }

  /// The bytes are those of the encodings' own tables: JIS X 0208, GB 18030, code page 1252.
  static let texts: [(encoding: String, bytes: [UInt8], text: String)] = [
    ("latin-1", [0x63, 0x61, 0x66, 0xE9], "café"),
    ("windows-1252", [0x80, 0x31, 0x96], "€1–"),
    ("shift-jis", [0x93, 0xFA, 0x96, 0x7B, 0xB1], "日本ｱ"),
    ("windows-1250", [0xB3, 0x9C, 0xE6], "łść"), ("windows-1251", [0xC4, 0xE0], "Да"),
    ("windows-1254", [0xDE, 0xF0], "Şğ"), ("latin-2", [0xB3, 0xB6], "łś"),
    ("latin-9", [0xA4, 0xBD], "€œ"), ("koi8-r", [0xE4, 0xC1], "Да"), ("cp850", [0x81, 0xE1], "üß"),
    ("macintosh", [0x9F, 0xA7], "üß"), ("big5", [0xA4, 0xA4, 0xA4, 0xE5], "中文"),
    ("euc-jp", [0xC6, 0xFC, 0xCB, 0xDC], "日本"), ("euc-kr", [0xC7, 0xD1], "한"),
    ("gb18030", [0xD6, 0xD0, 0xCE, 0xC4, 0x81, 0x30, 0x84, 0x36], "中文¥"),
    ("utf-8", Array("日本 €".utf8), "日本 €"),
  ]

  @Test(arguments: texts.indices)
  func `a declared encoding is read, at every block size`(index: Int) throws {
    let (encoding, bytes, text) = Self.texts[index]
    let file = Array("a,b\n1,".utf8) + bytes + Array("\n2,x\n".utf8)
    for blockSize in [1, 2, 3, 7, 1 << 20] {
      let read = try Self.read(file, ["b", "a"], encoding: encoding, blockSize: blockSize)
      #expect(read.rows == [[text, "1"], ["x", "2"]])
    }
  }

  @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
  func `UTF-16 is found by its mark and by its zeros`(isBig: Bool, mark: Bool) throws {
    let text = Self.utf16("a,b\r\n1,日本 \u{1F600}\r\n", isBig: isBig, mark: mark)
    for blockSize in [1, 2, 5, 1 << 20] {
      #expect(
        try Self.read(text, ["b"], blockSize: blockSize).rows == [["日本 \u{1F600}"]])
    }
    let lines = Self.utf16("{\"a\":\"日\"}\n", isBig: isBig, mark: mark)
    #expect(try Self.read(lines, ["a"], format: "ndjson").rows == [["日"]])
    let xml = Self.utf16(
      "<?xml version=\"1.0\" encoding=\"UTF-16\"?><r><t><a>日</a></t></r>", isBig: isBig, mark: mark)
    let read = try Self.read(xml, ["a"], format: "xml")
    #expect(read.rows == [["日"]])
    #expect(read.records == ["<t><a>日</a></t>"])
  }

  @Test func `an XML declaration tells the encoding`() throws {
    for (encoding, bytes, text) in Self.texts {
      let file =
        Array("<?xml version='1.0' encoding='\(encoding)'?>\n<r><t><a>".utf8) + bytes
        + Array("</a><b>x</b></t></r>".utf8)
      let read = try Self.read(file, ["a", "b"], format: "xml")
      #expect(read.rows == [[text, "x"]])
      #expect(read.records == ["<t><a>\(text)</a><b>x</b></t>"])
    }
    #expect(
      message {
        try Self.read(
          Array("<?xml version='1.0' encoding='EBCDIC-DE'?><r/>".utf8), [], format: "xml")
      }?.hasPrefix("file:1:1: error: the document declares the encoding 'EBCDIC-DE'") == true)
  }

  @Test func `a row with invalid bytes is rejected, and no other`() throws {
    let utf8 = Array("a,b\n1,x\n2,".utf8) + [0xE9] + Array("\n3,é\n".utf8)
    let read = try Self.read(utf8, ["b"])
    #expect(read.rows == [["x"], ["é"]])
    #expect(
      read.broken == ["the byte 0xE9 is not valid in utf-8"])
    // 0x81 and 0x8D are given to nothing in code page 1252; 0x80 to nothing in CP932.
    let windows = Array("a,b\n1,x\n2,".utf8) + [0x81] + Array("\n3,".utf8) + [0x80, 0x0A]
    let converted = try Self.read(windows, ["b"], encoding: "windows-1252")
    #expect(converted.rows == [["x"], ["€"]])
    #expect(converted.broken == ["the byte 0x81 is not valid in windows-1252"])
    // A lone surrogate, and half a unit at the end.
    let utf16 = [0xFF, 0xFE] + Self.utf16("a\n\u{20AC}\n", isBig: false, mark: false)
    let lone = utf16 + [0x00, 0xD8, 0x0A, 0x00, 0x31, 0x00, 0x0A, 0x00, 0x32]
    let halves = try Self.read(lone, ["a"])
    #expect(halves.rows == [["€"], ["1"]])
    #expect(halves.broken.count == 2)
  }

  @Test func `the first invalid byte is where RFC 3629 ends`() {
    let cases: [([UInt8], Int?)] = [
      (Array("aé日\u{1F600}".utf8), nil), ([0x61, 0x80], 1), ([0xC0, 0x80], 0),
      ([0xE0, 0x80, 0x80], 0),
      ([0xED, 0xA0, 0x80], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0x61, 0xE6, 0x97], 1),
      ([0xF0, 0x9F, 0x98, 0x41], 0), ([0xEF, 0xBF, 0xBF], nil),
    ]
    for (bytes, expected) in cases {
      #expect(bytes.span.firstInvalidUTF8 == expected, "\(bytes)")
      #expect((String(validating: bytes, as: UTF8.self) == nil) == (expected != nil))
    }
  }
}
