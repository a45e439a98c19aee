public import Columnar

/// What a file is, found by looking at the beginning of its text. What can be read in two ways is a
/// doubt, never a guess.
public struct Sniffer: Sendable {
  /// So much text is looked at.
  static let sampleSize = 1 << 18

  /// `gzip`, `zstd` or `zip`; nil for a plain file.
  public private(set) var container: String?
  public private(set) var encoding = TextEncoding.utf8
  public private(set) var format: FileFormat
  private let layout: SniffedLayout

  public var dialect: Dialect { layout.dialect }
  /// The path of the records in JSON, or the record element in XML.
  public var records: String { layout.records }
  /// Header names, or paths of leaves.
  public var columns: [String] { layout.columns }

  /// Container, encoding, format and layout, in words.
  public var words: String {
    ([container, encoding.name, format.name].compactMap { $0 } + format.export.words(layout))
      .joined(separator: ", ")
  }

  /// Looks at a file.
  ///
  /// - Parameters:
  ///   - format: where it is known already.
  ///   - encoding: where it is known already.
  ///   - records: where they are known already.
  ///   - delimiter: where it is known already.
  /// - Throws: a diagnostic that names both readings of what is in doubt.
  public init(
    _ path: String, format: FileFormat? = nil, encoding: TextEncoding? = nil, records: String = "",
    delimiter: [UInt8]? = nil
  ) throws(Diagnostic) {
    if MemberPath.split(path) != nil {
      container = "zip"
    } else {
      container = try Container.of(try FileSource(path))?.name
    }
    let raw = try Self.sample(try openContainer(path))
    do throws(Diagnostic) {
      if let encoding {
        self.encoding = encoding
      } else {
        self.encoding = try Self.encoding(of: raw)
      }
    } catch {
      throw error.location == nil ? Diagnostic(error.message, at: path, .dataGate) : error
    }
    var request = ReadRequest(path: path, format: format ?? FileFormat.all[0], columns: [])
    request.encoding = self.encoding
    let text = try Self.sample(try openSource(request))
    let start = text.span.startsWithByteOrderMark ? 3 : 0
    self.format = format ?? .begun(by: text, from: start)
    request.format = self.format
    request.records = records
    let sniffed = SniffedText(
      bytes: text, start: start, isWhole: text.count < Self.sampleSize, delimiter: delimiter,
      request: request)
    do throws(Diagnostic) {
      layout = try self.format.export.sniff(sniffed)
    } catch {
      throw error.location == nil ? Diagnostic(error.message, at: path, .dataGate) : error
    }
  }

  static func sample(_ source: any ByteSource) throws(Diagnostic) -> [UInt8] {
    let window = ByteWindow(fileOffset: 0, capacity: sampleSize)
    _ = try source.read(into: window)
    return Array(window.bytes)
  }

  /// The paths that no other goes through.
  static func leaves(_ paths: [String]) -> [String] {
    var inner: Set<Substring> = []
    for path in paths {
      var rest = path[...]
      while let dot = rest.lastIndex(of: ".") {
        rest = rest[..<dot]
        inner.insert(rest)
      }
    }
    return paths.filter { !inner.contains($0[...]) }
  }

  /// The encoding of a text: by its mark, zeros or declaration; UTF-8 where it is that but for some
  /// bytes, whose rows are rejected; else the one legacy encoding that it fits.
  static func encoding(of text: [UInt8]) throws(Diagnostic) -> TextEncoding {
    let (found, unknown) = TextEncoding.found(in: Array(text.prefix(1 << 10)))
    if let unknown { throw Diagnostic(.unknownEncoding(unknown), failure: .dataGate) }
    if let found { return found }
    // A character may be cut at the sample's end.
    let whole = text.count == sampleSize ? text.count - 3 : text.count
    let (characters, invalid) = text.span.extracting(0..<whole).utf8Characters
    // The letters of other encodings are seldom valid UTF-8.
    if invalid == 0 || characters > invalid { return .utf8 }
    let high = text.indices.filter { text[$0] >= 0x80 }
    let isRun = { (place: Int) in
      place > 0 && text[place - 1] >= 0x80 || place + 1 < text.count && text[place + 1] >= 0x80
    }
    // Western letters with accents stand alone among ASCII, or two together; letters of two bytes
    // stand in runs.
    let runs = high.count { isRun($0) }
    let hasLongRun = high.contains { place in
      place + 4 <= text.count && text[place..<(place + 4)].allSatisfy { $0 >= 0x80 }
    }
    // Of other encodings, the letters are signs here: `³` between letters, or no characters at all.
    let odd = high.count { place in
      switch text[place] {
      case 0x80, 0x85, 0x91...0x97: return false
      case 0x81...0x9F: return true
      case 0xA1...0xBF:
        let around = [text[max(place, 1) - 1], text[min(place, text.count - 2) + 1]]
        return around.allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
      default: return false
      }
    }
    let isWestern = (runs * 2 < high.count || !hasLongRun) && odd * 4 <= high.count
    let names = isWestern ? ["windows-1252", "latin-1"] : ["shift-jis", "gb18030"]
    let fitting = names.compactMap(TextEncoding.named).filter { encoding in
      let half = encoding.name.hasPrefix("windows") || encoding.name.hasPrefix("latin") ? 0 : 1
      return encoding.converts(
        Array(text.prefix(text.count == sampleSize ? text.count - half : text.count)))
    }
    if fitting.count == 2 && names[0] == "shift-jis" {
      let kana = encodingHasKana(text, fitting[0])
      if kana { return fitting[0] }
      throw Diagnostic(.encodingInDoubt(fitting.map(\.name)), failure: .dataGate)
    }
    guard let first = fitting.first else {
      throw Diagnostic(.encodingUnknown, failure: .dataGate)
    }
    return first
  }

  /// Whether a text is Japanese, read in an encoding: kana are frequent there and nowhere else.
  private static func encodingHasKana(_ text: [UInt8], _ encoding: TextEncoding) -> Bool {
    guard let utf8 = encoding.text(of: text) else { return false }
    let letters = utf8.unicodeScalars.filter { $0.value >= 0x80 }
    let kana = letters.count { 0x3040...0x30FF ~= $0.value }
    return kana * 10 > letters.count
  }
}

extension Diagnostic.Message {
  static func encodingInDoubt(_ names: [String]) -> Self {
    Self(
      "the text can be read as \(names.joined(separator: " and as ")); say which by 'encoding'")
  }

  static var encodingUnknown: Self {
    Self("the text fits none of the known encodings; say which it is by 'encoding'")
  }
}
