import Civil
import Statistics
import Testing

@testable import Compare

/// How much time periods have for a count.
@Suite struct ExposureTests {
  static func days(_ year: Int, _ month: Int) -> Range<CivilDate> {
    let period = Period(.month, containing: CivilDate(year, month, 1))
    return period.first..<period.end
  }

  static func count(_ weekdays: [Int]) -> Count {
    Count(
      weekdays.reduce(0, +), dispersion: Dispersion(factor: 1, days: 28, weekdays: weekdays))
  }

  /// February 2027 has each weekday four times, so a profile of it is plain: 20 tickets a weekday and none
  /// at the weekend weigh 7 ÷ 5 = 1.4 each. March 2027 has 23 days from Monday to Friday, 32.2 in days of
  /// average weight, by hand.
  @Test func `weekdays that bring tickets weigh more`() {
    let exposure = Exposure([
      (Self.count([80, 80, 80, 80, 80, 0, 0]), Self.days(2027, 2))
    ])
    #expect(isNear(exposure.of(Self.days(2027, 2)), 28))
    #expect(isNear(exposure.of(Self.days(2027, 3)), 32.2))
  }

  @Test func `without a profile all days are alike`() {
    #expect(Exposure([]).of(Self.days(2027, 3)) == 31)
    #expect(Exposure([(Count(5), Self.days(2027, 2))]).of(Self.days(2027, 2)) == 28)
  }

  /// 400 in February and 460 in March, twenty a working day in both: nothing changed, though the raw
  /// counts differ by 15 %.
  @Test func `a longer month is no change`() throws {
    let spans = Spans(
      from: Period(.month, containing: CivilDate(2027, 2, 1)),
      to: Period(.month, containing: CivilDate(2027, 3, 1)))
    #expect(spans.old == Self.days(2027, 2))
    let old = Self.count([80, 80, 80, 80, 80, 0, 0])
    // Monday, Tuesday and Wednesday come five times.
    let new = Self.count([100, 100, 100, 80, 80, 0, 0])
    let metric = try JudgementsTests.metric(.up)
    let change = Change(
      from: .init(value: 400, n: 400, estimate: .count(old)),
      to: .init(value: 460, n: 460, estimate: .count(new)))
    let judgement = Judgements.of([.init(metric, change, over: spans)])[0]
    #expect(isNear(judgement.exposure, 1.15))
    #expect((judgement.p ?? 0) > 0.999)
    #expect(judgement.verdict == .noDetectableChange)
    #expect((Judgements.of([.init(metric, change)])[0].p ?? 1) < 0.05)
  }

  private func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-9 }
}
