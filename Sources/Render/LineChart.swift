import Aggregate
import Compare

/// A line chart of up to five series over consecutive periods, as SVG.
struct LineChart {
  struct Series {
    let name: String
    let values: [Double?]
    /// The class of its line: `actual`, `second`, `third`…
    let style: String
  }

  let title: String
  let summary: String
  let periods: [String]
  let series: [Series]
  let unit: Metric.Unit
  let currency: String
  /// One a period, drawn as a dashed line with its value, or two for a band; empty for none.
  var targets: [Target.Bound?] = []
  var width = Chart.width
  var height = 210.0
  /// A common scale for small multiples; nil for the chart's own.
  var range: ClosedRange<Double>?

  private static let classes = ["actual", "second", "third", "fourth", "fifth"]

  static func style(_ index: Int) -> String { classes[min(index, classes.count - 1)] }

  func svg() -> String {
    let known =
      series.flatMap { $0.values.compactMap { $0 } } + targets.flatMap { $0?.ends ?? [] }
    let scale = Scale(range ?? Scale.range(known, unit), unit: unit)
    let labels = labels
    // Room for the longest label and the longest value at the axis.
    let longest = labels.map(\.text.count).max() ?? 0
    let ticks = scale.ticks.map { Format.tick($0, unit, currency) }
    let (left, right, top, bottom) = (
      Double(ticks.map(\.count).max() ?? 0) * 7 + 24,
      width - max(80, min(Double(longest) * 7 + 18, width / 2)), 14.0, height - 26
    )
    func x(_ index: Int) -> Double {
      periods.count < 2
        ? (left + right) / 2 : left + (right - left) * Double(index) / Double(periods.count - 1)
    }
    func y(_ value: Double) -> Double { bottom - (bottom - top) * scale.part(value) }

    var body = ""
    for (tick, name) in zip(scale.ticks, ticks) {
      body += line(left, y(tick), right, y(tick), "grid")
      body += text(left - 8, y(tick) + 4, name, "tick end")
    }
    let step = step(periods, within: right - left)
    for index in periods.indices where (periods.count - 1 - index) % step == 0 {
      body += text(x(index), bottom + 18, periods[index], "tick middle")
    }
    for stretch in TargetLine(targets).stretches {
      let end = stretch.periods.upperBound
      let (from, to) = (
        stretch.periods.lowerBound == 0
          ? left : (x(stretch.periods.lowerBound - 1) + x(stretch.periods.lowerBound)) / 2,
        end >= periods.count ? right : (x(end - 1) + x(end)) / 2
      )
      for level in stretch.bound.ends { body += line(from, y(level), to, y(level), "target") }
      for (before, after) in stretch.steps {
        body += line(from, y(before), from, y(after), "target")
      }
    }
    for one in series {
      for run in runs(one.values) {
        let points = run.map { "\(Format.coordinate(x($0.0))),\(Format.coordinate(y($0.1)))" }
        if points.count == 1 {
          body += dot(x(run[0].0), y(run[0].1), one.style)
        } else {
          body +=
            "<polyline class=\"line \(one.style)\" points=\"\(points.joined(separator: " "))\"/>"
        }
      }
      if let last = one.values.last ?? nil {
        body += dot(x(one.values.count - 1), y(last), one.style)
      }
    }
    body += placed(
      labels.map { (y($0.value), $0.text, $0.style) }, x: right + 10, top: top, bottom: bottom)
    return Chart.frame(body, title: title, summary: summary, width: width, height: height)
  }

  /// Of so many periods one is named, that the names do not touch.
  private func step(_ periods: [String], within room: Double) -> Int {
    let name = Double(periods.map(\.count).max() ?? 0) * 7 + 14
    let named = max(1, Int(room / name))
    return max(1, (periods.count - 1 + named - 1) / named)
  }

  /// What stands behind the ends of lines: the target, and each series with its last value.
  private var labels: [(value: Double, text: String, style: String)] {
    var labels: [(value: Double, text: String, style: String)] = []
    if let last = TargetLine(targets).stretches.last {
      let ends = last.bound.ends
      let amount =
        ends.count == 1
        ? Format.amount(ends[0], unit, currency: currency)
        : Format.bound(last.bound, unit, currency: currency)
      let until =
        last.periods.upperBound < periods.count
        ? " to \(periods[last.periods.upperBound - 1])" : ""
      labels.append(
        (ends.reduce(0, +) / Double(ends.count), "target\(until) \(amount)", "target"))
    }
    for one in series {
      let name = series.count > 1 ? "\(one.name) " : ""
      if let last = one.values.last ?? nil {
        labels.append((last, name + Format.amount(last, unit, currency: currency), one.style))
      } else if let value = one.values.last(where: { $0 != nil }) ?? nil {
        labels.append((value, one.name, one.style))
      }
    }
    return labels
  }

  /// Stretches without a gap.
  private func runs(_ values: [Double?]) -> [[(Int, Double)]] {
    var runs: [[(Int, Double)]] = [[]]
    for (index, value) in values.enumerated() {
      if let value {
        runs[runs.count - 1].append((index, value))
      } else if !runs[runs.count - 1].isEmpty {
        runs.append([])
      }
    }
    return runs.filter { !$0.isEmpty }
  }

  /// Labels at the ends of lines, moved apart where they would touch.
  private func placed(
    _ labels: [(y: Double, text: String, style: String)], x: Double, top: Double, bottom: Double
  ) -> String {
    var sorted = labels.sorted { ($0.y, $0.text) < ($1.y, $1.text) }
    for index in sorted.indices.dropFirst() where sorted[index].y < sorted[index - 1].y + 14 {
      sorted[index].y = sorted[index - 1].y + 14
    }
    let excess = (sorted.last?.y ?? 0) - bottom
    if excess > 0 { for index in sorted.indices { sorted[index].y -= excess } }
    return sorted.map { text(x, $0.y + 4, $0.text, "label \($0.style)") }.joined()
  }

  private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String)
    -> String
  {
    Chart.line(x1, y1, x2, y2, style)
  }

  private func dot(_ x: Double, _ y: Double, _ style: String) -> String {
    "<circle class=\"dot \(style)\" cx=\"\(Format.coordinate(x))\" cy=\"\(Format.coordinate(y))\" r=\"3\"/>"
  }

  private func text(_ x: Double, _ y: Double, _ text: String, _ style: String) -> String {
    Chart.text(x, y, text, style)
  }
}

/// The parts that all charts share.
enum Chart {
  /// In units of which a letter takes about seven; as wide as half a page, so that the letters are
  /// read on paper and on a telephone.
  static let width = 520.0

  static func frame(
    _ body: String, title: String, summary: String, width: Double, height: Double
  ) -> String {
    "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 \(Format.coordinate(width)) "
      + "\(Format.coordinate(height))\"><title>\(escaped(title))</title>"
      + "<desc>\(escaped(summary))</desc>\(body)</svg>"
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String)
    -> String
  {
    "<line class=\"\(style)\" x1=\"\(Format.coordinate(x1))\" y1=\"\(Format.coordinate(y1))\" "
      + "x2=\"\(Format.coordinate(x2))\" y2=\"\(Format.coordinate(y2))\"/>"
  }

  static func text(_ x: Double, _ y: Double, _ text: String, _ style: String) -> String {
    "<text class=\"\(style)\" x=\"\(Format.coordinate(x))\" y=\"\(Format.coordinate(y))\">\(escaped(text))</text>"
  }

  static func bar(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String)
    -> String
  {
    "<rect class=\"\(style)\" x=\"\(Format.coordinate(x))\" y=\"\(Format.coordinate(y))\" "
      + "width=\"\(Format.coordinate(max(0, width)))\" height=\"\(Format.coordinate(height))\"/>"
  }
}

extension Format {
  /// A place in a drawing, to a tenth.
  static func coordinate(_ number: Double) -> String {
    let text = fixed(number, 1)
    let plain = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    return plain.hasPrefix("−") ? "-" + plain.dropFirst() : plain
  }

  /// A value at an axis: as few digits as its step needs.
  static func tick(_ number: Double, _ unit: Metric.Unit, _ currency: String) -> String {
    switch unit {
    case .share:
      fixed(number * 100, abs((number * 100).remainder(dividingBy: 1)) < 1e-6 ? 0 : 1) + " %"
    case .points: fixed(number, 0)
    case .days: days(number)
    case .seconds where abs(number) >= 48 * 3600:
      fixed(number / 86_400, number.truncatingRemainder(dividingBy: 86_400) == 0 ? 0 : 1) + " d"
    default: amount(number, unit, currency: currency)
    }
  }
}
