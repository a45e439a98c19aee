import Aggregate
import Columnar
public import Compose

/// The report as data: `metrics.json`, a promise to whoever reads it, and `metrics.csv`.
public enum MetricsFile {
  public static let format = "deskbrief.metrics/1"

  /// Keys are sorted, one line a cell; the whole and single dimensions in every period, pairs
  /// where they rest on any record.
  public static func json(_ input: ReportInput) -> String {
    let totals = input.sources.reduce(
      into: (read: 0, kept: 0, superseded: 0, rejected: 0, dropped: 0)
    ) {
      $0.read += $1.read
      $0.kept += $1.kept
      $0.superseded += $1.superseded
      $0.rejected += $1.rejected
      $0.dropped += $1.dropped
    }
    let orphans = input.orphans.sorted { $0.kind < $1.kind }
      .map { "\(JSONText.quoted($0.kind)):\($0.count)" }.joined(separator: ",")
    return """
      {"as_of":\(JSONText.quoted(input.asOf.description)),"cells":[
      \(lines(input).joined(separator: ",\n"))
      ],"edition":\(JSONText.quoted(input.edition)),"format":\(JSONText.quoted(format)),\
      "number":\(input.editionNumber),\
      "period":\(JSONText.quoted(input.period.description)),"pipeline":\(JSONText.quoted(input.pipeline)),\
      "records":{"dropped":\(totals.dropped),"kept":\(totals.kept),"orphans":{\(orphans)},"read":\(totals.read),"rejected":\(totals.rejected),\
      "superseded":\(totals.superseded),"updated_after_as_of":\(input.updatedLater)},"report":\(JSONText.quoted(input.report)),\
      "run":\(JSONText.quoted(input.runID)),"zone":\(JSONText.quoted(input.zone))}

      """
  }

  /// The cells alone, one JSON object a line.
  public static func lines(_ input: ReportInput) -> [String] {
    var lines: [String] = []
    forEachCell(input) { metric, period, group, value in
      let dimensions = group.dimensions
        .map { "\(JSONText.quoted($0)):\(JSONText.quoted(group.members[$0] ?? ""))" }.joined(
          separator: ",")
      let flags = value.flags.map { JSONText.quoted($0.rawValue) }.joined(separator: ",")
      lines.append(
        """
        {"coverage":\(JSONText.number(value.coverage)),"dimensions":{\(dimensions)},"flags":[\(flags)],\
        "interval":\(value.estimate?.intervalJSON ?? "null"),\
        "metric":\(JSONText.quoted(metric.id)),"n":\(JSONText.whole(value.publishedN)),\
        "period":\(JSONText.quoted(period)),"statistics":\(value.estimate?.json ?? "null"),"unit":\(JSONText.quoted(metric.unit.rawValue)),\
        "value":\(JSONText.number(value.value))}
        """)
    }
    return lines
  }

  /// The same cells, in RFC 4180.
  public static func csv(_ input: ReportInput) -> String {
    var text = "metric,period,dimensions,value,n,unit,flags,coverage\r\n"
    forEachCell(input) { metric, period, group, value in
      let dimensions = group.dimensions.map { "\($0)=\(group.members[$0] ?? "")" }
        .joined(separator: ";")
      let cells = [
        metric.id, period, dimensions, value.value == nil ? "" : JSONText.number(value.value),
        value.publishedN.map(String.init) ?? "", metric.unit.rawValue,
        value.flags.map(\.rawValue).joined(separator: ";"),
        value.coverage == nil ? "" : JSONText.number(value.coverage),
      ]
      text += cells.enumerated().map { [3, 4, 7].contains($0) ? $1 : CSVText.field($1) }.joined(
        separator: ",")
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
        for (period, value) in zip(periods, values)
        where group.members.count < 2 || value.publishedN != 0 {
          body(metric, period, group, value)
        }
      }
    }
  }
}

extension Medium {
  static let metricsJSON = Medium("metrics.json") { MetricsFile.json($0.input) }
  static let metricsCSV = Medium("metrics.csv") { MetricsFile.csv($0.input) }
}
