import Civil
import Columnar
import Records
import Testing

@testable import Aggregate

/// Loads of queues: what came when, and the time that it took.
@Suite struct QueueLoadTests {
  static let fields = [
    Field("offered", .instant), Field("answered", .boolean), Field("abandoned", .boolean),
    Field("wait_seconds", .seconds), Field("talk_seconds", .seconds),
    Field("direction", .enumeration(["inbound", "outbound"])), Field("team", .text),
    Field("channel", .text),
  ]

  static func tally(_ parts: Set<String> = ["staffing"]) -> Tally {
    Tally(
      kind: .contact, fields: fields,
      metrics: MetricTable.builtIn.filter { $0.id == "abandonment" },
      words: [
        "team": ["a", "b"], "channel": ["phone"], "direction": ["inbound", "outbound"],
      ], looksAhead: true, parts: parts)
  }

  /// A contact of team a: answered after a wait and talked with, or given up.
  static func contact(
    _ day: Int, _ seconds: Int64, wait: Int64, talk: Int64? = nil, team: Int64 = 0,
    direction: Int64 = 0
  ) -> [Int64] {
    [
      Tally.october(day, seconds), talk == nil ? 0 : 1, talk == nil ? 1 : 0, wait,
      talk ?? .missing, direction, team, 0,
    ]
  }

  @Test func `contacts are counted by day and half-hour, with the time and the waits`() throws {
    let loads = try Self.tally().snapshot(
      [
        Self.contact(1, 0, wait: 10, talk: 200), Self.contact(1, 1799, wait: 20, talk: 100),
        Self.contact(1, 1800, wait: 90), Self.contact(31, 86_399, wait: 0, talk: 60),
      ],
      [
        Self.contact(2, 36_000, wait: 5, talk: 50, team: .missing),
        // Ours, and of another month.
        Self.contact(3, 0, wait: 5, talk: 50, direction: 1),
        Self.contact(40, 0, wait: 5, talk: 50),
      ]
    ).queues
    #expect(loads.map(\.team) == [Group.none, "a"] && loads.allSatisfy { $0.kind == .contacts })
    let own = loads[1]
    #expect(own.channel == "phone" && own.days == 31)
    // October 2026 begins on a Thursday.
    #expect(own.firstWeekday == 3)
    // Three were served for 360 s; four waited 120 s, and one of them gave up.
    #expect(own.records == 3 && own.workSeconds == 360)
    #expect(own.waitSeconds == 120 && own.abandoned == 1)
    #expect(own.arrivals.count == 31 * 48 && own.arrivals.reduce(0, +) == 4)
    #expect(own.arrivals[0] == 2 && own.arrivals[1] == 1 && own.arrivals.last == 1)
    #expect(loads[0].arrivals[48 + 20] == 1)
  }

  @Test func `nothing is counted where the pipeline file does not ask`() throws {
    #expect(try Self.tally([]).snapshot([Self.contact(1, 0, wait: 1, talk: 1)]).queues.isEmpty)
    let lacks = MetricTable.staffing(FieldAvailability(mapped: [.contact: Self.fields]))
    #expect(lacks.map(\.lacks) == [["staffing"], ["staffing"]])
    let lacking = MetricTable.staffing(
      FieldAvailability(mapped: [.contact: Array(Self.fields[..<4])], parts: ["staffing"]))
    #expect(
      lacking.map(\.lacks) == [["handle_seconds or talk_seconds"], ["staff"]]
        || lacking.map(\.lacks.isEmpty) == [false, false])
  }
}
