extension Estimate {
  /// The statistics of the records that are in this value and not in one of a part of them; nil where
  /// they do not add up over records, or nothing is left.
  public func less(_ part: Estimate) -> Estimate? {
    switch (self, part) {
    case (.share(let a), .share(let b)):
      guard a.n > b.n, a.k >= b.k, a.n - b.n >= a.k - b.k else { return nil }
      return .share(Share(k: a.k - b.k, n: a.n - b.n, dispersion: a.dispersion))
    case (.mean(let a), .mean(let b)):
      guard a.n > b.n else { return nil }
      return .mean(
        Mean(
          n: a.n - b.n, sum: a.sum - b.sum, squares: a.squares - b.squares,
          cubes: a.cubes - b.cubes))
    case (.ratio(let a), .ratio(let b)):
      guard a.units > b.units else { return nil }
      return .ratio(
        RatioOfSums(
          units: a.units - b.units, x: a.x - b.x, y: a.y - b.y, xx: a.xx - b.xx,
          xy: a.xy - b.xy, yy: a.yy - b.yy))
    case (.count(let a), .count(let b)):
      guard a.count >= b.count else { return nil }
      return .count(
        Count(a.count - b.count, dispersion: a.dispersion, exposure: a.exposure))
    case (.nps(let a), .nps(let b)):
      guard a.n > b.n, a.promoters >= b.promoters, a.passives >= b.passives,
        a.detractors >= b.detractors
      else { return nil }
      return .nps(
        NetPromoters(
          promoters: a.promoters - b.promoters, passives: a.passives - b.passives,
          detractors: a.detractors - b.detractors))
    default: return nil
    }
  }
}
