import Columnar
public import Compose
import Language

/// Tables for a terminal.
public enum TextTable {
  /// Columns of equal width, two spaces apart; the first `leading` to the left, the others right.
  public static func aligned(_ rows: [[String]], leading: Int = 1) -> String {
    let rows = rows.map { $0.map(\.visible) }
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? width($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = row.enumerated().map { column, text in
        let space = String(repeating: " ", count: widths[column] - width(text))
        return column < leading ? text + space : space + text
      }.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// How many cells of a terminal a text takes: two for each wide character of East Asia.
  static func width(_ text: String) -> Int {
    text.reduce(0) { sum, character in
      let scalar = character.unicodeScalars.first?.value ?? 0
      let isWide = wide.contains { $0 ~= scalar }
      return sum + (isWide ? 2 : 1)
    }
  }

  /// From Unicode's table of East Asian widths: Hangul, kana, ideographs, full forms, emoji.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
  ]

  /// The scorecard of a report.
  public static func scorecard(_ document: Document) -> String {
    let writer = Writer(document, .english)
    return document.scorecard.map { scorecard($0, writer) } ?? ""
  }

  private static func scorecard(_ scorecard: Scorecard, _ writer: Writer) -> String {
    func words(_ ids: [PhraseID]) -> [String] { ids.map { writer.language.text($0) } }
    let head =
      words([.kpi, .status, .value]) + scorecard.parts.map(writer.text)
      + words([.target, .onPrevious, .onYearBefore, .n])
    let rows = scorecard.rows.map { row in
      [
        writer.text(.metric(row.metric)),
        "\(row.status.shape.symbol) \(writer.text(row.status.words))",
        writer.text(.value(row.value)),
      ] + row.parts.map { writer.text(.value($0)) } + [
        writer.text(row.target), writer.text(row.previous.words),
        writer.text(row.yearBefore.words), writer.text(.n(row.value)),
      ]
    }
    return aligned([head] + rows, leading: 2)
  }
}
