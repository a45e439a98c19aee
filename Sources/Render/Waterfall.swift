import Aggregate

/// The bridge from an opening to a closing count, as SVG.
struct Waterfall {
  struct Step {
    let name: String
    /// A change; nil for a level that is shown whole.
    let change: Double?
    let level: Double
  }

  let title: String
  let summary: String
  /// The first and the last are levels.
  let steps: [Step]

  func svg() -> String {
    let (width, height) = (Chart.width, 210.0)
    let (left, right, top, bottom) = (10.0, width - 10, 26.0, height - 30)
    let levels = steps.map(\.level)
    let most = max(levels.max() ?? 0, 1)
    // Bars of levels begin at zero; so does the axis.
    func y(_ value: Double) -> Double { bottom - (bottom - top) * max(0, value) / most }
    let slot = (right - left) / Double(max(1, steps.count))
    var body = Chart.line(left, bottom, right, bottom, "axis")
    var before = 0.0
    for (index, step) in steps.enumerated() {
      let x = left + slot * Double(index) + slot * 0.18
      let barWidth = slot * 0.64
      if let change = step.change {
        let (from, to) = (before, before + change)
        let style = change > 0 ? "bar up" : "bar down"
        body += Chart.bar(x, y(max(from, to)), barWidth, max(1, abs(y(from) - y(to))), style)
        body += Chart.text(
          x + barWidth / 2, y(max(from, to)) - 6, Format.variance(change, .count), "label middle")
        before = to
      } else {
        body += Chart.bar(x, y(step.level), barWidth, max(1, bottom - y(step.level)), "bar")
        body += Chart.text(
          x + barWidth / 2, y(step.level) - 6, Format.amount(step.level, .count), "label middle")
        before = step.level
      }
      body += Chart.text(x + barWidth / 2, bottom + 18, step.name, "tick middle")
    }
    return Chart.frame(body, title: title, summary: summary, width: width, height: height)
  }
}

/// A line the size of a word: the course of one metric, the last point marked.
enum Sparkline {
  static func svg(_ values: [Double?], label: String) -> String {
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
    var run: [String] = []
    func flush() {
      if run.count > 1 {
        body += "<polyline class=\"line actual\" points=\"\(run.joined(separator: " "))\"/>"
      }
      run = []
    }
    for (index, value) in values.enumerated() {
      if let value {
        run.append("\(Format.coordinate(x(index))),\(Format.coordinate(y(value)))")
      } else {
        flush()
      }
    }
    flush()
    if let last = values.last ?? nil {
      body +=
        "<circle class=\"dot actual\" cx=\"\(Format.coordinate(x(values.count - 1)))\" "
        + "cy=\"\(Format.coordinate(y(last)))\" r=\"2.5\"/>"
    }
    return
      "<svg class=\"spark\" role=\"img\" viewBox=\"0 0 96 24\"><title>\(escaped(label))</title>\(body)</svg>"
  }
}
