import Compose

// The bridge from an opening to a closing count.
extension Drawing {
  func bridge(_ steps: [Chart.Step]) -> (body: String, height: Double) {
    let (width, height) = (SVG.width, 210.0)
    let (left, right, top, bottom) = (10.0, width - 10, 26.0, height - 30)
    let bars = levels(steps)
    let most = max(bars.map(\.to).max() ?? 0, 1)
    // Bars of levels begin at zero; so does the axis.
    func y(_ value: Double) -> Double { bottom - (bottom - top) * max(0, value) / most }
    let slot = (right - left) / Double(max(1, bars.count))
    var body = SVG.line(left, bottom, right, bottom, "axis")
    for (index, bar) in bars.enumerated() {
      let x = left + slot * Double(index) + slot * 0.18
      let barWidth = slot * 0.64
      let upper = y(max(bar.from ?? 0, bar.to))
      let isLevel = bar.from == nil
      let change = bar.to - (bar.from ?? 0)
      let size = isLevel ? bottom - y(bar.to) : abs(y(bar.from ?? 0) - y(bar.to))
      let style = isLevel ? "bar" : change > 0 ? "bar up" : "bar down"
      body += SVG.bar(x, isLevel ? y(bar.to) : upper, barWidth, max(1, size), style)
      body += SVG.text(
        x + barWidth / 2, (isLevel ? y(bar.to) : upper) - 6,
        isLevel ? amount(bar.to) : writer.amounts.difference(change, chart.unit), "label middle")
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
