import Coverage
import Statistics
import Testing

/// How often the 95 % intervals hold the truth: exact sums where there are such, else a few seeded runs.
/// `make calibrate` makes many.
@Suite struct CoverageTests {
  @Test(arguments: CoverageCase.all.indices)
  func `an interval holds the truth as often as it promises`(place: Int) {
    let one = CoverageCase.all[place]
    let runs = 1_500
    let coverage = one.coverage(runs: runs, seed: 1 + place)
    let slack = one.slack(runs: runs)
    #expect(
      coverage >= one.promise.lowerBound - slack && coverage <= one.promise.upperBound + slack,
      "\(one.interval), \(one.setting): \(coverage)")
  }

  @Test func `a wrong interval is found out`() {
    // A share's interval as if there were three times as many records.
    let bounds = (0...30).map { Share(k: 3 * $0, n: 90).interval(missing: 0.05) }
    #expect(CoverageCase.coverage(ofShares: bounds) < 0.8)
  }
}
