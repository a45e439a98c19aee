extension Estimate {
  /// How often chance alone would put the value so far from a level, on either side: 1 less the greatest
  /// confidence at which the interval does not hold the level; nil without an interval.
  public func p(against level: Double) -> Double? {
    guard let value, interval(missing: 0.05) != nil else { return nil }
    if value == level { return 1 }
    return ConfidenceLimit.p(distance: abs(value - level)) { p in
      let bounds = interval(missing: p)
      return value > level ? bounds?.low.map { $0 - level } : bounds?.high.map { level - $0 }
    }
  }
}
