import Testing

@testable import Statistics

/// Where values stand on the scale on which a shift weighs alike; by hand, with the elementary functions of
/// Python's `math`.
@Suite struct WorkingScaleTests {
  @Test func `a share is the arcsine of a root`() throws {
    // math.asin(math.sqrt(90.375 / 100.75)), 1.5 / 402
    let point = try #require(
      Estimate.share(Share(k: 90, n: 100, dispersion: Dispersion(factor: 1.5, days: 30)))
        .workingPoint)
    #expect(isNear(point.y, 1.2441153254848651))
    #expect(isNear(point.variance, 1.5 / 402))
  }

  @Test func `a count is a logarithm by exposure`() throws {
    // math.log(40.5 / 31), 2 / 40.5
    let count = Count(40, dispersion: Dispersion(factor: 2, days: 30), exposure: 31)
    let point = try #require(Estimate.count(count).workingPoint)
    #expect(isNear(point.y, 0.2673147696273472))
    #expect(isNear(point.variance, 2 / 40.5))
  }

  @Test func `a mean is a logarithm, its variance relative`() throws {
    // 2, 4 and 9: mean 5, sample variance 13; ln 5, 13 ÷ (3 · 25)
    let mean = Mean(n: 3, sum: 15, squares: 101, cubes: 801)
    let point = try #require(Estimate.mean(mean).workingPoint)
    #expect(isNear(point.y, 1.609_437_912_434_100_3))
    #expect(isNear(point.variance, 13.0 / 75))
  }

  @Test func `a ratio's variance is that of its residuals`() throws {
    // x 1, 2, 4 and y 1, 1, 2: ratio 7/4; residuals x − 7/4 y are −3/4, 1/4 and 1/2, their sum 0 and their
    // squares 7/8; 7/8 ÷ 2 ÷ 3 ÷ (7/3)²
    let ratio = RatioOfSums(units: 3, x: 7, y: 4, xx: 21, xy: 11, yy: 6)
    let point = try #require(Estimate.ratio(ratio).workingPoint)
    #expect(isNear(point.y, 0.559_615_787_935_422_7))
    #expect(isNear(point.variance, 7.0 / 8 / 2 / 3 / (49.0 / 9)))
  }

  @Test func `a complete count has no variance, and none is measured of one value`() throws {
    let point = try #require(Estimate.full(12).workingPoint)
    #expect(point.y == 12 && point.variance == 0)
    #expect(Estimate.mean(Mean(n: 1, sum: 5, squares: 25, cubes: 125)).workingPoint == nil)
  }

  /// Means of 10 and 40 values with variances 0.02 and 0.01 of theirs: n·v is 0.2 and 0.4, on average 0.3.
  @Test func `measured variances of a series are smoothed`() throws {
    let points = [
      WorkingPoint(y: 1, variance: 0.02, units: 10), WorkingPoint(y: 2, variance: 0.01, units: 40),
    ]
    let smoothed = SignalRule.Series(points)
    #expect(isNear(smoothed.variances[0], 0.03))
    #expect(isNear(smoothed.variances[1], 0.0075))
  }
}
