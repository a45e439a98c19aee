import Columnar

/// A property of an iCalendar file, `NAME;PARAMETERS:VALUE`, put together from its folded lines.
struct ContentLine {
  private var bytes: [UInt8]
  /// Where the folded lines begin in `bytes`, and in the file.
  private var folds: [(offset: Int, line: TextLine, index: Int)]

  /// A line that begins with a space or tab goes on from the one before. Empty lines are left out.
  static func unfolded(_ lines: [TextLine]) -> [ContentLine] {
    var unfolded: [ContentLine] = []
    for line in lines {
      if let first = line.bytes.first, TextLine.isSpace(first), !unfolded.isEmpty {
        let last = unfolded.count - 1
        unfolded[last].folds.append(
          (unfolded[last].bytes.count, line, line.bytes.startIndex + 1))
        unfolded[last].bytes += line.bytes.dropFirst()
      } else if !line.isBlank {
        unfolded.append(
          ContentLine(bytes: Array(line.bytes), folds: [(0, line, line.bytes.startIndex)]))
      }
    }
    return unfolded
  }

  /// The colon before the value; those within quotes belong to a parameter.
  private var colon: Int? {
    var isQuoted = false
    return bytes.firstIndex { byte in
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      return byte == UInt8(ascii: ":") && !isQuoted
    }
  }

  var hasValue: Bool { colon != nil }

  /// In capitals.
  var name: String {
    let name = bytes.prefix { !":;".utf8.contains($0) }
    return String(decoding: name, as: UTF8.self).uppercased()
  }

  private var valueOffset: Int { colon.map { $0 + 1 } ?? bytes.count }

  var value: String {
    let value = bytes[valueOffset...].reversed().drop(while: TextLine.isSpace).reversed()
    return String(decoding: value, as: UTF8.self)
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether the value is a date with a time that is not midnight.
  var hasTimeOfDay: Bool {
    value.split(separator: "T").dropFirst().first?.contains { "1"..."9" ~= $0 } ?? false
  }

  /// The days of a value such as `P2D` or `P1W`.
  var wholeDays: Int? {
    guard value.hasPrefix("P"), let count = Int(value.dropFirst().dropLast()),
      1...366 ~= count
    else { return nil }
    return value.hasSuffix("D") ? count : value.hasSuffix("W") ? count * 7 : nil
  }

  var valuePlace: Diagnostic.Location { place(valueOffset) }

  /// Where a byte of the property stands in the file.
  func place(_ offset: Int) -> Diagnostic.Location {
    let fold = folds.last { $0.offset <= offset } ?? folds[0]
    return fold.line.location(at: fold.index + offset - fold.offset)
  }
}
