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
    return ConfidenceLimit.p(distance: abs(change)) { p in
      let bounds = interval(missing: p)
      return change > 0 ? bounds.low : bounds.high.map(-)
    }
  }

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
