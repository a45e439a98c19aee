import Statistics
import Testing

/// Differences in differences, held against statsmodels; see `Fixtures/make_effects.py`.
@Suite struct DifferenceInDifferencesTests {
  struct Line: Decodable {
    let slope, se, p, low, high: Double
    let df: Double?
  }

  struct Case: Decodable {
    let before: Int
    let y, v, placebos: [Double]
    let effect: Line
    let trend: Line?
    let later: Int?
  }

  @Test func `effects, trends and placebos are those of weighted least squares`() throws {
    let cases: [Case] = try KnownAnswers.decode("StatisticsTests/Fixtures/effects.json")
    #expect(cases.count == 9)
    #expect(cases.compactMap(\.later) == [2, 2])
    for (index, one) in cases.enumerated() {
      let contrasts = zip(one.y, one.v).map {
        DifferenceInDifferences.Contrast(value: $0, variance: $1)
      }
      let own = try #require(
        DifferenceInDifferences(
          before: Array(contrasts[..<one.before]), after: Array(contrasts[one.before...])))
      let interval = own.interval(missing: 0.05)
      #expect(isNear(own.effect, one.effect.slope), "\(index)")
      #expect(isNear(own.standardError, one.effect.se), "\(index)")
      let freedom = own.degreesOfFreedom.isFinite ? own.degreesOfFreedom : nil
      #expect(isNear(freedom, one.effect.df, within: 1e-6), "\(index)")
      #expect(isNear(own.p, one.effect.p), "\(index)")
      #expect(isNear(interval.low, one.effect.low) && isNear(interval.high, one.effect.high))
      #expect(isNear(own.trend?.slope, one.trend?.slope) && isNear(own.trend?.p, one.trend?.p))
      #expect(own.laterTurn == one.later, "\(index)")
      #expect(own.placebos.count == one.placebos.count)
      for (a, b) in zip(own.placebos, one.placebos) { #expect(isNear(a, b), "\(index)") }
    }
  }

  static func contrasts(_ values: [Double], variance: Double) -> [DifferenceInDifferences.Contrast]
  {
    values.map { .init(value: $0, variance: variance) }
  }

  @Test func `too few periods before, or complete counts that never move, say nothing`() {
    func effect(_ before: [Double], _ after: [Double], _ variance: Double) -> Double? {
      DifferenceInDifferences(
        before: Self.contrasts(before, variance: variance),
        after: Self.contrasts(after, variance: variance))?.effect
    }
    #expect(effect([1, 2], [3, 4], 1) == nil)
    #expect(effect([1, 2, 3], [], 1) == nil)
    #expect(effect([1, 1, 1], [2, 2], 0) == nil)
    #expect(effect([1, 2, 3], [5], 0) == 3)
    #expect(effect([1, 1, 1], [2, 2], 1) == 1)
  }

  @Test func `placebos as great as the effect are counted on either side`() throws {
    let found = try #require(
      DifferenceInDifferences(
        before: Self.contrasts([0, 0, 0, 3, 3, 3], variance: 1),
        after: Self.contrasts([3.5], variance: 1)))
    // 2, by hand; the cuts before it give 3, 2.25 and 1.8.
    #expect(found.effect == 2)
    #expect(found.placebosAsGreat == 2)
  }
}
