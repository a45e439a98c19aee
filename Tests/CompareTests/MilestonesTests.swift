import Aggregate
import Civil
import Testing

@testable import Compare
@testable import Privacy

/// Which milestones concern which groups.
@Suite struct MilestonesTests {
  static let bot = Milestone(
    date: CivilDate(2026, 5, 4), label: "Chat bot", kind: .initiative,
    members: ["region": ["AMER", "APAC"]], metrics: ["created"])
  static let release = Milestone(
    date: CivilDate(2026, 3, 1), label: "Core 8.0", kind: .release)

  /// A snapshot of one metric whose pairs have so many records each.
  static func snapshot(_ pairs: [(region: String, team: String, n: Int)]) -> ShownSnapshot {
    let groups =
      [Group.whole] + Set(pairs.map { Group(["team": $0.team]) }).sorted()
      + pairs.map { Group(["region": $0.region, "team": $0.team]) }.sorted()
    return ShownSnapshot(
      MetricSnapshot(
        metrics: [MetricTable.builtIn.first { $0.id == "created" }!],
        periods: [Period(.month, containing: CivilDate(2026, 10, 1))], groups: groups,
        values: [
          groups.map { group in
            let pair = pairs.first {
              Group(["region": $0.region, "team": $0.team]) == group
            }
            let n = pair?.n ?? 1
            return [MetricValue(value: Double(n), n: n)]
          }
        ]))
  }

  static func labels(
    _ metric: String, _ members: [String: String], _ snapshot: ShownSnapshot = snapshot([])
  ) -> [String] {
    Milestones([bot, release], in: snapshot).concerning(metric, Group(members)).map(\.label)
  }

  @Test func `a milestone concerns its metrics, its members and the whole`() {
    #expect(Self.labels("created", [:]) == ["Core 8.0", "Chat bot"])
    #expect(Self.labels("csat", [:]) == ["Core 8.0"])
    #expect(Self.labels("created", ["region": "AMER"]) == ["Core 8.0", "Chat bot"])
    #expect(Self.labels("created", ["region": "EMEA"]) == ["Core 8.0"])
    #expect(Self.labels("created", ["region": "EMEA", "channel": "chat"]) == ["Core 8.0"])
    #expect(Self.labels("created", ["channel": "chat"]) == ["Core 8.0", "Chat bot"])
  }

  @Test func `a team of another region is left out where the report has the pairs`() {
    let snapshot = Self.snapshot([
      ("AMER", "Billing", 3), ("AMER", "DACH", 0), ("EMEA", "Billing", 0), ("EMEA", "DACH", 5),
    ])
    #expect(Self.labels("created", ["team": "Billing"], snapshot) == ["Core 8.0", "Chat bot"])
    #expect(Self.labels("created", ["team": "DACH"], snapshot) == ["Core 8.0"])
    #expect(Self.labels("created", ["team": "Other"], snapshot) == ["Core 8.0", "Chat bot"])
  }

  @Test(arguments: [
    ("2026-05-01", 1), ("2026-05-16", 1), ("2026-05-17", 2), ("2026-05-31", 2), ("2026-04-16", 0),
    ("2025-01-01", 0), ("2026-06-17", nil),
  ])
  func `the first period after a milestone has at least half of its days after it`(
    date: String, index: Int?
  ) throws {
    let first = Period(.month, containing: CivilDate(2026, 4, 1))
    let milestone = Milestone(
      date: try #require(CivilDate(date)), label: "x", kind: .policy, rebases: true)
    #expect(milestone.firstPeriod(of: (0..<3).map { first.advanced(by: $0) }) == index)
  }
}
