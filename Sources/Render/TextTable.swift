/// Tables for a terminal.
public enum TextTable {
  /// Columns of equal width, two spaces apart; the first `leading` to the left, the others right.
  public static func aligned(_ rows: [[String]], leading: Int = 1) -> String {
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
