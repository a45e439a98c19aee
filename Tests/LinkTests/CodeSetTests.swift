import TestSupport
import Testing

@testable import Link

@Suite struct CodeSetTests {
  @Test(arguments: 0..<20)
  func `it has the codes that a set has`(seed: Int) {
    var random = SeededGenerator(seed)
    let codes = (0..<Int.random(in: 0..<6, using: &random)).map { _ in
      Int64.random(
        in: [-2...2, 60...70, 1000...1010].randomElement(using: &random)!, using: &random)
    }
    let set = CodeSet(codes + [.min].filter { _ in seed % 2 == 0 })
    for code in Array(-10...1100) as [Int64] + [.min, .max] {
      #expect(set.contains(code) == (codes.contains(code) || code == .min && seed % 2 == 0))
    }
  }
}
