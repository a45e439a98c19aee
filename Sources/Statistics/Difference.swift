import Foundation

/// How a value differs from an earlier one: its interval and its p come from the intervals of the two,
/// so that they never disagree.
///
/// G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008), 1693–1702 (MOVER).
public struct Difference: Sendable, Hashable {
  public let from: Estimate
  public let to: Estimate

  /// - Returns: nil where the two are not of one kind, or one of them has no value or no interval.
  public init?(from: Estimate, to: Estimate) {
    guard from.value != nil, to.value != nil, Self.isAlike(from, to),
      from.interval(missing: 0.05) != nil, to.interval(missing: 0.05) != nil
    else { return nil }
    self.from = from
    self.to = to
  }

  private static func isAlike(_ a: Estimate, _ b: Estimate) -> Bool {
    switch (a, b) {
    case (.share, .share), (.mean, .mean), (.ratio, .ratio), (.count, .count), (.nps, .nps),
      (.quantile, .quantile):
      true
    default: false
    }
  }

  /// Whether the interval is one of a factor: of logarithms, which zero and less have not.
  public var isRelative: Bool {
    from.isRelative && (from.value ?? 0) > 0 && (to.value ?? 0) > 0
  }

  /// Later less earlier; where `isRelative` the logarithm of later ÷ earlier, by exposure.
  public var change: Double { scaled(to, to.value) - scaled(from, from.value) }

  /// The interval of the change, on its scale; a side is nil where the statistics set no limit.
  public func interval(missing p: Double) -> Bounds {
    guard let a = from.interval(missing: p), let b = to.interval(missing: p) else { return .open }
    let (old, new) = (scaled(from, from.value), scaled(to, to.value))
    func reach(_ one: Double?, _ other: Double?) -> Double? {
      guard let one, let other, one.isFinite, other.isFinite else { return nil }
      return (one * one + other * other).squareRoot()
    }
    let down = reach(
      side(to, b.low).map { new - $0 }, side(from, a.high).map { $0 - old })
    let up = reach(side(to, b.high).map { $0 - new }, side(from, a.low).map { old - $0 })
    return Bounds(low: down.map { change - $0 }, high: up.map { change + $0 })
  }

  /// The interval of the change as a part of the earlier value, where it is one of a factor.
  public func growth(missing p: Double) -> Bounds? {
    guard isRelative else { return nil }
    let bounds = interval(missing: p)
    return Bounds(low: bounds.low.map(expm1), high: bounds.high.map(expm1))
  }

  /// 1 less the greatest confidence at which the interval does not touch "no change"; rounded so that
  /// decisions are the same on every machine.
  public var p: Double {
    if change == 0 { return 1 }
    /// How far the interval keeps from "no change"; below zero where it reaches over it.
    func clearance(_ exponent: Double) -> Double {
      let bounds = interval(missing: Self.power(exponent))
      return (change > 0 ? bounds.low : bounds.high.map(-)) ?? -.infinity
    }
    // Of the exponent: p may be very small.
    let least = -40.0
    let reach = clearance(least)
    if reach > 0 { return 0 }
    let root = Self.root(from: (least, reach), to: (0, abs(change)), clearance)
    return Self.power(root).decidable
  }

  /// Where a function that rises comes above zero: by the chord between the two nearest places known
  /// (the Illinois rule), and by halving where that is slow.
  private static func root(
    from low: (x: Double, y: Double), to high: (x: Double, y: Double),
    _ function: (Double) -> Double
  ) -> Double {
    var (low, high) = (low, high)
    var wasAbove: Bool?
    // Three steps by chords should have the place within an eighth.
    var (steps, width) = (0, high.x - low.x)
    while true {
      let middle = low.x + (high.x - low.x) / 2
      let least = max(low.x.ulp, high.x.ulp)
      if high.x - low.x <= 2 * least { return middle }
      var x = middle
      if low.y.isFinite && steps < 3 {
        let chord = low.x + (high.x - low.x) * (low.y / (low.y - high.y))
        // Close by, a place beyond it closes in from the other side.
        x = min(max(chord, low.x + least), high.x - least)
      }
      let y = function(x)
      if y > 0 {
        high = (x, y)
        // What stays twice weighs half, so that it moves next.
        if wasAbove == true { low.y /= 2 }
      } else {
        low = (x, y)
        if wasAbove == false { high.y /= 2 }
      }
      wasAbove = y > 0
      steps += 1
      if high.x - low.x <= width / 8 || steps > 3 { (steps, width) = (0, high.x - low.x) }
    }
  }

  private static func power(_ exponent: Double) -> Double { pow(10, exponent) }

  private func scaled(_ estimate: Estimate, _ value: Double?) -> Double {
    let value = (value ?? 0) / exposure(estimate)
    return isRelative ? log(value) : value
  }

  /// A bound on the scale of the change; nil where there is none.
  private func side(_ estimate: Estimate, _ bound: Double?) -> Double? {
    guard let bound else { return nil }
    let value = bound / exposure(estimate)
    if !isRelative { return value }
    return value > 0 ? log(value) : nil
  }

  private func exposure(_ estimate: Estimate) -> Double {
    if case .count(let count) = estimate { return count.exposure }
    return 1
  }
}
