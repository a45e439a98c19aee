import Testing

@testable import Columnar

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("kitten", "sitting", 3), ("ab", "ba", 1), ("", "abc", 3), ("same", "same", 0),
  ])
  func `distances are those of the textbook`(a: String, b: String, distance: Int) {
    #expect(editDistance(Array(a.utf8), Array(b.utf8)) == distance)
  }

  @Test func `a near name is suggested and a far one is not`() {
    #expect(suggestion(for: "Statsu", among: ["Id", "Status"]) == "; did you mean 'Status'?")
    #expect(suggestion(for: "zzz", among: ["a", "b"]) == "; expected 'a', 'b'")
  }

  @Test func `a diagnostic reads as file, line and column`() {
    let diagnostic = Diagnostic(
      .init("what is wrong; what was expected"), at: .init(file: "a.csv", line: 3, column: 1),
      failure: .dataGate)
    #expect("\(diagnostic)" == "a.csv:3:1: error: what is wrong; what was expected")
  }

  /// Twenty megabytes of each would take days.
  @Test(.timeLimit(.minutes(1))) func `names of any length are compared quickly`() {
    let long = String(repeating: "x", count: 20_000_000)
    #expect(nearestName(to: long, among: [long + "y", "x"]) == nil)
    #expect(nearestName(to: "region", among: [long, "regoin"]) == "regoin")
  }
}
