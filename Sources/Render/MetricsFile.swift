import Aggregate
import Columnar
public import Compose

/// The report as data: `metrics.json`, a promise to whoever reads it, and `metrics.csv`.
public enum MetricsFile {
  public static let format = "deskbrief.metrics/1"

  /// Keys are sorted, one line a cell or control chart; each metric, group and period.
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
    let definitions = input.definitions.sorted { $0.key < $1.key }
      .map { "\(JSONText.quoted($0.key)):\(JSONText.quoted($0.value))" }
    let nesting = input.nesting.places.map {
      "{\"dimensions\":\($0.inner.json),\"within\":\($0.outer.json)}"
    }
    let sources = input.feeds.sources.map(\.json)
    return """
      {"as_of":\(JSONText.quoted(input.asOf.description)),"cells":[
      \(lines(input).joined(separator: ",\n"))
      ],"definitions":{\(definitions.joined(separator: ","))},
      "edition":\(JSONText.quoted(input.edition)),"forecasts":\(list(forecasts(input))),\
      "format":\(JSONText.quoted(format)),\
      "nesting":\(list(nesting)),"number":\(input.editionNumber),\
      "period":\(JSONText.quoted(input.period.description)),"pipeline":\(JSONText.quoted(input.pipeline)),\
      "records":{"dropped":\(totals.dropped),"kept":\(totals.kept),"orphans":{\(orphans)},"read":\(totals.read),"rejected":\(totals.rejected),\
      "superseded":\(totals.superseded),"updated_after_as_of":\(input.updatedLater)},"report":\(JSONText.quoted(input.report)),\
      "run":\(JSONText.quoted(input.runID)),"signals":\(list(input.signalLines())),\
      "sources":\(list(sources)),"staffing":\(list(staffing(input))),\
      "topics":\(list(topics(input))),\
      "variation":\(list(variation(input))),"zone":\(JSONText.quoted(input.zone))}

      """
  }

  /// A list with an object a line.
  private static func list(_ lines: [String]) -> String {
    lines.isEmpty ? "[]" : "[\n\(lines.joined(separator: ",\n"))\n]"
  }

  /// The cells alone, one JSON object a line.
  ///
  /// - Parameter withStatistics: whether it is told what the figures rest on.
  public static func lines(_ input: ReportInput, withStatistics: Bool = true) -> [String] {
    let periods = input.snapshot.periods.map { JSONText.quoted($0.description) }
    let groups = input.snapshot.groups.map(\.json)
    var lines: [String] = []
    for metric in input.snapshot.metrics {
      let (name, unit) = (JSONText.quoted(metric.id), JSONText.quoted(metric.unit.rawValue))
      forEachCell(of: metric, input) { group, period, value in
        // Appended part by part, without a text for each.
        var line = "{\"coverage\":"
        line.reserveCapacity(withStatistics ? 320 : 192)
        line += JSONText.number(value.coverage)
        line += ",\"dimensions\":"
        line += groups[group]
        line += ",\"flags\":["
        for (place, flag) in value.flags.enumerated() {
          if place > 0 { line += "," }
          line += JSONText.quoted(flag.rawValue)
        }
        line += "]"
        if withStatistics {
          line += ",\"interval\":"
          if let bounds = value.estimate?.printedInterval {
            bounds.write(to: &line)
          } else {
            line += "null"
          }
        }
        line += ",\"metric\":"
        line += name
        line += ",\"n\":"
        line += JSONText.whole(value.publishedN)
        line += ",\"period\":"
        line += periods[period]
        if withStatistics {
          line += ",\"statistics\":"
          if let estimate = value.estimate { estimate.write(to: &line) } else { line += "null" }
        }
        line += ",\"unit\":"
        line += unit
        line += ",\"value\":"
        line += JSONText.number(value.value)
        line += "}"
        lines.append(line)
      }
    }
    return lines
  }

  /// The same cells, in RFC 4180.
  public static func csv(_ input: ReportInput) -> String {
    let periods = input.snapshot.periods.map { CSVText.field($0.description) }
    let groups = input.snapshot.groups.map(CSVText.group)
    var text = "metric,period,dimensions,value,n,unit,flags,coverage\r\n"
    for metric in input.snapshot.metrics {
      let (name, unit) = (CSVText.field(metric.id), CSVText.field(metric.unit.rawValue))
      forEachCell(of: metric, input) { group, period, value in
        let number = value.value == nil ? "" : JSONText.number(value.value)
        let n = value.publishedN.map(String.init) ?? ""
        let flags = CSVText.field(value.flags.map(\.rawValue).joined(separator: ";"))
        let coverage = value.coverage == nil ? "" : JSONText.number(value.coverage)
        text +=
          "\(name),\(periods[period]),\(groups[group]),\(number),\(n),\(unit),\(flags),\(coverage)\r\n"
      }
    }
    return text
  }

  /// The cells of a metric, each with the numbers of its group and period.
  private static func forEachCell(
    of metric: Metric, _ input: ReportInput, _ body: (Int, Int, MetricValue) -> Void
  ) {
    for (number, group) in input.snapshot.groups.enumerated() {
      guard let values = input.snapshot.series(metric.id, group) else { continue }
      for (period, value) in values.enumerated() { body(number, period, value) }
    }
  }
}

extension Medium {
  static let metricsJSON = Medium("metrics.json") { MetricsFile.json($0.input) }
  static let metricsCSV = Medium("metrics.csv") { MetricsFile.csv($0.input) }
}
