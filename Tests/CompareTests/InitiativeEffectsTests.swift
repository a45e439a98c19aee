import Aggregate
import Civil
import Statistics
import Testing

@testable import Compare
@testable import Privacy

/// What is said of an initiative's effect; its arithmetic is held against statsmodels in
/// `DifferenceInDifferencesTests`.
@Suite struct InitiativeEffectsTests {
  static let first = Period(.month, containing: CivilDate(2026, 1, 1))

  static func initiative(
    _ date: CivilDate = CivilDate(2026, 5, 1), _ members: [String: [String]] = ["region": ["A"]],
    _ metrics: [String] = []
  ) -> Milestone {
    Milestone(date: date, label: "x", kind: .initiative, members: members, metrics: metrics)
  }

  /// The effects on one metric, from its estimates by region; nil where a value is suppressed.
  static func effects(
    _ id: String, _ regions: [String: [Estimate?]], _ milestones: [Milestone] = [initiative()]
  ) -> InitiativeEffects {
    let names = regions.keys.sorted()
    let count = regions.values.map(\.count).max() ?? 0
    let metric = MetricTable.builtIn.first { $0.id == id }!
    let snapshot = ShownSnapshot(
      MetricSnapshot(
        metrics: [metric], periods: (0..<count).map { first.advanced(by: $0) },
        groups: [.whole] + names.map { Group(["region": $0]) },
        values: [
          [nil]
            + names.map { name in
              regions[name]?.map { estimate in
                estimate.map { MetricValue(value: $0.value, n: 100, estimate: $0) }
                  ?? MetricValue(value: nil, n: 0, flags: [.suppressed])
              }
            }
        ]))
    return InitiativeEffects(milestones, [metric], in: snapshot)
  }

  static func counts(_ counts: [Int]) -> [Estimate?] { counts.map { .count(Count($0)) } }

  @Test func `the effect on a count is the part by which it exceeds what the others did`() throws {
    let found = Self.effects(
      "created",
      [
        "A": Self.counts([100, 100, 100, 100, 150, 150, 150]),
        "B": Self.counts(Array(repeating: 200, count: 7)),
      ])
    let effect = try #require(found.all.first)
    // ln(150.5 ÷ 100.5); variances 1 ÷ 100.5 + 1 ÷ 200.5 and 1 ÷ 150.5 + 1 ÷ 200.5, over 4 and 3
    // months; z = 1.959964: by NumPy.
    #expect(abs(effect.effect - 0.497512437811) < 1e-12)
    #expect(abs((effect.interval.low ?? 0) - 0.262138017204) < 1e-9)
    #expect(abs((effect.interval.high ?? 0) - 0.776781517418) < 1e-9)
    #expect(effect.before == 4 && effect.after == 3 && effect.scale == .part)
    #expect(effect.verdict == .changed && !effect.wasApart)
  }

  @Test func `the effect on a share is in points from where it led`() throws {
    func shares(_ k: [Int]) -> [Estimate?] { k.map { .share(Share(k: $0, n: 400)) } }
    let found = Self.effects(
      "csat",
      [
        "A": shares([320, 320, 320, 320, 360, 360]), "B": shares([300, 300, 300, 300, 280, 280]),
      ])
    let effect = try #require(found.all.first)
    // sin²(a) − sin²(a − d) of the angles asin √((k + ⅜) ÷ 400.75): by NumPy.
    #expect(abs(effect.effect - 0.146364024281) < 1e-9)
    #expect(effect.scale == .difference && effect.verdict == .improved)
  }

  @Test func `the month that it began in lies on neither side`() {
    let regions = [
      "A": Self.counts([100, 100, 100, 100, 900, 100, 100]),
      "B": Self.counts(Array(repeating: 200, count: 7)),
    ]
    let found = Self.effects("created", regions, [Self.initiative(CivilDate(2026, 5, 10))])
    #expect(found.all.map(\.before) == [4] && found.all.map(\.after) == [2])
    #expect(found.all.map(\.effect) == [0])
  }

  @Test func `a group that is not known in every month is left out of its side`() {
    let b = Self.counts(Array(repeating: 200, count: 7))
    let a = Self.counts([100, 100, 100, 100, 150, 150, 150])
    var c = Self.counts([1, 9000, 1, 1, 70, 1, 1])
    c[3] = nil
    #expect(
      Self.effects("created", ["A": a, "B": b, "C": c]).all.map(\.effect)
        == Self.effects("created", ["A": a, "B": b]).all.map(\.effect))
    #expect(Self.effects("created", ["A": a, "C": c]).all.map(\.before) == [3])
  }

  @Test func `two that were moving apart before show no effect`() throws {
    let found = Self.effects(
      "created",
      [
        "A": Self.counts([1000, 1200, 1440, 1728, 2074, 2488, 2986]),
        "B": Self.counts(Array(repeating: 1000, count: 7)),
      ])
    let effect = try #require(found.all.first)
    #expect(effect.q < 0.05 && effect.wasApart && effect.verdict == .noDetectableChange)
  }

  @Test func `what parted them later than it began is no effect of it`() throws {
    let found = Self.effects(
      "created",
      [
        "A": Self.counts([1000, 1010, 990, 1000, 1005, 995, 1500, 1505, 1500]),
        "B": Self.counts(Array(repeating: 1000, count: 9)),
      ])
    let effect = try #require(found.all.first)
    #expect(effect.turned?.description == "2026-07" && effect.verdict == .noDetectableChange)
  }

  @Test func `where nobody was left alone nothing is measured, nor what is no initiative`() {
    let regions = [
      "A": Self.counts([1, 2, 3, 4, 5, 6]), "B": Self.counts([1, 2, 3, 4, 5, 6]),
    ]
    func incomparable(_ members: [String: [String]]) -> Int {
      let found = Self.effects(
        "created", regions, [Self.initiative(CivilDate(2026, 5, 1), members)])
      #expect(found.all.isEmpty)
      return found.incomparable.count
    }
    #expect(incomparable([:]) == 1)
    #expect(incomparable(["region": ["A", "B"]]) == 1)
    #expect(incomparable(["region": ["A"], "team": ["T"]]) == 1)
    let release = Milestone(
      date: CivilDate(2026, 5, 1), label: "x", kind: .release, members: ["region": ["A"]])
    let ahead = Self.initiative(CivilDate(2027, 1, 1))
    let found = Self.effects("created", regions, [release, ahead])
    #expect(found.all.isEmpty && found.incomparable.isEmpty)
  }
}
