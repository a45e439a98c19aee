import TestSupport
import Testing

@testable import Columnar

/// Arenas and windows against arrays of bytes.
@Suite struct ByteArenaTests {
  @Test(arguments: 0..<10) func `bytes are read back where they were put`(seed: Int) {
    var random = SeededGenerator(seed)
    var arena = ByteArena(capacity: 1)
    var reference: [UInt8] = []
    var stretches: [(offset: Int, bytes: [UInt8])] = []
    for _ in 0..<400 {
      let bytes = (0..<Int.random(in: 0...90, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      switch Int.random(in: 0...3, using: &random) {
      case 0:
        stretches.append((arena.append(bytes.span), bytes))
        reference += bytes
      case 1:
        let byte = UInt8.random(in: 0...255, using: &random)
        arena.append(byte)
        reference.append(byte)
      case 2:
        let word = Int64.random(in: .min ... .max, using: &random)
        arena.append(word)
        // The lowest byte first.
        reference += (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * Int64($0))) }
      default:
        // A copy of its own bytes while the allocation may move.
        let offset = Int.random(in: 0...reference.count, using: &random)
        let length = Int.random(in: 0...(reference.count - offset), using: &random)
        if reference.count > 20_000 { break }
        arena.append(copyOf: offset, length)
        reference += reference[offset..<offset + length]
      }
    }
    #expect(arena.count == reference.count, "seed \(seed)")
    let all = arena.bytes(0, arena.count)
    #expect(all.indices.allSatisfy { all[$0] == reference[$0] }, "seed \(seed)")
    for (offset, bytes) in stretches {
      let found = arena.bytes(offset, bytes.count)
      #expect(found.indices.allSatisfy { found[$0] == bytes[$0] }, "seed \(seed)")
    }
  }

  @Test func `an arena takes all of another, and may be cut back`() {
    var first = ByteArena(capacity: 4)
    var second = ByteArena()
    first.append([1, 2, 3].span)
    second.append([4, 5].span)
    #expect(first.append(all: second) == 3)
    first.truncate(to: 4)
    var found: [UInt8] = []
    for place in 0..<first.count { found.append(first.bytes(place, 1)[0]) }
    #expect(found == [1, 2, 3, 4])
    first.removeAll()
    #expect(first.count == 0)
  }

  @Test func `behind the bytes of a window stand zeros`() {
    let window = ByteWindow(fileOffset: 7, capacity: 10)
    window.append([9, 9, 9, 9].span)
    window.truncate(to: 2)
    #expect(window.fileOffset == 7)
    #expect(window.bytes.indices.map { window.bytes[$0] } == [9, 9])
    // Safe: `count + padding` bytes may be read.
    let behind = (0..<ByteWindow.padding).map { unsafe window.start[2 + $0] }
    #expect(behind.allSatisfy { $0 == 0 })
  }
}
