import Civil
import Columnar
import Records
import Statistics
import Testing

@testable import Aggregate

/// The statistics of each formula, on tables small enough to be added up by hand.
@Suite struct FormulaTests {
  static let created = Measure(.ticket, .at("created"))
  static let refunds = created.with(FieldTest("category", .isAny(of: ["Refund"])))

  static func metric(_ formula: some Formula, _ unit: Metric.Unit = .share) -> Metric {
    Metric("m", "M", unit, good: .up, formula, "")
  }

  static func tickets(_ metric: Metric, pairs: [[String]] = []) -> Tally {
    Tally(
      kind: .ticket,
      fields: [
        Field("created", .instant), Field("category", .text), Field("region", .text),
        Field("score", .decimal), Field("escalated_at", .instant),
      ],
      metrics: [metric], dimensions: pairs.isEmpty ? [] : ["category", "region"], pairs: pairs,
      words: ["category": ["Refund", "Login"], "region": ["EMEA", "APAC"]])
  }

  static func ticket(
    _ day: Int, _ category: Int64 = 0, _ region: Int64 = 0, score: Int64 = .missing,
    escalated: Int64 = .missing
  ) -> [Int64] {
    [Tally.october(day, 3600), category, region, score, escalated]
  }

  @Test func `a share knows its records, and how its days differ`() throws {
    // Twenty days of two tickets; on odd days both are refunds, on even days none: p = ½, each day is
    // off by 1, φ = 20 × 20 ÷ 19 ÷ (40 × ¼).
    let rows = (1...20).flatMap { day in
      [Self.ticket(day, day % 2 == 1 ? 0 : 1), Self.ticket(day, day % 2 == 1 ? 0 : 1)]
    }
    let tally = Self.tickets(Self.metric(.ratio(Self.refunds, Self.created)))
    let value = try #require(try tally.snapshot(rows).series("m")?.last)
    #expect(value.value == 0.5)
    #expect(
      value.estimate
        == .share(
          Share(k: 20, n: 40, dispersion: Dispersion(factor: 20.0 * 20 / 19 / 10, days: 20))))
    // Counted apart and merged, the same.
    let parts = try tally.snapshot(Array(rows[..<13]), Array(rows[13...]))
    #expect(parts.series("m")?.last == value)
  }

  @Test func `under ten days nothing is said of days`() throws {
    let rows = (1...9).flatMap { day in [Self.ticket(day, day % 2 == 1 ? 0 : 1), Self.ticket(day)] }
    let tally = Self.tickets(Self.metric(.ratio(Self.refunds, Self.created)))
    #expect(
      try tally.snapshot(rows).series("m")?.last?.estimate
        == .share(Share(k: 14, n: 18, dispersion: Dispersion(factor: 1, days: 9))))
  }

  @Test func `a count knows how the days of one weekday differ`() throws {
    // Two tickets a day, but on the four Mondays 0, 20, 0 and 20: s² = 400 ÷ 3, φ = 4 × s² ÷ 94.
    let mondays = [5: 0, 12: 20, 19: 0, 26: 20]
    let rows = (1...31).flatMap { day in (0..<(mondays[day] ?? 2)).map { _ in Self.ticket(day) } }
    let found = try Self.tickets(Self.metric(.total(Self.created), .count)).snapshot(rows)
    guard case .count(let count) = found.series("m")?.last?.estimate else {
      Issue.record("no count")
      return
    }
    #expect(count.count == 94)
    #expect(count.dispersion.days == 29)
    #expect(abs(count.dispersion.factor - 4 * 400.0 / 3 / 94) < 1e-12)
  }

  @Test func `days after the end of the data are no days without records`() throws {
    // Twelve days of one ticket until the 12th: nothing differs. With 19 empty days it would.
    let rows = (1...12).map { Self.ticket($0) }
    var tally = Self.tickets(Self.metric(.total(Self.created), .count))
    tally.cutoff = CivilDate(2026, 10, 13)
    // The first was a Thursday: Monday and Thursday to Sunday came twice.
    let dispersion = Dispersion(factor: 1, days: 12, weekdays: [2, 1, 1, 2, 2, 2, 2])
    #expect(
      try tally.snapshot(rows).series("m")?.last?.estimate
        == .count(Count(12, dispersion: dispersion)))
  }

  @Test func `a pair takes the greater dispersion of its parents`() throws {
    // EMEA: on odd days two refunds, on even days none, as above; APAC: one of each, no dispersion.
    let rows = (1...20).flatMap { day in
      [
        Self.ticket(day, day % 2 == 1 ? 0 : 1, 0), Self.ticket(day, day % 2 == 1 ? 0 : 1, 0),
        Self.ticket(day, 0, 1), Self.ticket(day, 1, 1),
      ]
    }
    let scored = Self.created.with(FieldTest("score", .present))
    let tally = Self.tickets(
      Self.metric(.ratio(scored, Self.created)), pairs: [["category", "region"]])
    // Scored are those of odd days.
    let marked = rows.map { row in
      [row[0], row[1], row[2], (row[0] / 86_400) % 2 == 0 ? 1_000_000 : .missing, row[4]]
    }
    let snapshot = try tally.snapshot(marked)
    func factor(_ members: [String: String]) throws -> Double {
      guard case .share(let share) = snapshot.series("m", Group(members))?.last?.estimate else {
        Issue.record("no share")
        return 0
      }
      return share.dispersion.factor
    }
    let category = try factor(["category": "Refund"])
    let region = try factor(["region": "EMEA"])
    #expect(category > 1 && region > 1 && category != region)
    #expect(
      try factor(["category": "Refund", "region": "EMEA"]) == max(category, region))
  }

  @Test func `a mean knows its sums of powers in its own unit`() throws {
    // Scores of 1.5, 2 and 4: 7.5; 2.25 + 4 + 16; 3.375 + 8 + 64.
    let scored = Self.created.with(FieldTest("score", .present)).of(.field("score"))
    let rows = [1_500_000, 2_000_000, 4_000_000].map { Self.ticket(3, score: $0) }
    let tally = Self.tickets(Self.metric(.mean(scored), .number))
    let expected = Estimate.mean(Mean(n: 3, sum: 7.5, squares: 22.25, cubes: 75.375))
    #expect(try tally.snapshot(rows + [Self.ticket(3)]).series("m")?.last?.estimate == expected)
    #expect(
      try tally.snapshot([rows[0]], [rows[1], rows[2]]).series("m")?.last?.estimate == expected)
  }

  @Test func `a value too great for its powers leaves the mean without an interval`() throws {
    let scored = Self.created.with(FieldTest("score", .present)).of(.field("score"))
    let rows: [[Int64]] = [1, 1 << 40].map { Self.ticket(3, score: $0 * 1_000_000) }
    let found = try Self.tickets(Self.metric(.mean(scored), .number)).snapshot(rows)
    #expect(found.series("m")?.last?.value == Double(1 + (1 << 40)) / 2)
    #expect(found.series("m")?.last?.estimate == nil)
  }

  @Test func `numbers that are not among one another are units of their own`() throws {
    // Four opened in October, of whom one was escalated then; two of September were escalated too.
    let rows =
      [Self.ticket(2, escalated: Tally.october(3)), Self.ticket(4), Self.ticket(5), Self.ticket(6)]
      + [
        Self.ticket(-5, escalated: Tally.october(1)), Self.ticket(-6, escalated: Tally.october(9)),
      ]
    let escalated = Measure(.ticket, .at("escalated_at"))
    let found = try Self.tickets(Self.metric(.ratio(escalated, Self.created))).snapshot(rows)
    #expect(
      found.series("m")?.last?.estimate
        == .ratio(RatioOfSums(units: 7, x: 3, y: 4, xx: 3, xy: 0, yy: 4)))
  }

  @Test func `a quantile has the values at the ranks around it`() throws {
    // 1 to 100 seconds: the median 50.5; at 95 % the ranks 50.5 ± 1.959964 × 5.
    let scored = Self.created.with(FieldTest("score", .present)).of(.field("score"))
    let rows = (1...100).map { Self.ticket(3, score: Int64($0) * 1_000_000) }
    let found = try Self.tickets(Self.metric(.quantile(scored, q: 0.5), .number)).snapshot(rows)
    guard case .quantile(let ladder) = found.series("m")?.last?.estimate else {
      Issue.record("no ladder")
      return
    }
    #expect(ladder.value == 50.5 && ladder.n == 100)
    let bounds = ladder.interval(missing: 0.05)
    #expect(abs((bounds?.low ?? 0) - 40.700180077) < 1e-8)
    #expect(abs((bounds?.high ?? 0) - 60.299819923) < 1e-8)
  }

  @Test func `NPS knows promoters, passives and detractors`() throws {
    let survey = Measure(.survey, .at("responded"), .one, [FieldTest("nps_class", .present)])
    let tally = Tally(
      kind: .survey,
      fields: [
        Field("kind", .enumeration(["csat", "nps", "ces"])), Field("score", .decimal),
        Field("responded", .instant),
      ],
      metrics: [
        Self.metric(
          .netPromoters(
            survey.of(.field("nps_class")), extremes: survey.of(.field("nps_extreme")), of: survey),
          .points)
      ],
      words: ["kind": ["csat", "nps", "ces"]])
    let rows: [[Int64]] = [9, 10, 10, 7, 8, 6].map { [1, $0 * 1_000_000, Tally.october(4)] }
    let found = try tally.snapshot(rows).series("m")?.last
    #expect(found?.estimate == .nps(NetPromoters(promoters: 3, passives: 2, detractors: 1)))
    #expect(found?.value == 100 * 2.0 / 6)
  }

  // MARK: Contacts, staff and money

  static func contacts(_ more: [Field], _ metric: String) throws -> Tally {
    Tally(
      kind: .contact,
      fields: [
        Field("offered", .instant), Field("answered", .boolean), Field("wait_seconds", .seconds),
      ] + more,
      metrics: [try #require(MetricTable.builtIn.first { $0.id == metric })])
  }

  @Test func `a service level is a share where a record is one contact`() throws {
    // Three answered, of whom two within 20 s; one given up after 30 s, one after 2 s.
    let rows: [[Int64]] = [[1, 5], [1, 19], [1, 60], [0, 30], [0, 2]].map {
      [Tally.october(4)] + $0
    }
    let found = try Self.contacts([], "service_level").snapshot(rows).series("service_level")
    #expect(
      found?.last?.estimate
        == .share(Share(k: 2, n: 4, dispersion: Dispersion(factor: 1, days: 1))))
  }

  @Test func `and a ratio of sums where a record stands for an interval's`() throws {
    // Ten answered in time, five too late: units 2, Σx 10, Σy 15, Σx² 100, Σxy 100, Σy² 100 + 25.
    let rows: [[Int64]] = [[1, 5, 10], [1, 60, 5]].map { [Tally.october(4)] + $0 }
    let found = try Self.contacts([Field("contacts", .integer)], "service_level").snapshot(rows)
    #expect(
      found.series("service_level")?.last?.estimate
        == .ratio(RatioOfSums(units: 2, x: 10, y: 15, xx: 100, xy: 100, yy: 125)))
  }

  @Test func `a quotient of an agent's day is a ratio of sums`() throws {
    let tally = Tally(
      kind: .staff,
      fields: [
        Field("date", .instant), Field("interacting_seconds", .seconds),
        Field("on_queue_seconds", .seconds),
      ],
      metrics: MetricTable.builtIn.filter { $0.id == "occupancy" })
    let found = try tally.snapshot([
      [Tally.october(1), 3600, 7200], [Tally.october(2), 1800, 6000],
    ])
    #expect(
      found.series("occupancy")?.last?.estimate
        == .ratio(
          RatioOfSums(
            units: 2, x: 5400, y: 13_200, xx: 16_200_000, xy: 36_720_000, yy: 87_840_000)))
  }

  @Test func `a budget line is complete`() throws {
    let measure = Measure(.cost, .at("month"), .field("units"))
    let tally = Tally(
      kind: .cost, fields: [Field("month", .instant), Field("units", .integer)],
      metrics: [Self.metric(.mean(measure), .number)])
    #expect(
      try tally.snapshot([[Tally.october(1), 4], [Tally.october(1), 7]]).series("m")?.last?
        .estimate == .full(5.5))
  }

  @Test func `a number of units is in its own unit`() throws {
    // A sum of decimals that is called a count is not of millionths.
    let scored = Self.created.with(FieldTest("score", .present)).of(.field("score"))
    let found = try Self.tickets(Self.metric(.total(scored), .count))
      .snapshot([Self.ticket(3, score: 2_500_000), Self.ticket(3, score: 1_000_000)])
    #expect(found.series("m")?.last?.value == 3.5)
  }
}
