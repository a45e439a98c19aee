import Aggregate

/// A vertical axis: its ends and its ticks, at round numbers of the unit.
struct Scale {
  let low: Double
  let high: Double
  let ticks: [Double]

  init(_ range: ClosedRange<Double>, unit: Metric.Unit) {
    let step = Self.step(range.upperBound - range.lowerBound, unit)
    low = (range.lowerBound / step).rounded(.down) * step
    let top = (range.upperBound / step).rounded(.up) * step
    high = top > low ? top : low + step
    let count = Int(((high - low) / step).rounded())
    let (low, last) = (low, min(count, 12))
    ticks = (0...last).map { low + step * Double($0) }
  }

  /// Where a value lies, from 0 at the low end to 1 at the high one.
  func part(_ value: Double) -> Double { min(1, max(0, (value - low) / (high - low))) }

  /// From zero, except shares and points, whose axis is cut and says so by its labels.
  static func range(_ values: [Double], _ unit: Metric.Unit) -> ClosedRange<Double> {
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    switch unit {
    case .share, .points:
      let margin = max((high - low) * 0.15, unit == .share ? 0.02 : 2)
      // A share of budget may be negative, or more than all.
      let floor = unit == .share ? (low < 0 ? -.infinity : 0.0) : -100.0
      let ceiling = unit == .share ? (high > 1 ? .infinity : 1.0) : 100.0
      return max(floor, low - margin)...max(min(ceiling, high + margin), max(floor, low - margin))
    default: return min(0, low)...max(high, 0)
    }
  }

  private static let clock: [Double] = [
    10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800,
    432_000, 864_000, 2_592_000,
  ]

  /// About four steps.
  private static func step(_ span: Double, _ unit: Metric.Unit) -> Double {
    guard span > 0, span.isFinite else { return unit == .share ? 0.05 : 1 }
    let raw = span / 4
    if unit == .seconds || unit == .days, let step = clock.first(where: { $0 >= raw }) {
      return step
    }
    var power = 1.0
    while power > raw { power /= 10 }
    while power * 10 <= raw { power *= 10 }
    let nice = [1.0, 2, 2.5, 5, 10].first { $0 * power >= raw } ?? 10
    let step = nice * power
    return unit == .count ? max(1, step.rounded(.up)) : step
  }
}
