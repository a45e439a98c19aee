import Compose
import Language

/// A line the size of a word: the course of one metric, the last point marked, between its limits and
/// beside its target; as SVG.
struct Sparkline {
  let label: String
  let values: [Double?]
  let limits: [Chart.Limits?]
  /// A line for each level that is aimed at, with the periods that it holds for.
  private let targets: [(level: Double, periods: Range<Int>)]

  private static let (width, height) = (96.0, 24.0)

  init(_ row: Scorecard.Row, _ writer: Writer) {
    label = writer.text(
      .phrase(
        .courseOf, ["metric": .metric(row.metric), "count": .count(row.course.count)]))
    values = row.course.map { writer.document[$0].value }
    limits = row.limits
    targets = TargetLine(row.bounds).stretches.flatMap { stretch in
      stretch.bound.ends.map { ($0, stretch.periods) }
    }
  }

  var svg: String {
    let (low, high) = (range.lowerBound, range.upperBound)
    let (width, height) = (Self.width, Self.height)
    func y(_ value: Double) -> Double {
      high > low ? height - 4 - (height - 8) * (value - low) / (high - low) : height / 2
    }
    var body = ""
    for stretch in LimitLine(limits).stretches {
      for end in [stretch.limits.lower, stretch.limits.upper] {
        body += level(end, stretch.places, "limit", y)
      }
    }
    for target in targets where range.contains(target.level) {
      body += level(target.level, target.periods, "target", y)
    }
    var run: [(x: Double, y: Double)] = []
    for (index, value) in values.enumerated() {
      if let value { run.append((x(Double(index)), y(value))) }
      guard value == nil || index + 1 == values.count else { continue }
      if run.count > 1 { body += SVG.polyline(run, "actual") }
      run = []
    }
    if let last = values.last ?? nil {
      body += SVG.dot(x(Double(values.count - 1)), y(last), radius: 2.5, "actual")
    }
    return
      "<svg class=\"spark\" role=\"img\" viewBox=\"0 0 \(SVG.coordinate(width)) "
      + "\(SVG.coordinate(height))\"><title>\(escaped(label))</title>\(body)</svg>"
  }

  /// That of values and limits, and of a target that lies no farther from them than they reach: a
  /// distant one would make the course a flat line.
  private var range: ClosedRange<Double> {
    let known =
      values.compactMap { $0 } + limits.compactMap { $0 }.flatMap { [$0.lower, $0.upper] }
    let (low, high) = (known.min() ?? 0, known.max() ?? 0)
    let reach = high - low
    let near = targets.map(\.level).filter { low - reach <= $0 && $0 <= high + reach }
    return min(low, near.min() ?? low)...max(high, near.max() ?? high)
  }

  private func x(_ place: Double) -> Double {
    let (first, last) = (3.0, Self.width - 3)
    if values.count < 2 { return Self.width / 2 }
    return min(last, max(first, first + (last - first) * place / Double(values.count - 1)))
  }

  private func level(
    _ level: Double, _ places: Range<Int>, _ style: String, _ y: (Double) -> Double
  ) -> String {
    SVG.line(
      x(Double(places.lowerBound) - 0.5), y(level), x(Double(places.upperBound) - 0.5), y(level),
      style)
  }
}
