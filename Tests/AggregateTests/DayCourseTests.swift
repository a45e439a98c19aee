import Civil
import Columnar
import Records
import TestSupport
import Testing

@testable import Aggregate

/// The courses by day that forecasts are made of, against sums that are obvious.
@Suite struct DayCourseTests {
  static let teams = ["a", "b"]
  static let metrics = ["created", "backlog"].compactMap { id in
    MetricTable.builtIn.first { $0.id == id }
  }

  /// Days before October 2026 on which random tickets of two teams were opened, one of them long ago.
  static func tickets(_ seed: Int) -> [(day: Int, team: Int)] {
    var random = SeededGenerator(seed)
    return [(-700, 0)]
      + (0..<300).map { _ in
        (Int.random(in: -200..<31, using: &random), Int.random(in: 0...1, using: &random))
      }
  }

  @Test(arguments: 0..<3) func `tickets are counted by day, before all that is shown too`(
    seed: Int
  ) throws {
    let tickets = Self.tickets(seed)
    let tally = Tally(
      kind: .ticket, fields: [Field("created", .instant), Field("team", .text)],
      metrics: [Self.metrics[0]], dimensions: ["team"], words: ["team": Self.teams],
      looksAhead: true)
    // Of the last day of September the last second, of October's first the first.
    let rows = tickets.map { day, team in
      [Tally.october(day + 1, day % 2 == 0 ? 0 : 86_399), Int64(team)]
    }
    let snapshot = try tally.snapshot(Array(rows[..<100]), Array(rows[100...]))
    for (team, group) in [nil, 0, 1].map({ ($0, $0.map { Group(["team": Self.teams[$0]]) }) }) {
      let course = try #require(snapshot.course("created", group ?? .whole), "seed \(seed)")
      #expect(course.first == CivilDate(2026, 10, 1) + -700)
      #expect(course.end == CivilDate(2026, 11, 1) && !course.isStanding)
      #expect(
        course.values
          == (-700..<31).map { day in
            tickets.count { $0.day == day && (team == nil || $0.team == team) }
          })
    }
    // A sum over a month is the month's figure.
    #expect(
      snapshot.course("created")?.values.suffix(31).reduce(0, +)
        == snapshot.series("created")?.last?.n)
  }

  @Test func `a standing is what stands at the end of each day`() throws {
    // Days of October on which tickets came and went; none where they stand still.
    let spells: [(from: Int, until: Int?)] = [
      (1, 3), (2, nil), (2, 2), (5, 20), (9, nil), (30, 31),
    ]
    let tally = Tally(
      kind: .spell,
      fields: [Field("from", .instant), Field("until", .instant), Field("created", .instant)],
      metrics: MetricTable.builtIn.filter { ["backlog", "backlog.created"].contains($0.id) },
      more: [.ticket: CommonSchema.ticket.fields], looksAhead: true)
    let rows = spells.map { from, until in
      [
        Tally.october(from, 3600), until.map { Tally.october($0, 7200) } ?? .missing,
        Tally.october(from, 3600),
      ]
    }
    let course = try #require(try tally.snapshot(rows).course("backlog"))
    #expect(course.isStanding && course.first == CivilDate(2026, 10, 1))
    #expect(
      course.values
        == (1...31).map { day in
          spells.count { $0.from <= day && ($0.until ?? 99) > day }
        })
  }

  @Test func `nothing is counted where nobody looks ahead`() throws {
    let tally = Tally(
      kind: .ticket, fields: [Field("created", .instant)], metrics: [Self.metrics[0]])
    let snapshot = try tally.snapshot([[Tally.october(3)]])
    #expect(snapshot.courses.isEmpty && snapshot.series("created")?.last?.value == 1)
  }
}
