import TestSupport
import Testing

@testable import Aggregate

@Suite struct DistributionTests {
  static func distribution(_ values: [Int64]) -> Distribution {
    var distribution = Distribution()
    for value in values { distribution.add(value) }
    distribution.finish()
    return distribution
  }

  @Test func `the median of all is not the mean of medians`() {
    // By hand: 1 1 1 1 50 60 100; the medians of the parts are 1 and 55, their mean 28.
    #expect(Self.distribution([1, 1, 1, 1, 100, 50, 60]).quantile(0.5) == 1)
  }

  /// From numpy.quantile, whose default is type 7.
  @Test(
    arguments: [
      ([1, 2, 3, 4], 0.9, 3.7), ([1, 2, 3, 4], 0.5, 2.5), ([10], 0.9, 10), ([1, 2], 0, 1),
      ([1, 2], 1, 2), ([15, 20, 35, 40, 50], 0.4, 29), ([-5, 5], 0.25, -2.5),
    ] as [([Int64], Double, Double)])
  func `quantiles are of type 7`(values: [Int64], q: Double, expected: Double) {
    #expect(Self.distribution(values).quantile(q) == expected)
  }

  @Test func `no value has no quantile`() {
    #expect(Self.distribution([]).quantile(0.5) == nil)
  }

  @Test(arguments: 0..<6) func `sorting by digits sorts`(seed: Int) {
    var random = SeededGenerator(seed)
    var values = (0..<5000).map { _ in
      seed % 2 == 0
        ? Int64.random(in: .min ... .max, using: &random) : Int64.random(in: -9...9, using: &random)
    }
    let expected = values.sorted()
    sort(&values)
    #expect(values == expected, "seed \(seed)")
  }

  @Test func `merging in any split and order comes to the same`() {
    var random = SeededGenerator(3)
    let values = (0..<20_000).map { _ in Int64.random(in: 0...100_000, using: &random) }
    let whole = Self.distribution(values)
    for parts in [1, 2, 7] {
      var merged = Distribution()
      for part in (0..<parts).reversed() {
        var one = Distribution()
        for (i, value) in values.enumerated() where i % parts == part { one.add(value) }
        merged.merge(one)
      }
      merged.finish()
      for q in [0, 0.1, 0.5, 0.9, 1] { #expect(merged.quantile(q) == whole.quantile(q)) }
    }
  }

  @Test func `beyond the limit it is within 0.4 per cent, however it was split`() {
    let count = Distribution.exactLimit + 50_000
    let values = (0..<count).map { Int64($0) * 37 }
    let whole = Self.distribution(values)
    #expect(whole.isApproximate)
    var merged = Distribution()
    for part in 0..<3 {
      merged.merge(
        Self.distribution(values.enumerated().filter { $0.offset % 3 == part }.map(\.element)))
    }
    merged.finish()
    #expect(merged.isApproximate)
    for q in [0.01, 0.25, 0.5, 0.9, 0.99] {
      let exact = q * Double(count - 1) * 37
      let found = whole.quantile(q)!
      #expect(abs(found - exact) <= exact * 0.004)
      #expect(merged.quantile(q) == found)
    }
    #expect(!Self.distribution(Array(repeating: 5, count: 3 * count)).isApproximate)
  }

  @Test func `buckets ascend, and no value is far from its bucket's middle`() {
    var last = Int64.min
    for value in stride(from: Int64(0), through: 3_000_000, by: 61) {
      let bucket = Distribution.bucket(value)
      #expect(bucket >= last)
      last = bucket
      #expect(abs(Distribution.middle(ofBucket: bucket) - Double(value)) <= Double(value) * 0.004)
      #expect(Distribution.bucket(-value) == -bucket)
    }
  }
}
