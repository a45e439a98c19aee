import Foundation
import Statistics
import TestSupport

/// Months whose days differ by more than chance: what φ is for. It is estimated from the same days.
extension CoverageCase {
  private static let days = 30

  static let clusteredShares = [10, 30].flatMap { daily in
    [1.0, 2, 4].map { factor in
      CoverageCase(
        "share, φ", "30 days of \(daily) records; φ = \(factor); p = 20, 50 and 85 %", 0.93...0.98
      ) { runs, generator in
        average(over: [0.2, 0.5, 0.85], runs, &generator) { p, generator in
          // Of a beta-binomial day φ is 1 + (n − 1) ÷ (a + b + 1).
          let size = factor > 1 ? Double(daily - 1) / (factor - 1) - 1 : .infinity
          let byDay = (0..<days).map { _ in
            let own = size.isFinite ? generator.beta(p * size, (1 - p) * size) : p
            return (k: generator.binomial(daily, own), n: daily)
          }
          let share = Share(
            k: byDay.reduce(0) { $0 + $1.k }, n: days * daily,
            dispersion: Dispersion(shares: byDay))
          return share.interval(missing: 0.05).holds(p)
        }
      }
    }
  }

  private static let week = [1.45, 1.28, 1.20, 1.15, 1.02, 0.48, 0.42]

  static let counts = [3.0, 10, 40].flatMap { daily in
    [1.0, 2, 4].map { factor in
      CoverageCase(
        "count, φ", "30 days of \(Int(daily)) on average, by weekday; φ = \(factor)", 0.93...0.98
      ) { runs, generator in
        average(over: [daily], runs, &generator) { daily, generator in
          var truth = 0.0
          let byDay = (0..<days).map { day in
            let mean = daily * week[day % 7]
            truth += mean
            // Of a negative binomial day φ is 1 + mean ÷ shape.
            let own = factor > 1 ? generator.gamma(mean / (factor - 1)) * (factor - 1) : mean
            return (weekday: day % 7, count: generator.poisson(own))
          }
          let count = Count(
            byDay.reduce(0) { $0 + $1.count }, dispersion: Dispersion(counts: byDay))
          return count.interval(missing: 0.05).holds(truth)
        }
      }
    }
  }

  /// Days on which everything takes longer.
  static let clusteredQuantiles = [0.3, 0.6].map { between in
    CoverageCase(
      "median, φ", "30 days of 15 records; lognormal, σ = 1, of days \(between)", 0.93...0.98
    ) { runs, generator in
      average(over: [between], runs, &generator) { between, generator in
        let byDay = (0..<days).map { _ in
          let own = between * generator.normal()
          return (0..<15).map { _ in exp(own + generator.normal()) }
        }
        let values = byDay.flatMap { $0 }.sorted()
        let middle = (values[values.count / 2 - 1] + values[values.count / 2]) / 2
        let dispersion = Dispersion(
          shares: byDay.map { day in (k: day.count { $0 <= middle }, n: day.count) })
        let ladder = QuantileLadder(0.5, n: values.count, dispersion: dispersion) { values[$0 - 1] }
        return (ladder?.interval(missing: 0.05)).holds(1)
      }
    }
  }
}
