import Columnar

/// Finds the dialect of a delimited text: the one in which most rows have the same number of fields.
struct DelimitedSniffer {
  private static let delimiters = [
    ",", ";", "\t", "|", "||", "::", "^", "\u{1F}", "~|~", "|~|",
  ]
  private static let quotes = Array("\"'".utf8)
  private static let longestSample = 400
  private static let longestPreamble = 20

  private(set) var dialect: Dialect
  private(set) var columns: [String] = []

  private struct Reading {
    var dialect: Dialect
    /// The number of fields that records seem to have.
    var width: Int
    /// The share of the rows with text that have as many.
    var agreement: Double

    /// Wide and even rows speak for a dialect.
    var score: Double { width < 2 ? 0 : agreement * agreement * Double(min(width, 8) + 8) }
  }

  /// - Parameters:
  ///   - isWhole: whether the text is the whole file.
  ///   - delimiter: where it is known already.
  init(
    _ text: [UInt8], from start: Int, isWhole: Bool, delimiter: [UInt8]?
  ) throws(Diagnostic) {
    let window = ByteWindow(text)
    // The last line may be cut.
    let end =
      isWhole
      ? text.count : (text.lastIndex { $0 == 0x0A || $0 == 0x0D }).map { $0 + 1 } ?? text.count
    let escapes = Self.quotes.map { Self.hasEscape(text, $0) ? [0, UInt8(ascii: "\\")] : [0] }
    var readings: [Reading] = []
    for choice in delimiter.map({ [$0] }) ?? Self.delimiters.map({ Array($0.utf8) }) {
      let enclosed = Self.quotes.map { Self.enclosures(text, $0, choice) }
      let quote = enclosed[1] > enclosed[0] ? 1 : 0
      for escape in escapes[quote] {
        var dialect = Dialect()
        dialect.delimiter = choice
        dialect.quote = Self.quotes[quote]
        dialect.escape = escape
        readings.append(Self.reading(window, from: start, to: end, dialect))
      }
    }
    readings.sort { $0.score > $1.score }
    // A part of a delimiter splits as evenly as the whole.
    let whole = readings.first {
      $0.width > 1 && $0.agreement == readings[0].agreement
        && $0.dialect.delimiter.count > readings[0].dialect.delimiter.count
        && $0.dialect.delimiter.contains(readings[0].dialect.delimiter)
    }
    let best = whole ?? readings[0]
    if whole == nil,
      let rival = readings.first(where: { $0.dialect.delimiter != best.dialect.delimiter }),
      best.score > 0, rival.score > best.score * 0.95, rival.agreement == best.agreement
    {
      throw Diagnostic(
        .delimiterInDoubt(best.dialect.delimiter, rival.dialect.delimiter), failure: .dataGate)
    }
    // Quotes that make no difference are the usual ones.
    let chosen =
      readings.first {
        $0.score == best.score && $0.dialect.delimiter == best.dialect.delimiter
          && $0.dialect.quote == UInt8(ascii: "\"") && $0.dialect.escape == 0
      } ?? best
    dialect = chosen.dialect
    guard chosen.width > 0 else { return }
    var splitter = Self.splitter(window, from: start, to: end, dialect)
    let rows = splitter.firstRows(Self.longestSample)
    let first = rows.prefix(Self.longestPreamble).firstIndex { $0.count == chosen.width } ?? 0
    dialect.preamble =
      Self.unevenHeader(rows, above: first) ?? Self.afterTitles(rows, first) ?? first
    let body = rows.dropFirst(dialect.preamble)
    dialect.headerRows = Self.headerRows(Array(body.prefix(4)))
    if dialect.headerRows == 2 { dialect.headerNames = .joined }
    if isWhole { findFooter(Array(body), chosen.width) }
    columns = DelimitedHead.names(of: Array(body.prefix(max(1, dialect.headerRows))), dialect)
  }

  /// How many fields are enclosed in a quote, as far as their ends tell.
  private static func enclosures(_ text: [UInt8], _ quote: UInt8, _ delimiter: [UInt8]) -> Int {
    let isLineEnd = { (byte: UInt8) in byte == 0x0A || byte == 0x0D }
    var (opened, closed) = (0, 0)
    var rest = text[...]
    while let at = rest.firstIndex(of: quote) {
      rest = rest[(at + 1)...]
      let before = text[..<at]
      if before.last.map(isLineEnd) ?? true || before.suffix(delimiter.count) == delimiter[...] {
        opened += 1
      }
      if rest.first.map(isLineEnd) ?? true || rest.starts(with: delimiter) { closed += 1 }
    }
    return min(opened, closed)
  }

  private static func hasEscape(_ text: [UInt8], _ quote: UInt8) -> Bool {
    text.indices.dropFirst().contains { text[$0] == quote && text[$0 - 1] == UInt8(ascii: "\\") }
  }

  private static func reading(
    _ window: ByteWindow, from start: Int, to end: Int, _ dialect: Dialect
  ) -> Reading {
    var splitter = splitter(window, from: start, to: end, dialect)
    let full = splitter.firstWidths(longestSample).filter { $0 > 0 }
    let widths = Dictionary(full.map { ($0, 1) }, uniquingKeysWith: +)
    // The most frequent number, of two that are as frequent the greater. Rows of one text, such as
    // the lines of a footer, count only where there are few others.
    let wide = widths.filter { $0.key > 1 && $0.value > 1 && $0.value * 4 >= full.count }
    let width = (wide.isEmpty ? widths : wide).max { ($0.value, $0.key) < ($1.value, $1.key) }
    return Reading(
      dialect: dialect, width: width?.key ?? 0,
      agreement: full.isEmpty ? 0 : Double(width?.value ?? 0) / Double(full.count))
  }

  private static func splitter(
    _ window: ByteWindow, from start: Int, to end: Int, _ dialect: Dialect
  ) -> DelimitedSplitter {
    DelimitedSplitter(
      window, from: start, to: end, DelimitedReader.Layout(dialect: dialect, encoding: .utf8),
      rows: 1)
  }

  /// A header that has other fields than most records, as where rows end with a delimiter: names
  /// above rows that are alike; nil where there is none.
  private static func unevenHeader(_ rows: [[String]], above first: Int) -> Int? {
    let next = rows.index(after: first)
    guard first > 0, rows.indices.contains(next), shape(rows[first]) == shape(rows[next]) else {
      return nil
    }
    let header = rows[first - 1]
    let isNamed = header.allSatisfy { !$0.isEmpty && $0.first?.isNumber == false }
    let isAlike = header.count > 1 && header.count * 2 >= rows[first].count
    return isNamed && isAlike && Set(header).count == header.count ? first - 1 : nil
  }

  /// Where the header stands below titles that were filled up to its width, as sheets are saved; nil
  /// where that is no header either.
  private static func afterTitles(_ rows: [[String]], _ first: Int) -> Int? {
    let width = rows[first].count
    let below = rows[first..<min(rows.count, first + longestPreamble)]
    guard let header = below.firstIndex(where: { $0.count == width && !isSparse($0) }),
      headerRows(Array(rows[header...].prefix(4))) > 0
    else { return nil }
    return header
  }

  /// Whether a row has no more than a title or a name with its value.
  private static func isSparse(_ row: [String]) -> Bool {
    let filled = row.count { !$0.isEmpty }
    return filled <= 2 && filled * 2 < row.count
  }

  /// How many of the first rows are the header: those of surveys have two or three; a row of
  /// numbers is none.
  private static func headerRows(_ rows: [[String]]) -> Int {
    guard let first = rows.first else { return 1 }
    if rows.count > 2, rows[2].contains(where: { $0.hasPrefix("{\"ImportId\"") }) { return 3 }
    if rows.count > 1, rows[1].first == "",
      rows[1].contains(where: { $0 == "Response" || $0 == "Open-Ended Response" })
    {
      return 2
    }
    let filled = first.filter { !$0.isEmpty }
    let numbers = filled.count { $0.first?.isNumber == true || $0.first == "-" }
    return numbers * 2 > filled.count ? 0 : 1
  }

  /// Rows at the end that are no records: behind the last row that is as wide as the header and no
  /// sum, with few values, of which the first begins otherwise than any record's. Else they may be
  /// records that were cut, or written with another delimiter, which a run is to reject.
  private mutating func findFooter(_ rows: [[String]], _ width: Int) {
    let isRecord = { (row: [String]) in row.count == width && !Self.isSum(row) }
    guard let last = rows.lastIndex(where: isRecord), rows.count < Self.longestSample
    else { return }
    let below = rows[(last + 1)...].filter { !$0.allSatisfy(\.isEmpty) }
    let shapes = Set(rows[dialect.headerRows..<max(dialect.headerRows, last + 1)].map(Self.shape))
      .subtracting([""])
    guard below.count < 12,
      below.allSatisfy({ row in
        let shape = Self.shape(row)
        return row[0].utf8.count > 2 && !shapes.contains { shape.hasPrefix($0) }
          && row.count { !$0.isEmpty } <= max(2, width / 2)
      })
    else { return }
    dialect.footer = below.map { Array($0[0].prefix(24).utf8) }
  }

  /// Whether a row as wide as records has a word in front, without a digit, and few values behind
  /// it; or nothing at all.
  private static func isSum(_ row: [String]) -> Bool {
    if row.allSatisfy(\.isEmpty) { return true }
    return row.count { !$0.isEmpty } * 2 <= row.count && row[0].utf8.count > 2
      && !row[0].contains(where: \.isNumber)
  }

  /// The first text of a row with each run of digits as `0` and each of letters as `a`.
  private static func shape(_ row: [String]) -> String {
    var shape = ""
    for character in row.first ?? "" {
      let kind: Character = character.isNumber ? "0" : character.isLetter ? "a" : character
      if shape.last != kind { shape.append(kind) }
    }
    return shape
  }
}

extension Diagnostic.Message {
  static func delimiterInDoubt(_ a: [UInt8], _ b: [UInt8]) -> Self {
    let shown = { (bytes: [UInt8]) in
      bytes == [0x09] ? "tab" : String(decoding: bytes, as: UTF8.self)
    }
    return Self(
      "the rows fit the delimiter '\(shown(a))' as well as '\(shown(b))'; say which by 'delimiter'")
  }
}
