import Aggregate
import Statistics
import Testing

@testable import Compare

/// What is said of changes. Each p is that of `Difference`, which is held against SciPy elsewhere.
@Suite struct JudgementsTests {
  static func metric(_ good: Metric.Direction) throws -> Metric {
    let metric = try #require(MetricTable.builtIn.first { $0.good == good && $0.unit == .share })
    return metric
  }

  static func share(_ k: Int, of n: Int, coverage: Double? = nil) -> MetricValue {
    MetricValue(
      value: Double(k) / Double(n), n: n, coverage: coverage, estimate: .share(Share(k: k, n: n)))
  }

  static func pair(
    _ old: MetricValue, _ new: MetricValue, good: Metric.Direction = .up
  ) throws -> Judgements.Pair {
    let metric = try metric(good)
    return .init(metric, Change(from: old, to: new))
  }

  @Test func `a change beyond chance is improved or worse by the metric's direction`() throws {
    let judged = Judgements.of([
      try Self.pair(Self.share(700, of: 1000), Self.share(800, of: 1000)),
      try Self.pair(Self.share(800, of: 1000), Self.share(700, of: 1000)),
      try Self.pair(Self.share(700, of: 1000), Self.share(800, of: 1000), good: .down),
      try Self.pair(Self.share(700, of: 1000), Self.share(701, of: 1000)),
    ])
    #expect(judged.map(\.verdict) == [.improved, .worse, .worse, .noDetectableChange])
  }

  /// 80 and 91 of 100: Newcombe's interval of the difference is 1.2 to 20.8 points (statsmodels,
  /// `confint_proportions_2indep(91, 100, 80, 100, method='newcomb')`), so p lies under 0.05; among
  /// twenty changes of which nineteen are none, q lies above it.
  @Test func `what is found alone may be chance among many`() throws {
    let moved = try Self.pair(Self.share(80, of: 100), Self.share(91, of: 100))
    let still = try Self.pair(Self.share(80, of: 100), Self.share(80, of: 100))
    #expect(Judgements.of([moved])[0].verdict == .improved)
    let among = Judgements.of([moved] + [Judgements.Pair](repeating: still, count: 19))[0]
    #expect(among.p == Judgements.of([moved])[0].p)
    #expect(among.verdict == .noDetectableChange)
    #expect((among.q ?? 0) > 0.05)
  }

  @Test func `values that print alike are not called better`() throws {
    let pair = try Self.pair(
      Self.share(900_000, of: 1_000_000), Self.share(902_000, of: 1_000_000))
    #expect(Judgements.of([pair])[0].verdict == .improved)
    #expect(Judgements.of([pair], printsAlike: { _ in true })[0].verdict == .noDetectableChange)
  }

  @Test func `what may not be compared says why`() throws {
    let known = Self.share(80, of: 100, coverage: 0.9)
    let none = MetricValue(value: nil, n: 0)
    let hidden = MetricValue(value: nil, n: 0, flags: [.suppressed])
    let full = MetricValue(value: 12, n: 12, estimate: .full(12))
    let more = MetricValue(value: 15, n: 15, estimate: .full(15))
    let judged = Judgements.of([
      try Self.pair(known, Self.share(90, of: 100, coverage: 0.79)),
      try Self.pair(none, known), try Self.pair(known, none), try Self.pair(none, none),
      try Self.pair(hidden, known), try Self.pair(full, more), try Self.pair(full, full),
    ])
    #expect(
      judged.map(\.verdict) == [
        .notComparable(.coverage), .notComparable(.appeared), .notComparable(.vanished),
        .notKnown(.absent), .notKnown(.suppressed), .notKnown(.fullCount), .noDetectableChange,
      ])
    #expect(judged.allSatisfy { $0.q == nil })
  }

  /// ln(240 ÷ 120) = 0.693; the interval of the change is that of the logarithm, times the old value.
  @Test func `the interval of a count's change is in counts`() throws {
    let old = MetricValue(value: 120, n: 120, estimate: .count(Count(120)))
    let new = MetricValue(value: 240, n: 240, estimate: .count(Count(240)))
    let judgement = Judgements.of([try Self.pair(old, new)])[0]
    let interval = try #require(judgement.interval)
    let (low, high) = (try #require(interval.low), try #require(interval.high))
    #expect(low > 0 && low < 120 && high > 120)
    #expect(judgement.verdict == .improved)
  }
}
