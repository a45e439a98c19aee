import Compose
import Language

/// A line the size of a word: the course of one metric, the last point marked; as SVG.
struct Sparkline {
  let label: String
  let values: [Double?]

  init(_ row: Scorecard.Row, _ writer: Writer) {
    label = writer.text(
      .phrase(
        .courseOf, ["metric": .metric(row.metric), "count": .count(row.course.count)]))
    values = row.course.map { writer.document[$0].value }
  }

  var svg: String {
    let (width, height) = (96.0, 24.0)
    let known = values.compactMap { $0 }
    let (low, high) = (known.min() ?? 0, known.max() ?? 0)
    func x(_ index: Int) -> Double {
      values.count < 2 ? width / 2 : 3 + (width - 6) * Double(index) / Double(values.count - 1)
    }
    func y(_ value: Double) -> Double {
      high > low ? height - 4 - (height - 8) * (value - low) / (high - low) : height / 2
    }
    var body = ""
    var run: [(x: Double, y: Double)] = []
    for (index, value) in values.enumerated() {
      if let value { run.append((x(index), y(value))) }
      guard value == nil || index + 1 == values.count else { continue }
      if run.count > 1 { body += SVG.polyline(run, "actual") }
      run = []
    }
    if let last = values.last ?? nil {
      body += SVG.dot(x(values.count - 1), y(last), radius: 2.5, "actual")
    }
    return
      "<svg class=\"spark\" role=\"img\" viewBox=\"0 0 96 24\"><title>\(escaped(label))</title>\(body)</svg>"
  }
}
