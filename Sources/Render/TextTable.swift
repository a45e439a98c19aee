/// Tables for a terminal.
public enum TextTable {
  /// Columns of equal width, two spaces apart; the first `leading` to the left, the others right.
  public static func aligned(_ rows: [[String]], leading: Int = 1) -> String {
    let rows = rows.map { $0.map(printable) }
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = row.enumerated().map { column, text in
        let space = String(repeating: " ", count: widths[column] - text.count)
        return column < leading ? text + space : space + text
      }.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// Without what a terminal would obey: control characters become a dot.
  private static func printable(_ text: String) -> String {
    let isControl = { (scalar: Unicode.Scalar) in
      scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value
    }
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { plain.append(isControl(scalar) ? "·" : scalar) }
    return String(plain)
  }

  /// The scorecard of a report.
  public static func scorecard(_ input: ReportInput) -> String {
    let head = ["KPI", "Status", "Value", "Target", "on previous", "on year before", "n"]
    let rows = Scorecard(input: input).rows.map { row in
      [
        row.metric.label, "\(row.status.shape) \(row.status.words)", row.valueText, row.targetText,
        row.changeText(row.previous), row.changeText(row.yearBefore), String(row.value.n),
      ]
    }
    return aligned([head] + rows, leading: 2)
  }
}
