import TestSupport
import Testing

@testable import Aggregate

@Suite struct CellValuesTests {
  static func cell(_ values: [Int64]) -> CellValues {
    CellValues(sorted: values.sorted()[...], days: [])
  }

  @Test func `the median of all is not the mean of medians`() {
    // By hand: 1 1 1 1 50 60 100; the medians of the parts are 1 and 55, their mean 28.
    #expect(Self.cell([1, 1, 1, 1, 100, 50, 60]).quantile(0.5) == 1)
  }

  /// From numpy.quantile, whose default is type 7.
  @Test(
    arguments: [
      ([1, 2, 3, 4], 0.9, 3.7), ([1, 2, 3, 4], 0.5, 2.5), ([10], 0.9, 10), ([1, 2], 0, 1),
      ([1, 2], 1, 2), ([15, 20, 35, 40, 50], 0.4, 29), ([-5, 5], 0.25, -2.5),
    ] as [([Int64], Double, Double)])
  func `quantiles are of type 7`(values: [Int64], q: Double, expected: Double) {
    #expect(Self.cell(values).quantile(q) == expected)
  }

  @Test func `no value has no quantile`() {
    #expect(Self.cell([]).quantile(0.5) == nil)
  }

  @Test func `different values are counted once, over several cells too`() {
    #expect(Self.cell([3, 1, 3, 2]).distinctCount(with: []) == 3)
    #expect(Self.cell([3, 1]).distinctCount(with: [Self.cell([3, 9])]) == 3)
    #expect(Self.cell([]).distinctCount(with: [Self.cell([])]) == 0)
  }

  @Test func `beyond the limit it is within 0.4 per cent`() {
    let count = CellValues.exactLimit + 50_000
    let whole = Self.cell((0..<count).map { Int64($0) * 37 })
    #expect(whole.isApproximate)
    for q in [0.01, 0.25, 0.5, 0.9, 0.99] {
      let exact = q * Double(count - 1) * 37
      #expect(abs(whole.quantile(q)! - exact) <= exact * 0.004)
    }
    #expect(!Self.cell(Array(repeating: 5, count: 3 * count)).isApproximate)
    #expect(!Self.cell((0..<CellValues.exactLimit).map(Int64.init)).isApproximate)
  }

  @Test func `buckets ascend, and no value is far from its bucket's middle`() {
    var last = Int64.min
    for value in stride(from: Int64(0), through: 3_000_000, by: 61) {
      let bucket = CellValues.bucket(value)
      #expect(bucket >= last)
      last = bucket
      #expect(abs(CellValues.middle(ofBucket: bucket) - Double(value)) <= Double(value) * 0.004)
      #expect(CellValues.bucket(-value) == -bucket)
    }
  }

  @Test func `days of which the values cluster differ more than chance`() {
    // Twelve days of two values, both 1 on even days and both 9 on odd ones: k_d is 2 or 0, p = ½,
    // φ = 12 × 12 ÷ 11 ÷ (24 × ¼).
    let even: [UInt16] = [40, 40, 42, 42, 44, 44, 46, 46, 48, 48, 50, 50]
    let days: [UInt16] = even + even.map { $0 + 1 }
    let values = [Int64](repeating: 1, count: 12) + [Int64](repeating: 9, count: 12)
    let cell = CellValues(sorted: values[...], days: days[...])
    let found = cell.dispersion(notAbove: 5, of: 40..<61)
    #expect(found.days == 12)
    #expect(abs(found.factor - 144.0 / 66) < 1e-12)
  }
}

@Suite struct OrderedValuesTests {
  @Test(arguments: 0..<6) func `sorting by digits sorts`(seed: Int) {
    var random = SeededGenerator(seed)
    let count = seed < 2 ? 40 : 5000
    let values = (0..<count).map { _ in
      seed % 2 == 0
        ? Int64.random(in: .min ... .max, using: &random)
        : Int64.random(in: seed == 3 ? -3_000_000_000...1_000_000 : -9...9, using: &random)
    }
    let order = OrderedValues.order(values).map { Int($0) }
    #expect(order.map { values[$0] } == values.sorted(), "seed \(seed)")
    #expect(order.sorted() == Array(values.indices))
  }

  @Test func `values are dealt to their groups, ascending in each slot`() {
    let stamp = ValueStamp(slots: 3, days: 10, sizes: [2, 3])
    var log = ValueLog()
    // Value, slot, and the places in a dimension of two and one of three.
    for (value, slot, a, b) in [(5, 1, 0, 2), (3, 1, 1, 0), (4, 1, 0, 2), (9, 2, 0, 2)] {
      let word =
        stamp.slot.word(slot) | stamp.day.word(value) | stamp.places[0].word(a)
        | stamp.places[1].word(b)
      log.append(ValueLog.Entries([Int64(value)], stamps: [[word]]), sign: 1)
    }
    let ordered = OrderedValues(log, stamp, slots: 3)
    var dealt = DealtValues()
    // One grouping after the other, in the same room.
    dealt.deal(ordered, [], [])
    #expect(dealt.cell(0, slot: 1).sorted == [3, 4, 5])
    dealt.deal(ordered, [1], [3])
    #expect(dealt.cell(2, slot: 1).sorted == [4, 5])
    dealt.deal(ordered, [0, 1], [2, 3])
    #expect(dealt.cell(2, slot: 1).sorted == [4, 5])
    #expect(dealt.cell(3, slot: 1).sorted == [3])
    #expect(dealt.cell(2, slot: 2).sorted == [9])
    #expect(dealt.cell(0, slot: 1).sorted == [])
  }

  @Test func `a stamp takes another word where one is full`() {
    // 2 + 17 + 20 + 20 bits, then 20 more.
    let sizes = [1 << 20, 1 << 20, 1 << 20]
    let stamp = ValueStamp(slots: 3, days: 100_000, sizes: sizes)
    #expect(stamp.words == 2)
    let places = [1_048_575, 7, 1_048_574]
    var words = [[UInt64]](repeating: [0], count: 2)
    stamp.slot.mark(&words, [2])
    stamp.day.mark(&words, [99_999])
    for (bits, place) in zip(stamp.places, places) { bits.mark(&words, [Int32(place)]) }
    #expect(stamp.slot.value(in: words[stamp.slot.word][0]) == 2)
    #expect(stamp.day.value(in: words[stamp.day.word][0]) == 99_999)
    #expect(stamp.places.map { $0.value(in: words[$0.word][0]) } == places)
  }
}
