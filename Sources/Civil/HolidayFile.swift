public import Columnar

/// The dates of a list of holidays, or of an iCalendar file (RFC 5545).
///
/// A list has a date a line, `2026-12-25`; what follows a comma, semicolon, tab or space is for the
/// reader. Empty lines, what follows a `#`, and a first line of headings are skipped.
public struct HolidayFile: Sendable {
  /// In bytes; what is longer holds something else.
  public static let maximumLength = 1 << 20
  /// How many mistakes are told.
  static let maximumMistakes = 20

  public let dates: Set<CivilDate>

  /// - Parameter file: how messages name the file.
  /// - Throws: the mistakes, each with its line and column.
  public init(_ bytes: [UInt8], file: String) throws(Diagnostic) {
    let start = Diagnostic.Location(file: file, line: 1, column: 1)
    guard bytes.count <= Self.maximumLength else {
      throw Diagnostic(.longHolidayFile, at: start, failure: .configuration)
    }
    let lines = TextLine.lines(of: bytes, file: file)
    let first = lines.first { !$0.isBlank }
    var mistakes: [Diagnostic] = []
    if first?.word.uppercased() == "BEGIN:VCALENDAR" {
      var calendar = HolidayCalendar()
      calendar.read(lines)
      (dates, mistakes) = (calendar.dates, calendar.mistakes)
    } else {
      (dates, mistakes) = Self.list(lines)
    }
    if !mistakes.isEmpty { throw Diagnostic(Array(mistakes.prefix(Self.maximumMistakes))) }
  }

  private static func list(_ lines: [TextLine]) -> (Set<CivilDate>, [Diagnostic]) {
    var dates: Set<CivilDate> = []
    var mistakes: [Diagnostic] = []
    var isFirst = true
    for line in lines where !line.isBlank && !line.isComment {
      let word = line.word
      if let date = CivilDate(word) {
        dates.insert(date)
      } else if !isFirst || word.contains(where: \.isNumber) {
        mistakes.append(
          Diagnostic(.notAHolidayDate(word), at: line.wordLocation, failure: .configuration))
      }
      isFirst = false
    }
    return (dates, mistakes)
  }
}

/// A line of a text, and where it stands.
struct TextLine {
  var bytes: ArraySlice<UInt8>
  var file: String
  var number: Int
  /// How many bytes of the line stand before `bytes`.
  var skipped = 0

  /// The lines of a text without their ends, a byte order mark left out.
  static func lines(of bytes: [UInt8], file: String) -> [TextLine] {
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return bytes[mark...].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated().map { index, line in
        let bytes = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        return TextLine(
          bytes: bytes, file: file, number: index + 1, skipped: index == 0 ? mark : 0)
      }
  }

  var isBlank: Bool { bytes.allSatisfy(Self.isSpace) }
  var isComment: Bool { bytes.first { !Self.isSpace($0) } == UInt8(ascii: "#") }

  /// The first column, without quotes around it.
  var word: String {
    String(decoding: wordBytes.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }

  var wordLocation: Diagnostic.Location { location(at: wordBytes.startIndex) }

  private var wordBytes: ArraySlice<UInt8> {
    bytes.drop(while: Self.isSpace).prefix { !Self.isSpace($0) && !",;#".utf8.contains($0) }
  }

  /// The place of a byte, by its index in the text.
  func location(at index: Int) -> Diagnostic.Location {
    .init(file: file, line: number, column: skipped + index - bytes.startIndex + 1)
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}

extension Diagnostic.Message {
  public static var longHolidayFile: Self { Self("the file has over 1 MiB; expected holidays") }

  static func notAHolidayDate(_ text: String) -> Self {
    Self("\(quoted(text)) is not a date; expected one such as '2026-12-25'")
  }

  /// A text of unknown origin in quotes: cut short, and without what would steer a terminal.
  static func quoted(_ text: String) -> String {
    let plain = String.UnicodeScalarView(
      text.unicodeScalars.prefix(41).map { $0.properties.generalCategory == .control ? "?" : $0 })
    return plain.count > 40 ? "'\(String(plain).dropLast())…'" : "'\(String(plain))'"
  }
}
