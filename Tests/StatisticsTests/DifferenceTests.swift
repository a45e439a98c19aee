import Statistics
import TestSupport
import Testing

@Suite struct DifferenceTests {
  let known: KnownAnswers

  init() throws { known = try KnownAnswers.load() }

  private func estimate(_ numbers: [Int], _ exposure: Double?) -> Estimate {
    exposure.map { .count(Count(numbers[0], exposure: $0)) }
      ?? .share(Share(k: numbers[0], n: numbers[1]))
  }

  @Test func `interval and p are those of two intervals combined`() throws {
    for answer in known.difference {
      let difference = try #require(
        Difference(
          from: estimate(answer.from, answer.exposure?[0]),
          to: estimate(answer.to, answer.exposure?[1])))
      let bounds = difference.interval(missing: 0.05)
      #expect(isNear(bounds.low, answer.low) && isNear(bounds.high, answer.high), "\(answer)")
      #expect(isNear(difference.p, answer.p, within: 1e-7), "\(difference.p) \(answer)")
    }
  }

  @Test func `p is below five per cent just where the interval excludes no change`() throws {
    var generator = SeededGenerator(7)
    for _ in 0..<300 {
      let n = (
        1 + Int.random(in: 0..<300, using: &generator),
        1 + Int.random(in: 0..<300, using: &generator)
      )
      let difference = try #require(
        Difference(
          from: .share(Share(k: Int.random(in: 0...n.0, using: &generator), n: n.0)),
          to: .share(Share(k: Int.random(in: 0...n.1, using: &generator), n: n.1))))
      #expect((difference.p < 0.05) == !difference.interval(missing: 0.05).contains(0))
    }
  }

  @Test func `two equal values differ with p 1, and twice the reverse is the same p`() throws {
    let a = Estimate.count(Count(40))
    let b = Estimate.count(Count(70))
    #expect(Difference(from: a, to: a)?.p == 1)
    let there = try #require(Difference(from: a, to: b))
    let back = try #require(Difference(from: b, to: a))
    #expect(isNear(there.p, back.p))
    #expect(there.isRelative)
  }

  @Test func `a count from zero is compared by its difference, not by a factor`() throws {
    let difference = try #require(
      Difference(from: .count(Count(0)), to: .count(Count(40))))
    #expect(!difference.isRelative)
    #expect(difference.change == 40)
    #expect(difference.p < 1e-6)
  }

  @Test func `full counts and values of two kinds are not tested`() {
    #expect(Difference(from: .full(3), to: .full(4)) == nil)
    #expect(Difference(from: .count(Count(3)), to: .share(Share(k: 1, n: 2))) == nil)
  }

  @Test func `q values are those of statsmodels, and what was not tested does not count`() throws {
    let q = FalseDiscoveryRate.q(known.rates.p)
    for (own, known) in zip(q, known.rates.q) { #expect(isNear(own, known)) }
    let gaps = FalseDiscoveryRate.q([nil] + known.rates.p.map { $0 } + [nil])
    #expect(gaps.first == .some(nil) && gaps.last == .some(nil))
    #expect(Array(gaps.dropFirst().dropLast()) == q)
  }

  @Test func `numbers are rounded to twelve digits for decisions`() {
    #expect(0.05000000000000001.decidable == 0.05)
    #expect((0.1 + 0.2).decidable == 0.3)
    #expect((-1.23456789012345e-40).decidable == -1.23456789012e-40)
    #expect(98765432109876.5.decidable == 98765432109900)
    #expect(0.0.decidable == 0 && Double.infinity.decidable == .infinity)
  }
}
