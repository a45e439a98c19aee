import Columnar
import TestSupport
import Testing

@Suite struct RecordKeyTests {
  static func key(_ text: [UInt8], system: Int64 = 1) -> RecordKey {
    RecordKey(system: system, text.span)
  }

  @Test(arguments: 0..<20) func `keys are equal where their texts and systems are`(length: Int) {
    var random = SeededGenerator(length)
    let text = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    #expect(Self.key(text) == Self.key(text))
    #expect(Self.key(text) != Self.key(text, system: 2))
    #expect(Self.key(text) != Self.key(text, system: 1 << 16))
    #expect(Self.key(text) != Self.key(text + [0]))
    #expect(Self.key(text) != Self.key([0] + text))
    for place in text.indices {
      for bit in 0..<8 {
        var other = text
        other[place] ^= 1 << UInt8(bit)
        #expect(Self.key(text) != Self.key(other), "byte \(place)")
      }
    }
  }

  @Test func `texts that look alike have keys of their own, well spread`() {
    let texts = (0..<20_000).map { "2026-\($0)" } + (0..<20_000).map { "ticket number \($0)" }
    let keys = texts.map { Self.key(Array($0.utf8)) }
    #expect(Set(keys.map { "\($0)" }).count == texts.count)
    #expect(Set(keys.map(\.link)).count == texts.count)
    var counts = [Int](repeating: 0, count: RecordKey.partitionCount)
    for key in keys { counts[key.partition] += 1 }
    // 625 on average, with a standard deviation of 25.
    #expect(counts.allSatisfy { (450...800).contains($0) })
  }

  @Test func `the second of those alike has another key`() {
    for text in ["7", "a text that is longer than 13 bytes"] {
      let key = Self.key(Array(text.utf8))
      #expect(key.repeated(0) == key)
      #expect(Set((0..<100).map { "\(key.repeated($0))" }).count == 100)
    }
  }
}
