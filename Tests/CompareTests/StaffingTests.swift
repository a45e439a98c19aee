import Aggregate
import Civil
import Statistics
import Testing

@testable import Compare
@testable import Privacy

/// How many agents some load asks for; the formulas of queues are held against Markov chains in
/// `ErlangTests`.
@Suite struct StaffingTests {
  static let rules = StaffingRules(shrinkage: 0.3)

  /// Four weeks from a Monday on, with so many calls of 300 s in each half-hour from 8 to 18 o'clock of each
  /// Monday and Tuesday.
  static func calls(
    _ count: Int, team: String = "a", channel: String = "phone", abandoned: Int = 0,
    waited: Int64 = 0
  ) -> QueueLoad {
    var arrivals = [Int](repeating: 0, count: 28 * 48)
    for day in 0..<28 where day % 7 < 2 {
      for half in 16..<36 { arrivals[day * 48 + half] = count }
    }
    let all = arrivals.reduce(0, +)
    return QueueLoad(
      .contacts, team: team, channel: channel, records: all, workSeconds: Int64(all) * 300,
      waitSeconds: waited, abandoned: abandoned, firstWeekday: 0, days: 28, arrivals: arrivals)
  }

  @Test func `calls ask for the agents of each half-hour, and these for full-time ones`() throws {
    // 12 calls of 300 s, 80 % in 20 s, at most 85 % busy: 4 by the Markov chain of make_erlang.py.
    let need = try #require(StaffingNeed(Self.calls(12), Self.rules))
    #expect(need.model == .erlangC)
    #expect(need.halfHours.count == 336 && Set(need.halfHours) == [0, 4])
    #expect(need.halfHours[16] == 4 && need.halfHours[15] == 0 && need.halfHours[48 + 35] == 4)
    // 40 half-hours of 4 are 80 hours, ÷ 0.7 ÷ 40.
    #expect(need.value == 2.9)
    // 960 calls, 901 to 1,023 at 95 %: 4 agents too.
    #expect(need.low == 2.9 && need.high == 2.9)
    #expect(
      StaffingNeed.peak(of: [need]) == StaffingNeed.Peak(agents: 4, weekday: 0, halfHour: 16))
    // Two chats at once.
    var rules = Self.rules
    rules.atOnce = ["chat": 2]
    let chats = try #require(StaffingNeed(Self.calls(12, channel: "chat"), rules))
    #expect(chats.value == 1.4 && chats.halfHours[16] == 2)
  }

  @Test func `where customers give up fewer are needed`() throws {
    // 24 calls of 300 s: 7 agents by Erlang C, 6 where patience is 200 s; make_erlang.py.
    let patient = try #require(StaffingNeed(Self.calls(24), Self.rules))
    let impatient = try #require(
      StaffingNeed(Self.calls(24, abandoned: 100, waited: 20_000), Self.rules))
    #expect(patient.halfHours[16] == 7)
    #expect(impatient.halfHours[16] == 6 && impatient.model == .erlangA)
    // Of nine nothing is learnt.
    #expect(
      StaffingNeed(Self.calls(24, abandoned: 9, waited: 1_800), Self.rules)?.model == .erlangC)
  }

  @Test func `other tickets ask for the time that they took`() throws {
    let load = QueueLoad(
      .tickets, team: "a", channel: "email", records: 400, workSeconds: 400 * 720,
      firstWeekday: 0, days: 28)
    let need = try #require(StaffingNeed(load, Self.rules))
    // 80 hours in four weeks: 20 a week ÷ 0.85 ÷ 0.7 ÷ 40 = 0.84; 400 are 363 to 441 at 95 %.
    #expect(need.model == .workload && need.value == 0.8 && need.halfHours.isEmpty)
    #expect(need.low == 0.8 && need.high == 0.9)
    #expect(
      StaffingNeed(
        QueueLoad(
          .tickets, team: "a", channel: "email", records: 0, workSeconds: 0, firstWeekday: 0,
          days: 28), Self.rules) == nil)
  }

  static func snapshot(_ queues: [QueueLoad]) -> ShownSnapshot {
    let metric = MetricTable.builtIn.first { $0.id == "headcount" }!
    let period = Period(.month, containing: CivilDate(2026, 10, 1))
    return ShownSnapshot(
      MetricSnapshot(
        metrics: [metric], periods: [period], groups: [.whole, Group(["team": "a"])],
        values: [[[MetricValue(value: 9, n: 2)], [MetricValue(value: 4, n: 1)]]], queues: queues))
  }

  @Test func `teams are told with those who are there, and calls only once`() throws {
    let queues = [
      Self.calls(12), Self.calls(24, team: "b"),
      QueueLoad(
        .shifts, team: "a", channel: Group.none, records: 20, workSeconds: 28 / 7 * 40 * 3600 * 3,
        firstWeekday: 0, days: 28),
      // A ticket of a call is worked on as a call.
      QueueLoad(
        .tickets, team: "a", channel: "phone", records: 400, workSeconds: 400 * 720,
        firstWeekday: 0, days: 28),
    ]
    let shown = Self.snapshot(queues)
    let jobs = Staffing.jobs(shown, Self.rules)
    #expect(jobs.count == 2)
    let staffing = try #require(Staffing(jobs.map(\.made), shown, Self.rules))
    #expect(staffing.teams.map(\.group.members) == [[:], ["team": "a"], ["team": "b"]])
    // 2.9 and, of 7 agents, 140 hours ÷ 0.7 ÷ 40 = 5.
    #expect(staffing.teams.map { $0.needed?.value } == [7.9, 2.9, 5])
    #expect(staffing.teams.map(\.scheduled) == [3, 3, nil])
    #expect(staffing.teams.map(\.headcount) == [9, 4, nil])
    #expect(Staffing([], shown, Self.rules) == nil)
  }

  @Test func `a queue of few is not shown, and in no sum`() {
    let few = QueueLoad(
      .contacts, team: "b", channel: "phone", records: 9, workSeconds: 2700, firstWeekday: 0,
      days: 28, arrivals: Array(repeating: 0, count: 28 * 48))
    let shown = [Self.calls(12), few].shown(SmallN())
    #expect(shown.map(\.team) == ["a"])
    #expect([few].shown(SmallN(suppress: 0)).count == 1)
  }
}
