import Testing

@testable import Statistics

/// Weighted log odds against NumPy, SciPy and statsmodels, as `Fixtures/make_topics.py` writes them.
@Suite struct LogOddsTests {
  struct Answers: Decodable {
    let first, second, background, difference, z, p, q: [Double]
  }

  @Test func `log odds, their p and q are as by hand`() throws {
    let known: Answers = try KnownAnswers.decode("StatisticsTests/Fixtures/topics.json")
    func total(_ counts: [Double]) -> Double { counts.reduce(0, +) }
    let odds = known.first.indices.map { place in
      LogOdds(
        counts: (known.first[place], known.second[place]),
        totals: (total(known.first), total(known.second)),
        prior: (500 * known.background[place] / total(known.background), 500))
    }
    let q = FalseDiscoveryRate.q(odds.map(\.p))
    for place in odds.indices {
      #expect(isNear(odds[place].difference, known.difference[place]))
      #expect(isNear(odds[place].z, known.z[place]))
      #expect(isNear(odds[place].p, known.p[place]))
      #expect(isNear(q[place], known.q[place]))
    }
  }
}
