import TestSupport
import Testing

@testable import Columnar

@Suite struct BytesMapTests {
  @Test(arguments: 0..<10) func `it answers as a dictionary does`(seed: Int) {
    var random = SeededGenerator(seed)
    var map = BytesMap()
    var reference: [String: Int64] = [:]
    for step in 0..<3000 {
      let length = Int.random(in: 0...40, using: &random)
      let text = String((0..<length).map { _ in Array("abé").randomElement(using: &random)! })
      #expect(map.value(of: text.utf8Span.span) == reference[text], "seed \(seed)")
      if reference[text] == nil {
        map.insert(text.utf8Span.span, Int64(step))
        reference[text] = Int64(step)
      }
    }
    for (text, value) in reference { #expect(map.value(of: text.utf8Span.span) == value) }
    #expect(map.count == reference.count)
  }

  @Test func `texts of one length that differ in one byte have different hashes`() {
    var seen: Set<UInt64> = []
    for length in 0..<70 {
      var bytes = [UInt8](repeating: 7, count: length)
      #expect(seen.insert(ByteHash.of(bytes.span).low).inserted)
      for i in bytes.indices {
        bytes[i] = 8
        #expect(seen.insert(ByteHash.of(bytes.span).low).inserted)
        bytes[i] = 7
      }
    }
  }

  @Test func `a fingerprint does not depend on order`() {
    let records: [[UInt8]] = [[1, 2], [3], []]
    var forward = Fingerprint()
    var backward = Fingerprint()
    for record in records { forward.add(record.span, seed: 5) }
    for record in records.reversed() { backward.add(record.span, seed: 5) }
    #expect(forward == backward)
    var other = Fingerprint()
    for record in records { other.add(record.span, seed: 6) }
    #expect(forward != other)
  }
}
