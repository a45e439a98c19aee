import Aggregate
import Compare

/// The scorecard: one line a KPI.
struct Scorecard {
  struct Row {
    var metric: Metric
    var value: MetricValue
    /// Of fewer days than there are so far, where a shorter period is compared with.
    var parts: [MetricValue] = []
    var previous: Change?
    var yearBefore: Change?
    var target: Target?
    var series: [MetricValue]
    var currency: String
    /// The share of its records that the value rests on, where that is not all of them.
    var gap: Double?
  }

  let input: ReportInput

  var rows: [Row] {
    input.scorecardMetrics.compactMap { metric in
      guard let series = input.snapshot.series(metric.id), let value = series.last else {
        return nil
      }
      return Row(
        metric: metric, value: value,
        parts: input.fewerDays.map { input.value(metric.id, against: $0.against) ?? .unknown },
        previous: input.change(metric, from: input.previous),
        yearBefore: input.change(metric, from: input.yearBefore), target: input.target(metric.id),
        series: Array(series.suffix(13)), currency: input.currency,
        gap: input.gap(metric))
    }
  }
}

extension MetricValue {
  /// Whether a target can be judged by the value: not one of hours, by one of days.
  func isJudged(by bound: Target.Bound, _ unit: Metric.Unit) -> Bool {
    self.unit(unit) != .days || bound.ends.allSatisfy { $0.remainder(dividingBy: 86_400) == 0 }
  }
}

extension Scorecard.Row {
  func text(_ value: MetricValue) -> String {
    Format.value(value, metric.unit, currency: currency)
  }

  var valueText: String { text(value) }

  var partTexts: [String] { parts.map(text) }

  var targetText: String {
    target.map { Format.bound($0.bound, metric.unit, currency: currency) } ?? ""
  }

  func changeText(_ change: Change?) -> String {
    guard let change else { return Format.unknown }
    switch change.verdict {
    case .appeared, .vanished, .unknown: return Format.unknown
    default: return Format.change(change, metric.unit, currency: currency)
    }
  }

  /// Words and a shape, never colour alone.
  var status: (shape: String, words: String, style: String) {
    if value.isSuppressed { return ("○", "suppressed", "neutral") }
    guard let number = value.value else { return ("○", "not known", "neutral") }
    if let target {
      guard value.isJudged(by: target.bound, metric.unit) else {
        return ("○", "not judged: known to the day only", "neutral")
      }
      let words = distance(number, to: target.bound)
      return target.bound.isMet(by: number)
        ? ("●", "on target (\(words))", "better") : ("▲", "off target (\(words))", "worse")
    }
    switch previous?.verdict {
    case .better: return ("●", "better", "better")
    case .worse: return ("▲", "worse", "worse")
    case .unchanged: return ("■", "unchanged", "neutral")
    default: return ("■", "no target", "neutral")
    }
  }

  private func distance(_ number: Double, to bound: Target.Bound) -> String {
    if case .within(let band) = bound, band.contains(number) { return "in the band" }
    return Format.variance(
      bound.distance(from: number), value.unit(metric.unit), currency: currency)
  }

  var node: ModelNode {
    let (shape, words, style) = status
    var notes = value.flags.filter { $0 != .approximate && $0 != .suppressed }.map(\.words)
    if let gap { notes.append("covers \(Format.coverage(gap)) of records") }
    return .object([
      "id": .text(metric.id),
      "label": .text(metric.label),
      "value": .text(valueText),
      "part_values": .list(partTexts.map { .object(["value": .text($0)]) }),
      "n": .text(metric.unit == .count ? "" : Format.n(value)),
      "notes": .text(notes.joined(separator: ", ")),
      "target": .text(targetText),
      "previous": .text(changeText(previous)),
      "previous_style": .text(Self.style(previous)),
      "year": .text(changeText(yearBefore)),
      "year_style": .text(Self.style(yearBefore)),
      "shape": .text(shape),
      "status": .text(words),
      "style": .text(style),
      "spark": .markup(
        Sparkline.svg(series.map(\.value), label: "\(metric.label), \(series.count) periods")),
    ])
  }

  static func style(_ change: Change?) -> String {
    switch change?.verdict {
    case .better: "better"
    case .worse: "worse"
    default: ""
    }
  }
}
