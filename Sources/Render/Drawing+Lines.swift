import Aggregate
import Compare
import Compose
import Language

// A line for each of up to five series, over consecutive periods.
extension Drawing {
  private typealias Line = (name: String, values: [Double?], style: String)

  private static let classes = ["actual", "second", "third", "fourth", "fifth"]

  var lines: (body: String, height: Double) {
    let width = SVG.width
    let series = chart.series.map { one -> Line in
      (
        writer.text(one.name), one.points.map(value),
        Self.classes[min(one.rank, Self.classes.count - 1)]
      )
    }
    let expected = chart.expected
    let periods = (chart.places + expected.map(\.place)).map(writer.text)
    let known =
      expected.flatMap { [$0.low, $0.high] }
      + series.flatMap { $0.values.compactMap { $0 } } + chart.bounds.flatMap { $0?.ends ?? [] }
      + chart.limits.flatMap { $0.map { [$0.lower, $0.upper] } ?? [] }
    let scale = Scale(Scale.range(known, chart.unit), unit: chart.unit)
    let labels = labels(series, periods)
    // Room for the longest label and the longest value at the axis.
    let longest = labels.map(\.text.count).max() ?? 0
    let ticks = scale.ticks.map { writer.amounts.tick($0, chart.unit) }
    let (left, right) = (
      Double(ticks.map(\.count).max() ?? 0) * 7 + 24,
      width - max(80, min(Double(longest) * 7 + 18, width / 2))
    )
    func x(_ place: Double) -> Double {
      periods.count < 2
        ? (left + right) / 2 : left + (right - left) * place / Double(periods.count - 1)
    }
    func x(_ index: Int) -> Double { x(Double(index)) }
    let milestones = MilestoneRows(
      chart.milestones.map { (min(right, max(left, x($0.place - 0.5))), $0.label) })
    let height = 210 + milestones.height
    let (top, bottom) = (14 + milestones.height, height - 26)
    func y(_ value: Double) -> Double { bottom - (bottom - top) * scale.part(value) }

    var body = ""
    for (tick, name) in zip(scale.ticks, ticks) {
      body += SVG.line(left, y(tick), right, y(tick), "grid")
      body += SVG.text(left - 8, y(tick) + 4, name, "tick end")
    }
    let step = step(periods, within: right - left)
    for index in periods.indices where (periods.count - 1 - index) % step == 0 {
      body += SVG.text(x(index), bottom + 18, periods[index], "tick middle")
    }
    for stretch in TargetLine(chart.bounds).stretches {
      let end = stretch.periods.upperBound
      let (from, to) = (
        stretch.periods.lowerBound == 0
          ? left : (x(stretch.periods.lowerBound - 1) + x(stretch.periods.lowerBound)) / 2,
        end >= chart.places.count ? x(chart.places.count - 1) : (x(end - 1) + x(end)) / 2
      )
      for level in stretch.bound.ends { body += SVG.line(from, y(level), to, y(level), "target") }
      for (before, after) in stretch.steps {
        body += SVG.line(from, y(before), from, y(after), "target")
      }
    }
    for stretch in LimitLine(chart.limits).stretches {
      let (from, to) = (
        max(left, x(Double(stretch.places.lowerBound) - 0.5)),
        min(right, x(Double(stretch.places.upperBound) - 0.5))
      )
      body += SVG.line(from, y(stretch.limits.mean), to, y(stretch.limits.mean), "mean")
      for level in [stretch.limits.lower, stretch.limits.upper] {
        body += SVG.line(from, y(level), to, y(level), "limit")
      }
    }
    body += milestones.svg(bottom: bottom)
    if let known = chart.series.first?.points.map(value), let last = known.last ?? nil {
      let start = (x: x(known.count - 1), y: y(last))
      let ahead = expected.enumerated().map { (x: x(known.count + $0), one: $1) }
      body += SVG.fan(
        [(start.x, start.y, start.y)] + ahead.map { ($0.x, y($0.one.high), y($0.one.low)) })
      body += SVG.polyline([start] + ahead.map { ($0.x, y($0.one.value)) }, "actual ahead")
    }
    for one in series {
      for run in runs(one.values) {
        let points = run.map { (x: x($0.0), y: y($0.1)) }
        body +=
          points.count == 1
          ? SVG.dot(points[0].x, points[0].y, radius: 3, one.style)
          : SVG.polyline(points, one.style)
      }
      // What left the ordinary variation is a dot of its own.
      for (index, value) in one.values.enumerated()
      where index < chart.limits.count && chart.limits[index]?.isOrdinary == false {
        if let value { body += SVG.dot(x(index), y(value), radius: 3, one.style) }
      }
      if let last = one.values.last ?? nil {
        body += SVG.dot(x(one.values.count - 1), y(last), radius: 3, one.style)
      }
    }
    body += placed(
      labels.map { (y($0.value), $0.text, $0.style) }, x: right + 10, bottom: bottom)
    return (body, height)
  }

  /// Of so many periods one is named, that the names do not touch.
  private func step(_ periods: [String], within room: Double) -> Int {
    let name = Double(periods.map(\.count).max() ?? 0) * 7 + 14
    let named = max(1, Int(room / name))
    return max(1, (periods.count - 1 + named - 1) / named)
  }

  /// What stands behind the ends of lines: the target, and each series with its last value.
  private func labels(
    _ series: [Line], _ periods: [String]
  ) -> [(value: Double, text: String, style: String)] {
    var labels: [(value: Double, text: String, style: String)] = []
    if let last = TargetLine(chart.bounds).stretches.last {
      let ends = last.bound.ends
      var arguments = [
        "bound": ends.count == 1
          ? amount(ends[0]) : writer.amounts.bound(last.bound, chart.unit)
      ]
      let isOver = last.periods.upperBound < periods.count
      if isOver { arguments["period"] = periods[last.periods.upperBound - 1] }
      let text = writer.language.text(isOver ? .targetLabelUntil : .targetLabel, arguments)
      labels.append((ends.reduce(0, +) / Double(ends.count), text, "target"))
    }
    for one in series {
      if let last = one.values.last ?? nil {
        let value = amount(last)
        let text =
          series.count > 1
          ? writer.language.text(.namedValue, ["name": one.name, "value": value]) : value
        labels.append((last, text, one.style))
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
    _ labels: [(y: Double, text: String, style: String)], x: Double, bottom: Double
  ) -> String {
    var sorted = labels.sorted { ($0.y, $0.text) < ($1.y, $1.text) }
    for index in sorted.indices.dropFirst() where sorted[index].y < sorted[index - 1].y + 14 {
      sorted[index].y = sorted[index - 1].y + 14
    }
    let excess = (sorted.last?.y ?? 0) - bottom
    if excess > 0 { for index in sorted.indices { sorted[index].y -= excess } }
    return sorted.map { SVG.text(x, $0.y + 4, $0.text, "label \($0.style)") }.joined()
  }
}
