import Columnar
import TestSupport
import Testing

@Suite struct NaturalOrderTests {
  @Test(arguments: [
    ["tickets-2026-9.csv", "tickets-2026-10.csv"],
    ["tickets-2026-09.csv", "tickets-2026-10.csv"],
    ["tickets.csv", "tickets (1).csv", "tickets (2).csv", "tickets (10).csv"],
    ["tickets.csv.gz", "tickets-2.csv.gz", "tickets-10.csv.gz", "tickets2.csv.gz"],
    ["9/tickets.csv", "10/tickets.csv", "10 b/tickets.csv"],
    ["amer/tickets-10.csv", "emea/tickets-9.csv"],
    ["june.zip#9.json", "june.zip#10.json", "june 2.zip#1.json"],
    ["v1.2.csv", "v1.10.csv", "v2.csv"],
    ["2026-1-9.csv", "2026-01-10.csv", "2026-2-1.csv"],
    ["007.csv", "07.csv", "7.csv", "8.csv"],
    ["a18446744073709551616.csv", "a18446744073709551617.csv", "a118446744073709551616.csv"],
    ["Z.csv", "a.csv", "é.csv"],
  ])
  func `numbers in names compare as numbers`(names: [String]) {
    #expect(names.reversed().inNaturalOrder() == names)
  }

  @Test(arguments: 0..<5) func `the order is total`(seed: Int) {
    var random = SeededGenerator(seed)
    let pieces = ["0", "1", "9", "10", "a", "-", " (", ")", ".", "/", "#", "é"]
    let names = Set(
      (0..<60).map { _ in
        (0..<Int.random(in: 1...5, using: &random)).map { _ in
          pieces.randomElement(using: &random) ?? ""
        }.joined()
      })
    for a in names {
      #expect(!NaturalOrder.precedes(a, a))
      for b in names where a != b {
        #expect(NaturalOrder.precedes(a, b) != NaturalOrder.precedes(b, a), "\(a) \(b)")
        for c in names where NaturalOrder.precedes(a, b) && NaturalOrder.precedes(b, c) {
          #expect(NaturalOrder.precedes(a, c), "\(a) \(b) \(c), seed \(seed)")
        }
      }
    }
  }
}
