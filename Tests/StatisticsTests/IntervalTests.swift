import Statistics
import Testing

/// Every interval against SciPy, NumPy and statsmodels.
@Suite struct IntervalTests {
  let known: KnownAnswers

  init() throws { known = try KnownAnswers.load() }

  @Test func `quantiles and tails of t are SciPy's`() {
    for answer in known.t {
      let law = StudentT(degreesOfFreedom: answer.df ?? .infinity)
      let critical = law.critical(answer.p)
      #expect(abs(critical - answer.critical) <= 1e-9 * answer.critical, "\(answer)")
      #expect(abs(law.probability(beyond: answer.critical) - answer.back) <= 1e-9 * answer.back)
    }
    #expect(StudentT.normal.critical(1) == 0)
    #expect(StudentT.normal.critical(0) == .infinity)
  }

  @Test func `shares have Wilson's interval, of fewer records where days cluster`() throws {
    for answer in known.share {
      let dispersion = Dispersion(factor: answer.phi, days: answer.days)
      let bounds = try #require(
        Share(k: answer.k, n: answer.n, dispersion: dispersion).interval(missing: answer.p))
      #expect(isNear(bounds.low, answer.low) && isNear(bounds.high, answer.high), "\(answer)")
    }
    #expect(Share(k: 0, n: 0).interval(missing: 0.05) == nil)
  }

  @Test func `13 of 15 lies between 62 and 96 per cent`() throws {
    // By statsmodels: proportion_confint(13, 15, method="wilson").
    let bounds = try #require(Share(k: 13, n: 15).interval(missing: 0.05))
    #expect(isNear(bounds.low, 0.6211801716767763))
    #expect(isNear(bounds.high, 0.9626387408969347))
  }

  @Test func `means have Hall's interval`() throws {
    for answer in known.mean {
      let bounds = try #require(mean(answer.x).interval(missing: 0.05))
      #expect(isNear(bounds.low, answer.low) && isNear(bounds.high, answer.high), "\(answer)")
    }
    #expect(mean([4]).interval(missing: 0.05) == nil)
  }

  @Test func `ratios of sums have Fieller's interval, or none where the denominator may be zero`()
    throws
  {
    for answer in known.ratio {
      let bounds = try #require(ratio(answer.x, answer.y ?? []).interval(missing: 0.05))
      #expect(isNear(bounds.low, answer.low) && isNear(bounds.high, answer.high), "\(answer)")
    }
    // By hand: ȳ = 1, s_yy = 9 + 9 + 0 = 18 ÷ 2 = 9; t² s_yy ÷ n exceeds ȳ².
    #expect(ratio([1, 2, 3], [-2, 1, 4]).interval(missing: 0.05) == .open)
  }

  @Test func `counts have the score interval`() throws {
    for answer in known.count {
      let dispersion = Dispersion(factor: answer.phi, days: answer.days)
      let bounds = try #require(
        Count(answer.count, dispersion: dispersion).interval(missing: 0.05))
      #expect(isNear(bounds.low, answer.low) && isNear(bounds.high, answer.high), "\(answer)")
    }
  }

  @Test func `net promoter scores have the adjusted Wald interval`() throws {
    for answer in known.nps {
      let bounds = try #require(
        NetPromoters(
          promoters: answer.answers[0], passives: answer.answers[1], detractors: answer.answers[2]
        ).interval(missing: 0.05))
      #expect(isNear(bounds.low, answer.low) && isNear(bounds.high, answer.high), "\(answer)")
    }
  }

  @Test func `a quantile's ladder holds the values at the enclosing ranks`() throws {
    for answer in known.quantile {
      let ladder = try #require(
        QuantileLadder(answer.q, n: answer.x.count) { answer.x[$0 - 1] })
      #expect(isNear(ladder.value, answer.value))
      for (level, rung) in zip(QuantileLadder.levels, answer.rungs) {
        let bounds = try #require(ladder.interval(missing: level))
        #expect(isNear(bounds.low, rung[0]) && isNear(bounds.high, rung[1]), "\(level)")
      }
      #expect(ladder.interval(missing: 1e-9) == .open)
    }
    // The 90th percentile has no upper limit under 37 values.
    for (n, isOpen) in [(36, true), (37, false)] {
      let ladder = try #require(QuantileLadder(0.9, n: n) { rank in Double(rank) })
      #expect((ladder.interval(missing: 0.05)?.high == nil) == isOpen)
    }
  }

  @Test func `between two rungs an interval grows with its confidence`() throws {
    let ladder = try #require(QuantileLadder(0.5, n: 400) { rank in Double(rank * rank) })
    var last = try #require(ladder.interval(missing: 0.9))
    for p in [0.6, 0.5, 0.3, 0.2, 0.12, 0.07, 0.05, 0.03, 0.005, 2e-3, 1e-5] {
      let next = try #require(ladder.interval(missing: p))
      #expect(try #require(next.low) <= #require(last.low))
      #expect(try #require(next.high) >= #require(last.high))
      last = next
    }
  }

  @Test func `dispersion by day is at least 1, and 1 under ten days`() {
    for answer in known.dispersion {
      let counts = Dispersion(
        counts: zip(answer.weekdays, answer.counts).map { (weekday: $0, count: $1) })
      let shares = Dispersion(shares: zip(answer.k, answer.n).map { (k: $0, n: $1) })
      #expect(isNear(counts.factor, answer.countFactor), "\(answer)")
      #expect(isNear(shares.factor, answer.shareFactor), "\(answer)")
    }
  }

  private func mean(_ x: [Double]) -> Mean {
    Mean(
      n: x.count, sum: x.reduce(0, +), squares: x.reduce(0) { $0 + $1 * $1 },
      cubes: x.reduce(0) { $0 + $1 * $1 * $1 })
  }

  private func ratio(_ x: [Double], _ y: [Double]) -> RatioOfSums {
    RatioOfSums(
      units: x.count, x: x.reduce(0, +), y: y.reduce(0, +), xx: x.reduce(0) { $0 + $1 * $1 },
      xy: zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }, yy: y.reduce(0) { $0 + $1 * $1 })
  }
}
