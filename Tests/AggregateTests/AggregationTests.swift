import Civil
import Columnar
import Link
import Records
import Statistics
import TestSupport
import Testing

@testable import Aggregate

@Suite struct AggregationTests {
  static let fields = [
    Field("created", .instant), Field("solved", .instant), Field("status", .enumeration([])),
    Field("team", .text), Field("replies", .integer), Field("reopens", .integer),
    Field("first_reply", .instant), Field("priority", .text),
  ]
  static let statuses = ["open", "solved", "closed", "deleted"]

  struct Ticket {
    var created: Int64
    var solved: Int64 = .missing
    var status = "open"
    var team = "A"
    var replies: Int64 = 1
    var reopens: Int64 = 0
    var firstReply: Int64 = .missing
    var priority = "high"
  }

  static let dictionaries: [String: TextDictionary] = [
    "status": TextDictionary(statuses), "team": TextDictionary(["A", "B"]),
    "priority": TextDictionary(["high", "low"]), "entered": TextDictionary(MomentField.entries),
    "left": TextDictionary(MomentField.exits),
  ]

  static func batch(_ tickets: [Ticket]) -> RecordBatch {
    func code(_ field: String, _ word: String) -> Int64 { dictionaries[field]!.code(of: word) }
    var batch = RecordBatch(schema: Schema(kind: .ticket, fields: fields), count: tickets.count)
    batch.columns = [
      tickets.map(\.created), tickets.map(\.solved), tickets.map { code("status", $0.status) },
      tickets.map { code("team", $0.team) }, tickets.map(\.replies), tickets.map(\.reopens),
      tickets.map(\.firstReply), tickets.map { code("priority", $0.priority) },
    ]
    return batch
  }

  /// Days of October 2026 and around, in seconds; day 1 is the first of October.
  static func day(_ day: Double) -> Int64 {
    Int64(CivilDate(2026, 10, 1).day) * 86_400 + Int64((day - 1) * 86_400)
  }

  static func snapshot(_ parts: [[Ticket]], reversed: Bool = false) throws -> MetricSnapshot {
    let axis = PeriodAxis(
      endingWith: Period(.month, containing: CivilDate(2026, 10, 1)), count: 2, zone: .utc)
    let policies = [
      SLAPolicy(
        tests: [FieldTest("priority", .isAny(of: ["high"]))], firstReply: 3600, resolution: nil)
    ]
    let plan = AggregationPlan(
      metrics: MetricTable.builtIn,
      availability: FieldAvailability(
        mapped: [.ticket: fields], parts: ["sla"], policyFields: ["priority"]),
      dimensions: ["team"], pairs: [], axis: axis)
    let aggregation = try Aggregation(
      plan,
      context: AggregationContext(
        dictionaries: dictionaries, policies: policies, cutoff: day(33)))
    let linker = Linker(
      schemas: plan.linked, dictionaries: dictionaries, leftOut: MetricTable.leftOutStatuses,
      survey: EventSurvey([], dictionaries), files: [FileTraits(tellsReplies: true)])
    let linked = parts.map { part in
      linker.link(
        .init(
          batches: [.ticket: batch(part)],
          locators: [.ticket: part.indices.map { Locator(file: 0, offset: $0) }]))
    }
    var whole = aggregation.programs.map { PartialAggregate($0) }
    for index in reversed ? Array(linked.indices.reversed()) : Array(linked.indices) {
      for (place, program) in aggregation.programs.enumerated() {
        guard let batch = linked[index].batches[program.kind] else { continue }
        var partial = PartialAggregate(program)
        partial.update(batch, linked[index].timelines)
        whole[place].merge(partial)
      }
    }
    return aggregation.finish(whole)
  }

  static func value(_ snapshot: MetricSnapshot, _ id: String, _ group: Group = .whole)
    -> MetricValue
  {
    snapshot.series(id, group)!.last!
  }

  @Test func `the backlog bridge adds up as by hand`() throws {
    // Opening 100, created 40, reopened 5, solved 38: closing 107. (Removed tickets are left out.)
    var tickets = (0..<100).map { _ in Ticket(created: Self.day(-10)) }
    tickets += (0..<40).map { _ in Ticket(created: Self.day(5)) }
    for i in 0..<33 { (tickets[i].solved, tickets[i].status) = (Self.day(7), "solved") }
    for i in 33..<38 { tickets[i].solved = Self.day(8) }
    tickets += [Ticket(created: Self.day(3), status: "deleted")]
    let snapshot = try Self.snapshot([tickets])
    #expect(Self.value(snapshot, "backlog.opening").value == 100)
    #expect(Self.value(snapshot, "created").value == 40)
    #expect(Self.value(snapshot, "backlog.reopened").value == 5)
    #expect(Self.value(snapshot, "backlog.solved").value == 38)
    #expect(Self.value(snapshot, "backlog").value == 107)
  }

  @Test func `a solve without a reply is neither one touch nor in its denominator`() throws {
    let done = (Self.day(6), "solved")
    let tickets = [
      Ticket(created: Self.day(5), solved: done.0, status: done.1, replies: 0),
      Ticket(created: Self.day(5), solved: done.0, status: done.1, replies: 1),
      Ticket(created: Self.day(5), solved: done.0, status: done.1, replies: 1, reopens: 1),
      Ticket(created: Self.day(5), solved: done.0, status: done.1, replies: 2),
    ]
    let found = Self.value(try Self.snapshot([tickets]), "one_touch")
    #expect(found.n == 3)
    #expect(found.value == 1.0 / 3)
    #expect(found.flags == [.fromCounters, .provisional])
  }

  @Test func `no data gives no ratio, and a count of zero within what is known`() throws {
    let snapshot = try Self.snapshot([[Ticket(created: Self.day(-20))]])
    #expect(Self.value(snapshot, "resolution.median") == .unknown)
    #expect(
      Self.value(snapshot, "created")
        == MetricValue(
          value: 0, n: 0,
          estimate: .count(
            Count(0, dispersion: Dispersion(factor: 1, days: 0, weekdays: [0, 0, 0, 0, 0, 0, 0])))))
    // August, before the first record, is not known at all.
    let axis = snapshot.periods.map(\.description)
    #expect(axis == ["2026-09", "2026-10"])
  }

  @Test func `an SLA is judged by its due time`() throws {
    let tickets = [
      Ticket(created: Self.day(5), firstReply: Self.day(5) + 3600),
      Ticket(created: Self.day(5), firstReply: Self.day(5) + 3601),
      Ticket(created: Self.day(6), replies: 0),
      Ticket(created: Self.day(7), solved: Self.day(7) + 60, status: "solved"),
      Ticket(created: Self.day(5), priority: "low"),
      // Due at the next month's first hour.
      Ticket(created: Self.day(32) - 1800, firstReply: Self.day(32)),
    ]
    let found = Self.value(try Self.snapshot([tickets]), "sla_first_reply")
    #expect(found.n == 3)
    #expect(found.value == 1.0 / 3)
  }

  @Test func `teams pool into the whole`() throws {
    // Mix shift, October: A 384 of 400 good, B 432 of 600; the whole 816 of 1000.
    func group(_ team: String, _ good: Int, _ all: Int) -> [Ticket] {
      (0..<all).map {
        Ticket(
          created: Self.day(4), solved: Self.day(5), status: "solved", team: team,
          replies: $0 < good ? 1 : 2)
      }
    }
    let snapshot = try Self.snapshot([group("A", 384, 400) + group("B", 432, 600)])
    #expect(Self.value(snapshot, "one_touch").value == 0.816)
    #expect(Self.value(snapshot, "one_touch", Group(["team": "A"])).value == 0.96)
    #expect(Self.value(snapshot, "one_touch", Group(["team": "B"])).value == 0.72)
  }

  @Test(arguments: 0..<8) func `any split and order gives the same snapshot`(seed: Int) throws {
    var random = SeededGenerator(seed)
    let tickets = (0..<800).map { _ in
      let created = Self.day(Double.random(in: -40...31, using: &random))
      let isSolved = Bool.random(using: &random)
      return Ticket(
        created: created,
        solved: isSolved ? created + Int64.random(in: 0...2_000_000, using: &random) : .missing,
        status: Self.statuses.randomElement(using: &random)!,
        team: ["A", "B"].randomElement(using: &random)!,
        replies: Int64.random(in: 0...3, using: &random),
        reopens: Int64.random(in: 0...1, using: &random))
    }
    let whole = try Self.snapshot([tickets])
    var parts: [[Ticket]] = [[], [], []]
    for ticket in tickets { parts[Int.random(in: 0..<3, using: &random)].append(ticket) }
    for reversed in [false, true] {
      let split = try Self.snapshot(parts, reversed: reversed)
      for metric in whole.metrics {
        for group in whole.groups {
          #expect(
            split.series(metric.id, group) == whole.series(metric.id, group),
            "\(metric.id) seed \(seed)")
        }
      }
    }
  }

  @Test func `a metric whose fields nobody maps says which`() {
    let axis = PeriodAxis(
      endingWith: Period(.month, containing: CivilDate(2026, 10, 1)), count: 1, zone: .utc)
    let plan = AggregationPlan(
      metrics: MetricTable.builtIn,
      availability: FieldAvailability(mapped: [.ticket: [Field("created", .instant)]]),
      dimensions: [], pairs: [], axis: axis)
    #expect(plan.metrics.map(\.id) == ["created"])
    let lacking = Dictionary(uniqueKeysWithValues: plan.lacking.map { ($0.metric.id, $0.fields) })
    #expect(lacking["escalation_rate"] == ["escalated or escalated_at"])
    #expect(lacking["sla_first_reply"] == ["first_reply", "sla"])
    #expect(lacking["next_reply.median"] == ["event"])
    #expect(lacking["csat"]?.contains("score") == true)
  }
}
