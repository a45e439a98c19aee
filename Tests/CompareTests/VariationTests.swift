import Aggregate
import Civil
import Statistics
import Testing

@testable import Compare
@testable import Privacy

/// What a control chart says of its last point and of a target; its limits are held against
/// NHSRplotthedots in `ControlChartTests`.
@Suite struct VariationTests {
  static let metrics = MetricTable.builtIn

  static func variation(
    _ values: [Double?], _ id: String = "csat", flags: [Int: MetricValue.Flag] = [:],
    milestones: [Milestone] = []
  ) -> Variation? {
    let first = Period(.month, containing: CivilDate(2026, 1, 1))
    let metric = metrics.first { $0.id == id }!
    let snapshot = ShownSnapshot(
      MetricSnapshot(
        metrics: [metric], periods: values.indices.map { first.advanced(by: $0) },
        groups: [.whole],
        values: [
          [
            values.enumerated().map { place, value in
              MetricValue(value: value, n: 40, flags: flags[place].map { [$0] } ?? [])
            }
          ]
        ]))
    return Variation(metric, .whole, in: snapshot, Milestones(milestones, in: snapshot))
  }

  /// Mean 10, moving ranges of 1 but for the last two: wide enough for no point to be outside.
  static let calm: [Double] = [10, 11, 10, 11, 10, 9, 10, 9]

  @Test(arguments: [
    ("csat", 30.0, Variation.Cause.improving), ("csat", -10, .concerning),
    ("reopen_rate", 30, .concerning), ("reopen_rate", -10, .improving),
    ("created", 30, .high), ("created", -10, .low), ("occupancy", 30, .high), ("csat", 10, .common),
  ])
  func `a last point outside the limits is good, bad or neither by its direction`(
    id: String, value: Double, cause: Variation.Cause
  ) throws {
    #expect(try #require(Self.variation(Self.calm + Self.calm + [value], id)).cause == cause)
  }

  @Test func `a trend goes the way of its steps, on whichever side of the mean it is`() throws {
    // Six steps up, seven points; the last is still below the mean of 0.325, by hand.
    let rising = [6, -6, 6, -6, 6, -0.6, -0.5, -0.4, -0.3, -0.2, -0.1, 0]
    let variation = try #require(Self.variation(rising))
    #expect(variation.last.rule == .trend && variation.last.value < variation.last.mean)
    #expect(variation.cause == .improving)
  }

  @Test func `periods without a value, suppressed ones and one that is not over are no points`()
    throws
  {
    let variation = try #require(
      Self.variation([1, nil, 2, nil, 4, 9], flags: [3: .suppressed, 5: .partial]))
    #expect(variation.periods.map(\.description) == ["2026-01", "2026-03", "2026-05"])
    #expect(variation.chart.points.map(\.value) == [1, 2, 4])
    // The mean moving range is 1.5: 2.66 × 1.5 = 3.99.
    #expect(abs(variation.last.upper - (7.0 / 3 + 3.99)) < 1e-12)
    #expect(Self.variation([nil, 3]) == nil)
  }

  @Test func `a milestone that rebases begins limits of its own`() throws {
    func milestone(_ metrics: [String]) -> Milestone {
      Milestone(
        date: CivilDate(2026, 4, 20), label: "x", kind: .policy, metrics: metrics, rebases: true)
    }
    let values: [Double?] = [1, 2, 1, nil, 2, 10, 12, 10]
    let rebased = try #require(Self.variation(values, milestones: [milestone(["csat"])]))
    // April has no point, and the greater part of it lies before the day: May is the first.
    #expect(rebased.baseline.description == "2026-05")
    let (third, later) = (4.0 / 3, 8.5)
    #expect(
      rebased.chart.points.map(\.mean) == [third, third, third, later, later, later, later])
    #expect(rebased.chart.isTrial)
    let other = try #require(Self.variation(values, milestones: [milestone(["nps"])]))
    #expect(other.baseline.description == "2026-01")
  }

  @Test(
    arguments: [
      // Limits of the calm series: mean 10, mean moving range 1, 7.34 to 12.66, by hand.
      (.atLeast(7.3), .alwaysMet), (.atLeast(12.7), .alwaysMissed), (.atLeast(10), .hitAndMiss),
      (.atMost(12.7), .alwaysMet), (.atMost(7.3), .alwaysMissed), (.atMost(10), .hitAndMiss),
      (.within(7...13), .alwaysMet), (.within(13...14), .alwaysMissed),
      (.within(1...2), .alwaysMissed),
      (.within(8...12), .hitAndMiss),
    ] as [(Target.Bound, Variation.Assurance)])
  func `a target within the limits is hit and miss`(
    target: Target.Bound, assurance: Variation.Assurance
  ) throws {
    let variation = try #require(Self.variation(Self.calm))
    #expect(abs(variation.last.lower - 7.34) < 1e-12 && abs(variation.last.upper - 12.66) < 1e-12)
    #expect(variation.assurance(of: target) == assurance)
  }
}
