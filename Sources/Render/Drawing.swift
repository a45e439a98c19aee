import Compose

/// A chart drawn as SVG, from what it is to show.
struct Drawing {
  let chart: Chart
  let writer: Writer

  init(_ chart: Chart, _ writer: Writer) {
    self.chart = chart
    self.writer = writer
  }

  var svg: String {
    let (body, height) =
      switch chart.mark {
      case .lines: lines
      case .bars: bars
      case .bridge(let steps): bridge(steps)
      }
    return SVG.frame(
      body, title: writer.text(chart.title), summary: writer.text(chart.summary),
      width: SVG.width, height: height)
  }

  func value(_ point: Chart.Point?) -> Double? { writer.document.value(point) }

  /// A number in the chart's unit.
  func amount(_ number: Double) -> String { writer.amounts.amount(number, chart.unit) }
}
