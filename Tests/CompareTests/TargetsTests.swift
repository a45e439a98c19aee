import Aggregate
import Civil
import TestSupport
import Testing

@testable import Compare

@Suite struct TargetsTests {
  @Test(
    arguments: [
      (.atLeast(0.9), 0.9, true, 0), (.atLeast(0.9), 0.85, false, -0.05),
      (.atMost(5), 5, true, 0), (.atMost(5), 5.5, false, 0.5),
      (.within(0.75...0.85), 0.75, true, 0), (.within(0.75...0.85), 0.85, true, 0),
      (.within(0.75...0.85), 0.7, false, -0.05), (.within(0.75...0.85), 0.95, false, 0.1),
    ] as [(Target.Bound, Double, Bool, Double)])
  func `a target is met at its bound, and the distance is signed`(
    bound: Target.Bound, actual: Double, isMet: Bool, distance: Double
  ) {
    #expect(bound.isMet(by: actual) == isMet)
    #expect(abs(bound.distance(from: actual) - distance) < 1e-12)
  }

  @Test func `a target holds for the periods that start in its time`() throws {
    let year = Target(
      metric: "x", bound: .atMost(1), from: CivilDate(2026, 7, 1), until: CivilDate(2027, 1, 1))
    func holds(_ text: String) throws -> Bool {
      year.holds(for: try #require(Period(text, fiscalStart: 4)))
    }
    #expect(try !holds("2026-06") && holds("2026-07") && holds("2026-12") && !holds("2027-01"))
    #expect(try holds("2026-Q3") && !holds("2026") && holds("FY2026-Q2"))
    // The week that 2027 starts in starts in 2026.
    #expect(try holds("2026-W53") && !holds("2027-W01"))
  }

  @Test func `a group's own target comes before the whole's`() {
    let emea = ["team": "EMEA"]
    let targets = Targets([
      Target(metric: "x", bound: .atMost(1), members: emea), Target(metric: "x", bound: .atMost(2)),
      Target(metric: "x", bound: .atMost(3), members: emea, from: CivilDate(2026, 7, 1)),
    ])
    func bound(_ month: Int, _ members: [String: String]) -> Target.Bound? {
      targets.target("x", Period(.month, containing: CivilDate(2026, month, 1)), Group(members))?
        .bound
    }
    #expect(bound(6, [:]) == .atMost(2))
    #expect(bound(6, emea) == .atMost(1))
    #expect(bound(7, emea) == .atMost(3))
    #expect(bound(7, ["team": "APAC"]) == .atMost(2))
    // A pair with EMEA in it is another group.
    #expect(bound(7, ["team": "EMEA", "channel": "chat"]) == .atMost(2))
    #expect(targets.target("y", Period(.month, containing: CivilDate(2026, 7, 1))) == nil)
    #expect(targets.aims.map(\.group) == [Group(emea), .whole])
  }

  /// The rule as it is written, entry by entry.
  static func slow(_ entries: [Target], _ metric: String, _ period: Period, _ group: Group)
    -> Target?
  {
    var found: Target?
    for entry in entries where entry.metric == metric && entry.holds(for: period) {
      let isOwn = entry.members == group.members
      let foundIsOwn = found.map { $0.members == group.members } ?? false
      if isOwn || entry.members.isEmpty && !foundIsOwn { found = entry }
    }
    return found
  }

  @Test(arguments: 0..<40) func `the look-up is that of a slow reading of the rule`(seed: Int) {
    var random = SeededGenerator(seed)
    let groups = [
      [:], ["a": "x"], ["a": "y"], ["b": "x"], ["a": "x", "b": "x"], ["a": "y", "b": "z"],
    ]
    let month = Period(.month, containing: CivilDate(2026, 1, 1))
    func day() -> CivilDate? {
      Bool.random(using: &random)
        ? nil : month.advanced(by: .random(in: 0..<12, using: &random)).first
    }
    let entries = (0..<12).map { number in
      Target(
        metric: ["m", "n"].randomElement(using: &random) ?? "m", bound: .atMost(Double(number)),
        members: groups.randomElement(using: &random) ?? [:], from: day(), until: day())
    }
    let targets = Targets(entries)
    for metric in ["m", "n", "o"] {
      for group in groups.map({ Group($0) }) {
        for period in (-1...13).map({ month.advanced(by: $0) }) {
          #expect(
            targets.target(metric, period, group) == Self.slow(entries, metric, period, group),
            "seed \(seed), \(metric) \(period) \(group)")
        }
      }
    }
  }
}
