import Compose

// The bridge from an opening to a closing count.
extension Drawing {
  func bridge(_ steps: [Chart.Step]) -> (body: String, height: Double) {
    let (width, height) = (SVG.width, 210.0)
    let (left, right, top, bottom) = (10.0, width - 10, 26.0, height - 30)
    let bars = levels(steps)
    // Bars of levels begin at zero; so does the axis.
    let ends: [Double] = bars.flatMap { [$0.from ?? 0, $0.to] } + [0]
    let (low, high) = (ends.min() ?? 0, ends.max() ?? 0)
    let reach = high > low ? high - low : 1
    func y(_ value: Double) -> Double { bottom - (bottom - top) * (value - low) / reach }
    let slot = (right - left) / Double(max(1, bars.count))
    var body = SVG.line(left, y(0), right, y(0), "axis")
    for (index, bar) in bars.enumerated() {
      let x = left + slot * Double(index) + slot * 0.18
      let barWidth = slot * 0.64
      let (from, change) = (bar.from ?? 0, bar.to - (bar.from ?? 0))
      let upper = y(max(from, bar.to))
      let isLevel = bar.from == nil
      let style = isLevel ? "bar" : change > 0 ? "bar up" : "bar down"
      body += SVG.bar(x, upper, barWidth, max(1, abs(y(from) - y(bar.to))), style)
      // Of a part of a change the sum is a change too.
      let isChange = !isLevel || bars[0].from != nil
      body += SVG.text(
        x + barWidth / 2, upper - 6,
        isChange ? writer.amounts.difference(change, chart.unit) : amount(bar.to), "label middle")
      body += SVG.text(
        x + barWidth / 2, bottom + 18, writer.text(chart.places[index]), "tick middle")
    }
    return (body, height)
  }

  /// Where each step begins, nil for one that is shown whole, and where it ends.
  private func levels(_ steps: [Chart.Step]) -> [(from: Double?, to: Double)] {
    var level = 0.0
    return zip(steps, chart.series[0].points).map { step, cell in
      let size = value(cell) ?? 0
      let from = level
      switch step {
      case .level: level = size
      case .adds: level += size
      case .takes: level -= size
      }
      return (step == .level ? nil : from, level)
    }
  }
}
