import Foundation
import Statistics

/// Records that have nothing to do with one another.
extension CoverageCase {
  static let shares = [10, 30, 100, 300].map { n in
    CoverageCase(
      "share", "n = \(n); p = 1 % to 99 %", n == 10 ? 0.935...0.965 : 0.94...0.96, isExact: true
    ) { _, _ in coverage(ofShares: (0...n).map { Share(k: $0, n: n).interval(missing: 0.05) }) }
  }

  /// How often the intervals of 0, 1, 2 … of so many records hold the share that they come from.
  public static func coverage(ofShares bounds: [Bounds?]) -> Double {
    let n = bounds.count - 1
    let grid = (1...99).map { Double($0) / 100 }
    return grid.reduce(0) { sum, p in
      sum + (0...n).reduce(0) { bounds[$1].holds(p) ? $0 + chance([$1, n - $1], [p, 1 - p]) : $0 }
    } / Double(grid.count)
  }

  /// Shares of promoters and detractors.
  private static let audiences = [
    (0.40, 0.30), (0.55, 0.15), (0.25, 0.45), (0.70, 0.10), (0.34, 0.33), (0.15, 0.15),
  ]

  static let scores = [10, 30, 100].map { n in
    CoverageCase(
      "NPS", "n = \(n); scores −20 to 60", n == 10 ? 0.935...0.965 : 0.94...0.96, isExact: true
    ) { _, _ in
      audiences.reduce(0) { sum, audience in
        let (up, down) = audience
        var held = 0.0
        for promoters in 0...n {
          for detractors in 0...(n - promoters) {
            let passives = n - promoters - detractors
            let score = NetPromoters(
              promoters: promoters, passives: passives, detractors: detractors)
            guard score.interval(missing: 0.05).holds(100 * (up - down)) else { continue }
            held += chance([promoters, passives, detractors], [up, 1 - up - down, down])
          }
        }
        return sum + held
      } / Double(audiences.count)
    }
  }

  static let quantiles = [(0.5, [10, 30, 100, 300]), (0.9, [60, 100, 300])].flatMap { q, sizes in
    sizes.map { n in
      CoverageCase(
        q == 0.5 ? "median" : "90th percentile", "n = \(n); lognormal, σ = 0.5, 1 and 1.5",
        n == 10 ? 0.935...0.965 : 0.94...0.96
      ) { runs, generator in
        // The normal quantiles of 50 and 90 %.
        let z = q == 0.5 ? 0 : 1.2815515655446004
        return average(over: [0.5, 1, 1.5], runs, &generator) { deviation, generator in
          let values = (0..<n).map { _ in generator.lognormal(deviation) }.sorted()
          let ladder = QuantileLadder(q, n: n) { values[$0 - 1] }
          return (ladder?.interval(missing: 0.05)).holds(exp(deviation * z))
        }
      }
    }
  }

  static let means = [(10, 0.91), (30, 0.93), (100, 0.94), (300, 0.94)].flatMap { n, least in
    [0.4, 0.8].map { deviation in
      CoverageCase("mean", "n = \(n); lognormal, σ = \(deviation)", least...1) { runs, generator in
        average(over: [deviation], runs, &generator) { deviation, generator in
          var (sum, squares, cubes) = (0.0, 0.0, 0.0)
          for _ in 0..<n {
            let x = generator.lognormal(deviation)
            sum += x
            squares += x * x
            cubes += x * x * x
          }
          let mean = Mean(n: n, sum: sum, squares: squares, cubes: cubes)
          return mean.interval(missing: 0.05).holds(exp(deviation * deviation / 2))
        }
      }
    }
  }

  /// Resolution times over handled contacts, and the like: x and y lognormal, of one unit.
  static let ratios = [20, 60, 200].map { n in
    CoverageCase(
      "ratio of sums", "\(n) units; lognormal, σ = 0.5, correlation 0, 0.5 and 0.9", 0.93...0.98
    ) { runs, generator in
      average(over: [0, 0.5, 0.9], runs, &generator) { correlation, generator in
        var (x, y, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for _ in 0..<n {
          let shared = generator.normal()
          let own = (1 - correlation * correlation).squareRoot() * generator.normal()
          let a = exp(0.5 * shared)
          let b = exp(0.5 * (correlation * shared + own))
          (x, y) = (x + a, y + b)
          (xx, xy, yy) = (xx + a * a, xy + a * b, yy + b * b)
        }
        // Both have the same mean.
        return RatioOfSums(units: n, x: x, y: y, xx: xx, xy: xy, yy: yy)
          .interval(missing: 0.05).holds(1)
      }
    }
  }

  /// The multinomial probability of some numbers of outcomes.
  private static func chance(_ counts: [Int], _ shares: [Double]) -> Double {
    let total = counts.reduce(0, +)
    return exp(
      zip(counts, shares).reduce(lgamma(Double(total + 1))) {
        $0 - lgamma(Double($1.0 + 1)) + Double($1.0) * log($1.1)
      })
  }
}
