import Statistics
import TestSupport

/// A kind of interval in one setting: how often it should hold the truth, and how often it does.
public struct CoverageCase: Sendable {
  public let interval: String
  public let setting: String
  public let promise: ClosedRange<Double>
  /// A sum over all outcomes, or else the mean of random runs.
  public let isExact: Bool
  private let measure: @Sendable (_ runs: Int, _ generator: inout SeededGenerator) -> Double

  /// - Parameter measure: gives the coverage averaged over the setting's grid.
  init(
    _ interval: String, _ setting: String, _ promise: ClosedRange<Double>, isExact: Bool = false,
    _ measure: @escaping @Sendable (Int, inout SeededGenerator) -> Double
  ) {
    (self.interval, self.setting, self.promise, self.isExact, self.measure) = (
      interval, setting, promise, isExact, measure
    )
  }

  /// The share of cases in which the 95 % interval holds the truth.
  ///
  /// - Parameter runs: how many random ones, in all.
  public func coverage(runs: Int, seed: Int) -> Double {
    var generator = SeededGenerator(seed)
    return measure(runs, &generator)
  }

  /// What chance may take from or add to a coverage of so many runs: three standard errors.
  public func slack(runs: Int) -> Double {
    isExact ? 0 : 3 * (0.05 * 0.95 / Double(runs)).squareRoot()
  }

  public static let all: [CoverageCase] =
    shares + scores + quantiles + means + clusteredShares + counts + clusteredQuantiles + ratios

  /// As many runs for each place of a grid, and whether the interval of each holds the truth.
  static func average<Place>(
    over grid: [Place], _ runs: Int, _ generator: inout SeededGenerator,
    _ isHeld: (Place, inout SeededGenerator) -> Bool
  ) -> Double {
    let each = max(1, runs / grid.count)
    var held = 0
    for place in grid {
      for _ in 0..<each where isHeld(place, &generator) { held += 1 }
    }
    return Double(held) / Double(each * grid.count)
  }
}

extension Bounds? {
  /// An interval that is not there holds nothing.
  func holds(_ truth: Double) -> Bool { self?.contains(truth) ?? false }
}
