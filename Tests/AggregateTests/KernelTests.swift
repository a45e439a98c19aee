import Civil
import Columnar
import Link
import Records
import TestSupport
import Testing

@testable import Aggregate

/// Laws of the partial aggregates over every metric of the table, and the slow way to the same sums.
@Suite struct KernelTests {
  /// All fields of the common schema, so that every metric can be computed; random records of each kind,
  /// as linking would make them.
  struct World {
    static let days: Range<Int> = -50..<60

    let aggregation: Aggregation
    /// By program, in pieces; a ticket's moments are in one.
    var pieces: [[RecordBatch]] = []

    init(_ seed: Int, rows: Int = 120, pieces count: Int = 5) throws {
      var random = SeededGenerator(seed)
      var dictionaries: [String: TextDictionary] = [:]
      let fields =
        CommonSchema.kinds.flatMap(\.fields) + MomentField.all.map(\.field)
        + RecordKind.allCases.flatMap(DerivedFields.of)
      for field in fields where field.type.isText && dictionaries[field.name] == nil {
        if case .enumeration(let words) = field.type, !words.isEmpty {
          dictionaries[field.name] = TextDictionary(words)
        } else {
          dictionaries[field.name] = TextDictionary(["a", "b", Group.none, "c"])
        }
      }
      dictionaries["status"] = TextDictionary(
        MetricTable.openStatuses + ["solved", "closed"] + MetricTable.leftOutStatuses)
      dictionaries["direction"] = TextDictionary(["inbound", "outbound"])
      dictionaries["kind"] = TextDictionary(["csat", "nps", "ces"])
      let plan = AggregationPlan(
        metrics: MetricTable.builtIn,
        availability: FieldAvailability(
          mapped: Dictionary(
            uniqueKeysWithValues: CommonSchema.kinds.map { ($0.kind, $0.fields) }),
          parts: ["sla", "calendars", "currency", "staffing"], policyFields: ["priority"]),
        dimensions: ["team", "priority"], pairs: [["team", "priority"]],
        axis: PeriodAxis(
          endingWith: Period(.month, containing: CivilDate(2026, 10, 1)), count: 3, zone: .utc),
        looksAhead: true)
      var hours = WeeklyHours()
      for day in 1...5 { hours[day] = [try #require(Shift("08:00-18:00"))] }
      let calendar = TicketCalendar(
        name: "office", tests: [],
        calendar: BusinessCalendar(name: "office", zone: .utc, hours: hours))
      aggregation = try Aggregation(
        plan,
        context: AggregationContext(
          dictionaries: dictionaries,
          policies: [SLAPolicy(tests: [], firstReply: 7200, resolution: 86_400, nextReply: 3600)],
          calendars: [calendar], cutoff: Tally.october(32), money: { amount, _, _ in amount }))
      for program in aggregation.programs {
        pieces.append(
          (0..<count).map { _ in
            Self.batch(
              program.linked, Int.random(in: 0...rows, using: &random), dictionaries, &random)
          })
      }
    }

    private static func batch(
      _ schema: Schema, _ count: Int, _ dictionaries: [String: TextDictionary],
      _ random: inout SeededGenerator
    ) -> RecordBatch {
      var batch = RecordBatch(schema: schema, count: count)
      var ticket: Int64 = 0
      for (column, field) in schema.fields.enumerated() {
        batch.columns[column] = (0..<count).map { _ in
          if field.name == "ticket_row" {
            ticket += Int64.random(in: 0...1, using: &random)
            return ticket
          }
          // An unknown one now and then; whether a ticket ended, half of the time.
          let rarity = field.name == "until" || field.name == "merged_into" ? 2 : 8
          if Int.random(in: 0..<rarity, using: &random) == 0 { return .missing }
          let name = field.name.split(separator: "@").first.map(String.init) ?? field.name
          switch field.type {
          case .instant:
            return Tally.october(
              Int.random(in: days, using: &random), Int64.random(in: 0..<86_400, using: &random))
          case .boolean: return Int64.random(in: 0...1, using: &random)
          case .decimal: return Int64.random(in: 0...10, using: &random) * 1_000_000
          case .money: return Int64.random(in: 0...100_000, using: &random) * 10_000
          case .seconds: return Int64.random(in: 0...9_000, using: &random)
          case .text, .enumeration:
            let words = dictionaries[name]?.count ?? 1
            return Int64.random(in: 0..<Int64(max(1, words)), using: &random)
          default: return Int64.random(in: 0...3, using: &random)
          }
        }
      }
      return batch
    }

    /// Some pieces of a program, counted one after the other.
    func partial(_ program: Int, _ chosen: some Sequence<Int>, sign: Int = 1) -> PartialAggregate {
      var partial = PartialAggregate(aggregation.programs[program])
      for piece in chosen { partial.update(pieces[program][piece], StatusTimelines(), sign: sign) }
      return partial
    }
  }

  @Test func `the world has every metric of the table`() throws {
    let world = try World(1)
    #expect(
      Set(world.aggregation.plan.metrics.map(\.id)) == Set(MetricTable.builtIn.map(\.id)))
    #expect(world.aggregation.programs.count >= 7)
  }

  @Test(arguments: 0..<6) func `any split and order of batches comes to the same`(seed: Int) throws
  {
    let world = try World(seed)
    var random = SeededGenerator(seed + 100)
    for program in world.aggregation.programs.indices {
      let whole = world.partial(program, 0..<5)
      let order = (0..<5).shuffled(using: &random)
      let cut = Int.random(in: 0...5, using: &random)
      var (left, right) = (
        world.partial(program, order[..<cut]), world.partial(program, order[cut...])
      )
      let (a, b) = (left, right)
      left.merge(b)
      right.merge(a)
      #expect(left.holdsTheSame(as: whole) && right.holdsTheSame(as: whole), "seed \(seed)")
    }
  }

  @Test(arguments: 0..<6) func `what is taken back was never there`(seed: Int) throws {
    let world = try World(seed)
    for program in world.aggregation.programs.indices {
      let kept = world.partial(program, [1, 3, 4])
      #expect(
        !world.partial(program, 0..<5).holdsTheSame(as: kept) || world.isEmpty(program, [0, 2]))
      // By update, in another order.
      var all = world.partial(program, [0, 1, 2, 3, 4])
      for piece in [2, 0] {
        all.update(world.pieces[program][piece], StatusTimelines(), sign: -1)
      }
      #expect(all.holdsTheSame(as: kept), "seed \(seed)")
      // By merging what was counted with the other sign, before it is there.
      var merged = world.partial(program, [2, 0], sign: -1)
      merged.merge(world.partial(program, 0..<5))
      #expect(merged.holdsTheSame(as: kept), "seed \(seed)")
      #expect(merged.settle() == nil)
      // All of it taken back, nothing is left.
      var none = world.partial(program, 0..<5)
      none.merge(world.partial(program, 0..<5, sign: -1))
      #expect(none.holdsTheSame(as: PartialAggregate(world.aggregation.programs[program])))
    }
  }

  @Test func `snapshots do not depend on the split`() throws {
    let world = try World(11)
    let programs = world.aggregation.programs.indices
    let whole = world.aggregation.finish(programs.map { world.partial($0, 0..<5) })
    let split = world.aggregation.finish(
      programs.map { program in
        var merged = world.partial(program, [4, 2, 0], sign: 1)
        merged.merge(world.partial(program, [2, 1, 3, 3]))
        merged.merge(world.partial(program, [2, 3], sign: -1))
        return merged
      })
    #expect(whole.groups == split.groups)
    for metric in whole.metrics {
      for group in whole.groups {
        #expect(whole.series(metric.id, group) == split.series(metric.id, group), "\(metric.id)")
      }
    }
    // Each formula had something to say.
    for metric in whole.metrics {
      #expect(whole.series(metric.id)?.contains { $0.estimate != nil } ?? false, "\(metric.id)")
    }
  }

  @Test func `more taken back than there was is a fault`() throws {
    let world = try World(3)
    for program in world.aggregation.programs.indices where !world.isEmpty(program, [0]) {
      var less = world.partial(program, [0], sign: -1)
      #expect(less.settle() == .negative)
    }
  }

  @Test(arguments: 0..<4) func `the slow way comes to the same sums`(seed: Int) throws {
    let world = try World(seed, rows: 60, pieces: 3)
    for (place, program) in world.aggregation.programs.enumerated() {
      var partial = world.partial(place, 0..<3)
      #expect(partial.settle() == nil)
      let sums = SettledSums(partial)
      for accumulation in world.aggregation.plan.accumulations(program.kind) {
        let step = try #require(program.step(accumulation.measure, accumulation.form))
        let slow = SlowSums(program, accumulation, step.groups, world.pieces[place])
        let order =
          step.isDistributed
          ? OrderedValues(partial.logs[step.cells], program.stamp, slots: step.slots) : nil
        var dealt = DealtValues()
        for grouping in program.groupings {
          if let order { dealt.deal(order, grouping.dimensions, grouping.sizes) }
          for group in grouping.first..<(grouping.first + grouping.count) {
            for slot in 0..<(step.slots - 1) {
              let expected = slow.cells[[group, slot]] ?? .init()
              switch accumulation.form {
              case .sum, .monthlySum:
                guard slow.isCounted(slot) else { continue }
                #expect(
                  sums.sum(program.place(step), group, slot) == expected.sum,
                  "\(accumulation) seed \(seed)")
              case .values:
                #expect(
                  dealt.cell(group - grouping.first, slot: slot).sorted
                    == expected.values.sorted(),
                  "\(accumulation) seed \(seed)")
              case .powers, .products:
                #expect(
                  Int(sums.moments(program.place(step), group, slot).n) == expected.values.count,
                  "\(accumulation) seed \(seed)")
              }
            }
          }
        }
      }
    }
  }
}

extension KernelTests.World {
  func isEmpty(_ program: Int, _ chosen: [Int]) -> Bool {
    chosen.allSatisfy { pieces[program][$0].count == 0 }
  }
}

/// One accumulation by the letter of its definition: row by row, cell by cell.
struct SlowSums {
  struct Cell {
    var sum: Int64 = 0
    var values: [Int64] = []
  }

  /// By group and slot.
  private(set) var cells: [[Int]: Cell] = [:]
  private let isStanding: Bool

  init(
    _ program: MeasureProgram, _ accumulation: Accumulation, _ set: Int, _ batches: [RecordBatch]
  ) {
    let measure = accumulation.measure
    isStanding = measure.isStanding
    let axis = accumulation.form == .monthlySum ? program.months : program.axis
    var counted: Set<[Int64]> = []
    for (piece, records) in batches.enumerated() {
      let batch = program.derive(records, StatusTimelines())
      let population = Population(batch.schema, program.context.dictionaries)
      for row in 0..<batch.count where population.reason(row, batch.columns) == nil {
        func value(_ name: String) -> Int64 { batch.values(name)[row] }
        let groups = Self.groups(program, set, batch, row)
        switch measure.attribution {
        case .at(let field):
          let instant = value(field)
          guard instant != .missing, instant >= axis.boundaries[0],
            let end = axis.boundaries.firstIndex(where: { instant < $0 })
          else { continue }
          guard measure.tests.allSatisfy({ Self.holds($0, value, program) }) else { continue }
          guard let worth = Self.worth(measure, program, value) else { continue }
          for group in groups {
            if measure.countsTicketsOnce {
              let key = [Int64(piece), value("ticket_row"), Int64(group), Int64(end)]
              guard counted.insert(key).inserted else { continue }
            }
            cells[[group, end], default: Cell()].sum += worth
            cells[[group, end], default: Cell()].values.append(worth)
          }
        case .standing(let from, let until):
          guard value(from) != .missing else { continue }
          for (slot, boundary) in axis.boundaries.enumerated()
          where value(from) < boundary && (value(until) == .missing || value(until) >= boundary) {
            func age() -> Int64 { boundary - value("created") }
            let holds = measure.tests.allSatisfy { test in
              if test.field == "age", case .compares(let comparison, let number) = test.claim {
                return comparison.holds(age(), number)
              }
              return Self.holds(test, value, program)
            }
            guard holds else { continue }
            for group in groups {
              cells[[group, slot], default: Cell()].sum += 1
              if measure.value != .one {
                cells[[group, slot], default: Cell()].values.append(age())
              }
            }
          }
        }
      }
    }
  }

  /// Slot 0 is the start of the axis, at which only what stands is counted.
  func isCounted(_ slot: Int) -> Bool { isStanding || slot > 0 }

  private static func groups(
    _ program: MeasureProgram, _ set: Int, _ batch: RecordBatch, _ row: Int
  ) -> [Int] {
    program.layout.groupings.compactMap { grouping in
      guard program.has(grouping.dimensions) else { return nil }
      var members: [String: String] = [:]
      for name in grouping.dimensions {
        let moment = set == 0 ? "" : "@\(MomentField.ticketMoments[set - 1])"
        let code = batch.values(batch.schema[name + moment] == nil ? name : name + moment)[row]
        members[name] =
          code == .missing ? Group.none : program.context.dictionaries[name]?.texts[Int(code)]
      }
      return program.layout.number(of: Group(members))?.group
    }
  }

  private static func holds(
    _ test: FieldTest, _ value: (String) -> Int64, _ program: MeasureProgram
  ) -> Bool {
    let own = value(test.field)
    func word() -> String? {
      own == .missing ? nil : program.context.dictionaries[test.field]?.texts[Int(own)]
    }
    switch test.claim {
    case .present: return own != .missing
    case .missing: return own == .missing
    case .isAny(let words): return word().map(words.contains) ?? false
    case .isNone(let words): return !(word().map(words.contains) ?? false)
    case .compares(let comparison, let number):
      return own != .missing && comparison.holds(own, number)
    case .comparesField(let comparison, let other):
      let other = value(other)
      return own != .missing && other != .missing && comparison.holds(own, other)
    case .isDay: return false
    case .isTimed: return true
    }
  }

  private static func worth(
    _ measure: Measure, _ program: MeasureProgram, _ value: (String) -> Int64
  ) -> Int64? {
    switch measure.value {
    case .one: return 1
    case .field(let name): return value(name) == .missing ? nil : value(name)
    case .amount(let name):
      let amount = value("\(name)@\(measure.attribution.field)")
      return amount == .missing ? nil : amount
    case .difference(let a, let b):
      return value(a) == .missing || value(b) == .missing ? nil : value(a) - value(b)
    case .age: return nil
    }
  }
}
