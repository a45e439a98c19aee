import Foundation

extension Estimate {
  /// How often chance alone would put the value so far from a level, on either side: 1 less the greatest
  /// confidence at which the interval does not hold the level; nil without an interval.
  public func p(against level: Double) -> Double? {
    guard let value, interval(missing: 0.05) != nil else { return nil }
    if value == level { return 1 }
    func excludes(_ exponent: Double) -> Bool {
      guard let bounds = interval(missing: pow(10, exponent)) else { return false }
      return value > level
        ? (bounds.low.map { $0 > level } ?? false) : (bounds.high.map { $0 < level } ?? false)
    }
    var (least, most) = (-40.0, 0.0)
    if excludes(least) { return 0 }
    for _ in 0..<60 {
      let middle = (least + most) / 2
      if excludes(middle) { most = middle } else { least = middle }
    }
    return pow(10, (least + most) / 2).decidable
  }
}
