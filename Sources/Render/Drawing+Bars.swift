import Compose

// Horizontal bars from zero: this period dark, the one before lighter beneath it.
extension Drawing {
  private static let rowHeight = 30.0

  var bars: (body: String, height: Double) {
    let height = Double(chart.places.count) * Self.rowHeight + 8
    let (left, right) = (160.0, SVG.width - 70)
    let most = max(chart.series.flatMap(\.points).compactMap(value).max() ?? 0, 0)
    func length(_ value: Double?) -> Double {
      most > 0 ? (right - left) * max(0, value ?? 0) / most : 0
    }
    var body = SVG.line(left, 2, left, height - 6, "axis")
    for (index, name) in chart.places.enumerated() {
      let y = Double(index) * Self.rowHeight + 6
      let (now, before) = (value(chart.series[0].points[index]), value(point(1, index)))
      body += SVG.text(left - 8, y + 15, Self.short(writer.text(name)), "name end")
      body += SVG.bar(left, y + 2, length(now), 13, "bar")
      body += SVG.bar(left, y + 16, length(before), 5, "bar previous")
      let text = now.map(amount) ?? writer.language.unknown
      body += SVG.text(left + length(now) + 6, y + 13, text, "label")
    }
    return (body, max(height, 20))
  }

  private func point(_ series: Int, _ index: Int) -> Chart.Point? {
    series < chart.series.count ? chart.series[series].points[index] : nil
  }

  private static func short(_ name: String) -> String {
    name.count > 24 ? name.prefix(23) + "…" : name
  }
}
