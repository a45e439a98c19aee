import Aggregate

/// Horizontal bars from zero: this period dark, the one before lighter beneath it; as SVG.
struct BarChart {
  struct Row {
    let name: String
    let value: Double?
    let previous: Double?
  }

  let title: String
  let summary: String
  let rows: [Row]
  let unit: Metric.Unit
  let currency: String

  func svg() -> String {
    let width = Chart.width
    let rowHeight = 30.0
    let height = Double(rows.count) * rowHeight + 8
    let (left, right) = (160.0, width - 70)
    let most = max(rows.flatMap { [$0.value, $0.previous] }.compactMap { $0 }.max() ?? 0, 0)
    func length(_ value: Double?) -> Double {
      most > 0 ? (right - left) * max(0, value ?? 0) / most : 0
    }
    var body = Chart.line(left, 2, left, height - 6, "axis")
    for (index, row) in rows.enumerated() {
      let y = Double(index) * rowHeight + 6
      body += Chart.text(left - 8, y + 15, Self.short(row.name), "name end")
      body += Chart.bar(left, y + 2, length(row.value), 13, "bar")
      body += Chart.bar(left, y + 16, length(row.previous), 5, "bar previous")
      let value = row.value.map { Format.amount($0, unit, currency: currency) } ?? Format.unknown
      body += Chart.text(left + length(row.value) + 6, y + 13, value, "label")
    }
    return Chart.frame(body, title: title, summary: summary, width: width, height: max(height, 20))
  }

  static func short(_ name: String) -> String {
    name.count > 24 ? name.prefix(23) + "…" : name
  }
}
