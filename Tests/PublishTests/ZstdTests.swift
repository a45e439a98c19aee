import Columnar
import TestSupport
import Testing

@Suite struct ZstdTests {
  @Test func `what is compressed comes back, and nothing else does`() {
    var generator = SeededGenerator(7)
    for count in [0, 1, 100, 1 << 17] {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...3, using: &generator) }
      let frame = Zstd.compressed(bytes)
      #expect(Zstd.decompressed(frame, count: count) == bytes)
      #expect(Zstd.decompressed(frame, count: count + 1) == nil)
      #expect(Zstd.decompressed(Array(frame.dropLast()), count: count) == nil)
    }
  }
}
