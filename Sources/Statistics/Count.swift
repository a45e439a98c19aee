/// How many records came in a period, as the outcome of a process that might have brought more or
/// fewer.
public struct Count: Sendable, Hashable {
  public let count: Int
  public let dispersion: Dispersion
  /// How much of a common measure of time the period has, such as its working days: counts of periods
  /// are compared by it.
  public let exposure: Double

  public init(_ count: Int, dispersion: Dispersion = .none, exposure: Double = 1) {
    self.count = count
    self.dispersion = dispersion
    self.exposure = exposure
  }

  /// The same count of a period that has so much of a common measure of time.
  public func exposed(_ exposure: Double) -> Count {
    Count(count, dispersion: dispersion, exposure: exposure)
  }

  /// The score interval of a Poisson mean, its variance φ times as great.
  public func interval(missing p: Double) -> Bounds? {
    let critical = dispersion.law(degreesOfFreedom: dispersion.days - 7).critical(p)
    let square = critical * critical * dispersion.factor
    guard square.isFinite else { return Bounds(low: 0, high: nil) }
    let count = Double(count)
    let reach = (square * (count + square / 4)).squareRoot()
    return Bounds(low: max(0, count + square / 2 - reach), high: count + square / 2 + reach)
  }
}
