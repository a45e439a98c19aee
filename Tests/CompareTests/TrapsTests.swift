import Compare
import Testing

/// The traps of the metric contract that are about comparing.
@Suite struct TrapsTests {
  @Test func `a mix shift splits into rate and mix, which add up`() throws {
    // Team A 760 of 800, then 384 of 400; team B 140 of 200, then 432 of 600. By hand: rate
    // 0.6 × 1.0 + 0.4 × 2.0 = 1.4 points; mix −0.4 × 95.5 + 0.4 × 71.0 = −9.8 points.
    let split = try #require(
      RateAndMix([
        .init(oldValue: 760.0 / 800, oldCount: 800, newValue: 384.0 / 400, newCount: 400),
        .init(oldValue: 140.0 / 200, oldCount: 200, newValue: 432.0 / 600, newCount: 600),
      ]))
    #expect(abs(split.rate - 0.014) < 1e-12)
    #expect(abs(split.mix + 0.098) < 1e-12)
    #expect(abs(split.rate + split.mix - (0.816 - 0.9)) < 1e-12)
    // Each part from the middle of the whole, 85.8 %: A −0.4 × (95.5 − 85.8) = −3.88 points, B 0.4 × (71.0 −
    // 85.8) = −5.92: neither gains by its weight.
    #expect(abs(split.parts[0].mix + 0.0388) < 1e-12)
    #expect(abs(split.parts[1].mix + 0.0592) < 1e-12)
  }

  @Test func `a segment that comes or goes is all mix`() throws {
    let split = try #require(
      RateAndMix([
        .init(oldValue: 0.9, oldCount: 100, newValue: 0.9, newCount: 100),
        .init(oldValue: 0, oldCount: 0, newValue: 0.5, newCount: 100),
      ]))
    #expect(split.rate == 0)
    #expect(abs(split.mix + 0.2) < 1e-12)
    #expect(RateAndMix([]) == nil)
  }
}
