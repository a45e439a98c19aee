import Foundation
import TestSupport

/// The distributions that the cases draw from.
extension SeededGenerator {
  /// Strictly between 0 and 1.
  mutating func unit() -> Double { (Double(next() >> 11) + 0.5) / 0x1p53 }

  mutating func normal() -> Double {
    let radius = (-2 * log(unit())).squareRoot()
    return radius * cos(2 * .pi * unit())
  }

  mutating func lognormal(_ deviation: Double) -> Double { exp(deviation * normal()) }

  /// By Marsaglia and Tsang, ACM Transactions on Mathematical Software 26 (2000), 363–372.
  mutating func gamma(_ shape: Double) -> Double {
    if shape < 1 {
      let larger = gamma(shape + 1)
      return larger * pow(unit(), 1 / shape)
    }
    let d = shape - 1 / 3.0
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
      if v > 0, log(unit()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }

  mutating func beta(_ a: Double, _ b: Double) -> Double {
    let x = gamma(a)
    return x / (x + gamma(b))
  }

  mutating func poisson(_ mean: Double) -> Int {
    var count = -1
    var left = mean
    while left >= 0 {
      left += log(unit())
      count += 1
    }
    return count
  }

  mutating func binomial(_ n: Int, _ p: Double) -> Int {
    var count = 0
    for _ in 0..<n where unit() < p { count += 1 }
    return count
  }
}
