import Aggregate
import Civil
import Compare
import Compose
import Foundation
import Language
import Testing

@testable import Privacy
@testable import Render

/// Need of agents in its section and in `metrics.json`.
@Suite struct StaffingRenderTests {
  /// The sample with a queue of two calls an hour at night, and one of e-mails; no team is named.
  static let input: ReportInput = {
    var input = ReportInput.sample
    var arrivals = [Int](repeating: 0, count: 28 * 48)
    for day in 0..<28 { arrivals[day * 48 + 5] = 2 }
    let rules = StaffingRules(shrinkage: 0.3, week: 35 * 3600)
    let snapshot = ShownSnapshot(
      MetricSnapshot(
        metrics: [], periods: input.snapshot.periods, groups: [.whole], values: [],
        queues: [
          QueueLoad(
            .contacts, team: Group.none, channel: "phone", records: 56, workSeconds: 56 * 60,
            firstWeekday: 0, days: 28, arrivals: arrivals),
          QueueLoad(
            .tickets, team: Group.none, channel: "email", records: 500,
            workSeconds: 500 * 3600, firstWeekday: 0, days: 28),
        ]))
    input.staffingRules = rules
    input.staffing = Staffing(
      Staffing.jobs(snapshot, rules).map(\.made), snapshot, rules)
    return input
  }()

  @Test func `the section says how many are needed, and when most`() throws {
    let document = Document(Self.input)
    let section = try #require(document.section("staffing"))
    let writer = Writer(document, .english)
    // 125 hours a week ÷ 0.85 ÷ 0.7 ÷ 35 = 6.0, and 5.5 to 6.6 for 458 to 546 tickets; and one agent for
    // half an hour a day, 3.5 ÷ 0.7 ÷ 35 = 0.1.
    #expect(
      writer.text(section.heading)
        == "Staffing: 6.1 full-time agents needed (95 % interval 5.6 to 6.7)")
    let tables = section.blocks.compactMap { block -> Table? in
      if case .table(let table) = block { table } else { nil }
    }
    #expect(
      tables[0].rows.map { $0.map { writer.text($0.words) } } == [
        ["all", "6.1", "5.6 to 6.7", "1", "Monday 02:30"]
      ])
    #expect(document.metric("staffing.needed")?.label == "Agents needed")
    #expect(Document(.sample).section("staffing") == nil)
  }

  @Test func `the data has the half-hours of each queue`() throws {
    let lines = MetricsFile.staffing(Self.input)
    #expect(
      lines[0] == """
        {"dimensions":{},"interval":[5.6,6.7],"metric":"staffing.needed","period":"2026-10",\
        "unit":"number","value":6.1}
        """)
    let root = try JSONSerialization.jsonObject(with: Data(MetricsFile.json(Self.input).utf8))
    let staffing = try #require((root as? [String: Any])?["staffing"] as? [[String: Any]])
    #expect(staffing.count == 3)
    let halfHours = try #require(staffing[1]["half_hours"] as? [Int])
    #expect(halfHours.count == 336 && halfHours.reduce(0, +) == 7 && halfHours[5] == 1)
    #expect(staffing[1]["model"] as? String == "erlang_c")
    #expect(staffing[2]["model"] as? String == "workload")
    #expect(MetricsFile.staffing(.sample).isEmpty)
  }
}
