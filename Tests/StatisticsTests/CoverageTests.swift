import Foundation
import Statistics
import TestSupport
import Testing

/// How often the 95 % intervals hold the truth, by exact sums where there are such, else by seeded
/// simulation.
@Suite struct CoverageTests {
  @Test func `shares are covered in 95 per cent of cases, within a point`() throws {
    for n in [10, 30, 100] {
      let bounds = try (0...n).map { k in
        try #require(Share(k: k, n: n).interval(missing: 0.05))
      }
      let grid = (1...99).map { Double($0) / 100 }
      let coverage = grid.map { p in
        (0...n).reduce(0.0) { bounds[$1].contains(p) ? $0 + binomial($1, n, p) : $0 }
      }
      let mean = coverage.reduce(0, +) / Double(grid.count)
      #expect(abs(mean - 0.95) < 0.01, "\(n): \(mean)")
    }
  }

  @Test func `means of skewed values are covered as Hall's interval promises`() throws {
    var generator = SeededGenerator(1992)
    // Lognormal with σ = 0.8, whose mean is exp(0.32).
    let truth = exp(0.32)
    for (n, least) in [(10, 0.91), (30, 0.93), (100, 0.94)] {
      let runs = 3_000
      var held = 0
      for _ in 0..<runs {
        var (sum, squares, cubes) = (0.0, 0.0, 0.0)
        for _ in 0..<n {
          let x = exp(0.8 * normal(&generator))
          sum += x
          squares += x * x
          cubes += x * x * x
        }
        let mean = Mean(n: n, sum: sum, squares: squares, cubes: cubes)
        if try #require(mean.interval(missing: 0.05)).contains(truth) { held += 1 }
      }
      let coverage = Double(held) / Double(runs)
      // Two standard errors of the simulation below the promise.
      #expect(coverage > least - 0.008, "\(n): \(coverage)")
    }
  }

  @Test func `quantiles are covered in 95 per cent of cases, within a point and a half`() throws {
    var generator = SeededGenerator(3)
    for (q, sizes) in [(0.5, [10, 31, 100]), (0.9, [60, 150])] {
      for n in sizes {
        let runs = 4_000
        var held = 0
        for _ in 0..<runs {
          let values = (0..<n).map { _ in Double.random(in: 0..<1, using: &generator) }.sorted()
          let ladder = try #require(QuantileLadder(q, n: n) { rank in values[rank - 1] })
          if try #require(ladder.interval(missing: 0.05)).contains(q) { held += 1 }
        }
        let coverage = Double(held) / Double(runs)
        #expect(abs(coverage - 0.95) < 0.015, "\(q) of \(n): \(coverage)")
      }
    }
  }

  @Test func `net promoter scores are covered in 95 per cent of cases, within a point`() throws {
    var generator = SeededGenerator(2016)
    var coverage: [Double] = []
    for (up, down) in [(0.4, 0.3), (0.55, 0.15), (0.25, 0.45), (0.7, 0.1)] {
      for n in [12, 50, 200] {
        let runs = 2_000
        var held = 0
        for _ in 0..<runs {
          var counts = (promoters: 0, detractors: 0)
          for _ in 0..<n {
            let answer = Double.random(in: 0..<1, using: &generator)
            if answer < up {
              counts.promoters += 1
            } else if answer < up + down {
              counts.detractors += 1
            }
          }
          let score = NetPromoters(
            promoters: counts.promoters, passives: n - counts.promoters - counts.detractors,
            detractors: counts.detractors)
          if try #require(score.interval(missing: 0.05)).contains(100 * (up - down)) { held += 1 }
        }
        coverage.append(Double(held) / Double(runs))
      }
    }
    let mean = coverage.reduce(0, +) / Double(coverage.count)
    #expect(abs(mean - 0.95) < 0.01, "\(mean)")
  }

  private func binomial(_ k: Int, _ n: Int, _ p: Double) -> Double {
    let ways: Double = lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1))
    let chance: Double = Double(k) * log(p) + Double(n - k) * log(1 - p)
    return exp(ways + chance)
  }

  private func normal(_ generator: inout SeededGenerator) -> Double {
    let radius = (-2 * log(Double.random(in: .leastNonzeroMagnitude..<1, using: &generator)))
      .squareRoot()
    return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
  }
}
