import Aggregate

/// The report as data: `metrics.json`, a promise to whoever reads it, and `metrics.csv`.
public enum MetricsFile {
  public static let format = "deskbrief.metrics/1"

  /// Keys are sorted, one line a cell; the whole and single dimensions in every period, pairs
  /// where they rest on any record.
  public static func json(_ input: ReportInput) -> String {
    let totals = input.sources.reduce(into: (read: 0, kept: 0, superseded: 0, rejected: 0)) {
      $0.read += $1.read
      $0.kept += $1.kept
      $0.superseded += $1.superseded
      $0.rejected += $1.rejected
    }
    var lines: [String] = []
    forEachCell(input) { metric, period, group, value in
      let dimensions = group.dimensions
        .map { "\(quoted($0)):\(quoted(group.members[$0] ?? ""))" }.joined(separator: ",")
      let flags = value.flags.map { quoted($0.rawValue) }.joined(separator: ",")
      lines.append(
        """
        {"dimensions":{\(dimensions)},"flags":[\(flags)],"metric":\(quoted(metric.id)),\
        "n":\(value.n),"period":\(quoted(period)),"unit":\(quoted(metric.unit.rawValue)),\
        "value":\(number(value.value))}
        """)
    }
    return """
      {"as_of":\(quoted(input.asOf.description)),"cells":[
      \(lines.joined(separator: ",\n"))
      ],"edition":\(quoted(input.edition)),"format":\(quoted(format)),\
      "period":\(quoted(input.period.description)),"pipeline":\(quoted(input.pipeline)),\
      "records":{"kept":\(totals.kept),"read":\(totals.read),"rejected":\(totals.rejected),\
      "superseded":\(totals.superseded)},"report":\(quoted(input.report)),\
      "run":\(quoted(input.runID)),"zone":\(quoted(input.zone))}

      """
  }

  /// The same cells, in RFC 4180.
  public static func csv(_ input: ReportInput) -> String {
    var text = "metric,period,dimensions,value,n,unit,flags\r\n"
    forEachCell(input) { metric, period, group, value in
      let dimensions = group.dimensions.map { "\($0)=\(group.members[$0] ?? "")" }
        .joined(separator: ";")
      let cells = [
        metric.id, period, dimensions, value.value == nil ? "" : number(value.value),
        String(value.n), metric.unit.rawValue, value.flags.map(\.rawValue).joined(separator: ";"),
      ]
      text += cells.enumerated().map { $0 == 3 || $0 == 4 ? $1 : field($1) }.joined(separator: ",")
      text += "\r\n"
    }
    return text
  }

  private static func forEachCell(
    _ input: ReportInput, _ body: (Metric, String, Group, MetricValue) -> Void
  ) {
    let periods = input.snapshot.periods.map(\.description)
    for metric in input.snapshot.metrics {
      for group in input.snapshot.groups {
        guard let values = input.snapshot.series(metric.id, group) else { continue }
        for (period, value) in zip(periods, values) where group.members.count < 2 || value.n > 0 {
          body(metric, period, group, value)
        }
      }
    }
  }

  /// The shortest digits that read back as the same number; whole numbers without a point.
  static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "null" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    return "\(value)"
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A text cell; one that a spreadsheet would take for a formula gets an apostrophe before it.
  static func field(_ text: String) -> String {
    let isFormula =
      text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return safe
    }
    return "\""
      + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
