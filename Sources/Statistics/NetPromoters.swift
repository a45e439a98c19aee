/// Answers to "would you recommend us": 9 and 10 promote, 0 to 6 detract.
public struct NetPromoters: Sendable, Hashable {
  public let promoters, passives, detractors: Int

  public init(promoters: Int, passives: Int, detractors: Int) {
    (self.promoters, self.passives, self.detractors) = (promoters, passives, detractors)
  }

  public var n: Int { promoters + passives + detractors }

  /// −100…100.
  public var value: Double? {
    n > 0 ? 100 * Double(promoters - detractors) / Double(n) : nil
  }

  /// The score and its variance with three more answers, a quarter of each end and a half in the
  /// middle of them; what intervals and signals rest on.
  ///
  /// B. Rocks, "Interval estimation for the Net Promoter Score", The American Statistician 70 (2016),
  /// 365–372.
  public var adjusted: (score: Double, variance: Double) {
    let total = Double(n) + 3
    let up = (Double(promoters) + 0.75) / total
    let down = (Double(detractors) + 0.75) / total
    let score = up - down
    return (100 * score, 10_000 * (up + down - score * score) / total)
  }

  public func interval(missing p: Double) -> Bounds? {
    guard n > 0 else { return nil }
    let reach = StudentT.normal.critical(p) * adjusted.variance.squareRoot()
    return Bounds(
      low: max(-100, adjusted.score - reach), high: min(100, adjusted.score + reach))
  }
}
