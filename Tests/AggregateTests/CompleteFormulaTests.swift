import Columnar
import Records
import Statistics
import Testing

@testable import Aggregate

/// The formulas whose values are complete, worked out by hand.
@Suite struct CompleteFormulaTests {
  @Test func `what stands at the opening began before it and did not end before it`() throws {
    let standing = Measure(.ticket, .standing(from: "created", until: "escalated_at"))
    let rows = [
      // From September into October, to its first second, and without an end.
      FormulaTests.ticket(-10, escalated: Tally.october(5)),
      FormulaTests.ticket(-9, escalated: Tally.october(1)),
      FormulaTests.ticket(-8),
      // Over before it, begun with it, and begun later.
      FormulaTests.ticket(-7, escalated: Tally.october(1) - 1),
      [Tally.october(1), 0, 0, .missing, .missing],
      FormulaTests.ticket(2),
    ]
    var tally = FormulaTests.tickets(FormulaTests.metric(.opening(standing), .count))
    // By when they were opened it is known since when the exports tell of tickets.
    tally.metrics.append(
      Metric("c", "C", .count, good: .up, .total(FormulaTests.created), ""))
    let value = try #require(try tally.snapshot(rows).series("m")?.last)
    #expect(value.value == 3)
    #expect(value.n == 3)
    #expect(value.estimate == .full(3))
    // Counted apart and merged, the same.
    #expect(try tally.snapshot(Array(rows[..<2]), Array(rows[2...])).series("m")?.last == value)
  }

  @Test func `records are divided by how many different values there are`() throws {
    // Five tickets, scores of 1, 1, 2 and 4, and one without: 5 ÷ 3.
    let scored = FormulaTests.created.with(FieldTest("score", .present)).of(.field("score"))
    let rows = [1, 1, 2, 4].map { FormulaTests.ticket(3, score: $0 * 1_000_000) }
    let tally = FormulaTests.tickets(
      FormulaTests.metric(.perDistinct(FormulaTests.created, [scored]), .number))
    let value = try tally.snapshot(rows, [FormulaTests.ticket(4)]).series("m")?.last
    #expect(value?.value == 5.0 / 3)
    #expect(value?.n == 3)
    #expect(value?.estimate == .full(5.0 / 3))
    #expect(try tally.snapshot([FormulaTests.ticket(4)]).series("m")?.last?.value == nil)
  }

  @Test func `values of two measures are different together`() throws {
    // Refunds have scores of 1 and 2, logins of 2 and 3: three in all, of four tickets.
    let scored = FormulaTests.created.with(FieldTest("score", .present)).of(.field("score"))
    let others = ["Refund", "Login"].map {
      scored.with(FieldTest("category", .isAny(of: [$0])))
    }
    let rows = [(0, 1), (0, 2), (1, 2), (1, 3)].map { category, score in
      FormulaTests.ticket(3, category, score: score * 1_000_000)
    }
    let value = try FormulaTests.tickets(
      FormulaTests.metric(.perDistinct(FormulaTests.created, others), .number)
    ).snapshot(rows).series("m")?.last
    #expect(value?.value == 4.0 / 3)
    #expect(value?.n == 3)
  }

  // MARK: Months of a quarter

  /// Staff of October, November and December; the head of December has no leavers told.
  static let staff: [[Int64]] = [
    [Tally.october(1), 10_000_000, 2_000_000], [Tally.october(32), 20_000_000, 1_000_000],
    [Tally.october(62), 30_000_000, .missing], [Tally.october(63), 5_000_000, .missing],
  ]

  static func staff(_ formula: some Formula, _ unit: Metric.Unit) -> Tally {
    Tally(
      kind: .staff,
      fields: [
        Field("date", .instant), Field("headcount", .decimal), Field("leavers_voluntary", .decimal),
      ],
      metrics: [FormulaTests.metric(formula, unit)], period: .quarter)
  }

  @Test func `quotients of months add up to that of a quarter`() throws {
    // 2 ÷ 10 + 1 ÷ 20; of December, which tells no leavers, nothing.
    let head = Measure(.staff, .at("date"), .field("headcount"))
    let left = Measure(
      .staff, .at("date"), .field("leavers_voluntary"),
      [FieldTest("leavers_voluntary", .present)])
    let value = try Self.staff(.monthly(left, head), .share).snapshot(Self.staff)
      .series("m")?.last
    #expect(abs((value?.value ?? 0) - 0.25) < 1e-15)
    #expect(value?.n == 2)
    #expect(value?.estimate == .full(value?.value ?? 0))
  }

  @Test func `the last month of a quarter stands for it`() throws {
    // 30 and 5 of December.
    let head = Measure(.staff, .at("date"), .field("headcount"))
    let tally = Self.staff(.lastMonth(head), .number)
    let value = try tally.snapshot(Self.staff).series("m")?.last
    #expect(value?.value == 35)
    #expect(value?.n == 2)
    #expect(value?.estimate == .full(35))
    // Not the last that tells anything.
    #expect(try tally.snapshot(Array(Self.staff[..<2])).series("m")?.last?.value == nil)
  }

  @Test func `a mean varies by the variance of its values over their number`() throws {
    // 1, 2 and 4: (21 ÷ 3 − (7 ÷ 3)²) ÷ 3 = 14 ÷ 27.
    let own = Measure(.contact, .at("offered"), .field("contacts"))
    let tally = Tally(
      kind: .contact,
      fields: [
        Field("offered", .instant), Field("contacts", .integer), Field("handled", .integer),
      ],
      metrics: [
        FormulaTests.metric(.varianceOfMean(own, squares: own.of(.field("handled"))), .number)
      ])
    let rows = [(1, 1), (2, 4), (4, 16)].map { [Tally.october(4), $0, $1] as [Int64] }
    let value = try tally.snapshot(rows).series("m")?.last
    #expect(abs((value?.value ?? 0) - 14.0 / 27) < 1e-15)
    #expect(value?.n == 3)
  }
}
