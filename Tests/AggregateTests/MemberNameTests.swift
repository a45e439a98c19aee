import Testing

@testable import Aggregate

@Suite struct MemberNameTests {
  @Test func `a name of at most 100 characters stays as it is`() {
    for name in [
      "", "EMEA", String(repeating: "ä", count: 100), String(repeating: "x", count: 100),
    ] {
      #expect(MemberName.of(name) == name)
    }
  }

  @Test func `a longer name has 100 characters, and stays apart from those that begin alike`() {
    let long = String(repeating: "ä", count: 101)
    #expect(MemberName.of(long).unicodeScalars.count == 100)
    #expect(MemberName.of(long).hasPrefix(String(repeating: "ä", count: 87) + "…"))
    #expect(MemberName.of(long) != MemberName.of(long + "b"))
    #expect(MemberName.of(long) == MemberName.of(long))
    // One character as a reader sees it, of a million scalars.
    let tower = "e" + String(repeating: "\u{301}", count: 1_000_000)
    #expect(MemberName.of(tower).unicodeScalars.count == 100)
  }
}
