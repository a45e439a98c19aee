import Foundation

/// Known answers by SciPy, NumPy and statsmodels, as `Fixtures/make.py` writes them.
struct KnownAnswers: Decodable {
  struct T: Decodable {
    let df: Double?
    let p, critical, back: Double
  }
  struct Share: Decodable {
    let k, n, days: Int
    let phi, p, low, high: Double
  }
  struct Values: Decodable {
    let x: [Double]
    let y: [Double]?
    let low, high: Double
  }
  struct Count: Decodable {
    let count, days: Int
    let phi, low, high: Double
  }
  struct Dispersion: Decodable {
    let weekdays, counts, k, n: [Int]
    let countFactor, shareFactor: Double
  }
  struct Quantile: Decodable {
    let q, value: Double
    let x: [Double]
    let rungs: [[Double?]]
  }
  struct Difference: Decodable {
    let kind: String
    let from, to: [Int]
    let exposure: [Double]?
    let low, high, p: Double
  }
  struct Rates: Decodable {
    let p, q: [Double]
  }
  struct Promoters: Decodable {
    let answers: [Int]
    let low, high: Double
  }

  let t: [T]
  let share: [Share]
  let mean, ratio: [Values]
  let count: [Count]
  let dispersion: [Dispersion]
  let quantile: [Quantile]
  let difference: [Difference]
  let rates: Rates
  let nps: [Promoters]

  static func load() throws -> KnownAnswers {
    try decode("StatisticsTests/Fixtures/statistics.json")
  }

  static func decode<Answers: Decodable>(_ path: String) throws -> Answers {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try JSONDecoder().decode(
      Answers.self, from: Data(contentsOf: tests.appending(path: path).standardized))
  }
}

/// Whether two numbers agree to a billionth.
func isNear(_ a: Double?, _ b: Double?, within tolerance: Double = 1e-9) -> Bool {
  switch (a, b) {
  case (nil, nil): true
  case (let a?, let b?): abs(a - b) <= tolerance * max(1, abs(b))
  default: false
  }
}
