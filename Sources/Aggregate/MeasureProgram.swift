import Civil
import Columnar
import Link
public import Records

/// The measures of one record kind, with columns and codes looked up: what a batch is run through.
public struct MeasureProgram: Sendable {
  enum Place: Sendable {
    /// The slot column of an instant, by its place in `instants`.
    case at(Int)
    /// Likewise, by the months of the axis.
    case month(Int)
    /// From one column until another.
    case standing(Int, Int)
  }

  enum Worth: Sendable {
    case one
    case column(Int)
    case difference(Int, Int)
    /// Likewise, by day where one of the two is known to the day only.
    case days(Int, Int)
    case age
  }

  /// What a step adds to.
  enum Store: Sendable { case sums, values, powers, products }

  struct Step: Sendable {
    let place: Place
    let worth: Worth
    /// The other value of products.
    let other: Worth
    /// Which of the two instants of a difference are known to the day only.
    let days: DayColumn?
    let tests: [CompiledTest]
    let ageTests: [(FieldTest.Operator, Int64)]
    let store: Store
    let countsTicketsOnce: Bool
    /// Where its cells begin among those of its store of all groups, in slots.
    let cells: Int
    /// Which of the measures that are counted by day it is; nil for the others.
    let daily: Int?
    /// How many slots each group has.
    let slots: Int
    /// Which set of groups its records belong to.
    let groups: Int

    var isDistributed: Bool {
      if case .values = store { return true }
      return false
    }

    @inline(__always)
    func value(_ row: Int, _ columns: [[Int64]]) -> Int64? { value(worth, row, columns) }

    @inline(__always)
    func value(_ worth: Worth, _ row: Int, _ columns: [[Int64]]) -> Int64? {
      switch worth {
      case .one: return 1
      case .column(let column):
        let value = columns[column][row]
        return value == .missing ? nil : value
      case .difference(let a, let b):
        let (x, y) = (columns[a][row], columns[b][row])
        return x == .missing || y == .missing ? nil : x - y
      case .days(let a, let b):
        let (x, y) = (columns[a][row], columns[b][row])
        guard let days, x != .missing, y != .missing else { return nil }
        return days.isDay(row, columns) ? days.precision.seconds(from: y, to: x) : x - y
      case .age: return nil
      }
    }
  }

  let layout: GroupLayout
  let axis: PeriodAxis
  let months: PeriodAxis
  let context: AggregationContext
  public let kind: RecordKind
  /// The schema of the records as they are linked.
  public let linked: Schema
  let steps: [Step]
  /// The columns by whose instants something is attributed.
  let instants: [Int]
  /// How many slots one group takes, of the sums, the values and the moments.
  let sumSlots: Int
  let valueSlots: Int
  let momentSlots: Int
  /// The days of the axis, and how many measures are counted by them; nil where none is.
  let days: DayAxis?
  let dailyCount: Int
  /// How many groups, from the first on, are counted by day.
  let dailyGroups: Int
  /// The column that tells the ticket of a record, where tickets count once.
  let ticketRow: Int
  let schema: Schema
  private let derived: [DerivedField]
  private let amounts: [Amount]
  /// For each grouping that the kind has, its first group, its sizes, and for each set of groups its
  /// columns.
  let groupings: [(dimensions: [String], first: Int, sizes: [Int], columns: [[Int]])]
  let groupSets: Int
  private let stepOf: [Accumulation: Int]
  private let births: DayColumn?

  init(_ plan: AggregationPlan, _ linked: Schema, layout: GroupLayout, context: AggregationContext)
  {
    self.layout = layout
    self.context = context
    self.linked = linked
    kind = linked.kind
    axis = plan.axis
    months = plan.axis.months

    let all = plan.accumulations(kind)
    var needed = Set(all.flatMap(\.measure.fields))
    for field in DerivedField.all.reversed()
    where field.kind == kind && needed.contains(field.field.name) {
      needed.formUnion(field.inputs + field.optional + field.anyOf)
    }
    let derived = DerivedField.all.filter {
      $0.kind == linked.kind && needed.contains($0.field.name)
        && linked.index(of: $0.field.name) == nil
    }
    let amounts = all.compactMap { Amount($0.measure) }
      .reduce(into: [Amount]()) { if !$0.contains($1) { $0.append($1) } }
    let schema = Schema(
      kind: kind,
      fields: linked.fields + (context.days.isEmpty ? [] : [DayColumn.field])
        + derived.map(\.field) + amounts.map(\.field))
    self.derived = derived
    self.amounts = amounts
    self.schema = schema
    births = DayColumn(["created"], schema, context.days)
    ticketRow = schema.index(of: "ticket_row") ?? 0

    // Figures of tickets are split as at their own moments where histories are known.
    let moments =
      kind == .ticket
      ? MomentField.ticketMoments.filter { moment in
        linked.fields.contains { $0.name.hasSuffix("@\(moment)") }
      } : []
    groupSets = moments.count + 1
    groupings = layout.groupings.compactMap { grouping in
      let columns = grouping.dimensions.compactMap { linked.index(of: $0) }
      guard columns.count == grouping.dimensions.count else { return nil }
      let then = moments.map { moment in
        zip(grouping.dimensions, columns).map { linked.index(of: "\($0)@\(moment)") ?? $1 }
      }
      return (grouping.dimensions, grouping.first, grouping.sizes, [columns] + then)
    }

    var instants: [Int] = []
    var sumSlots = 0
    var valueSlots = 0
    var momentSlots = 0
    let daily = plan.daily
    var dailyCount = 0
    let dayAxis = DayAxis(plan.axis)
    func column(_ name: String) -> Int { schema.index(of: name) ?? 0 }
    func worth(_ measure: Measure) -> (worth: Worth, days: DayColumn?) {
      switch measure.value {
      case .one: return (.one, nil)
      case .field(let field): return (.column(column(field)), nil)
      case .amount: return (.column(column(Amount(measure)?.field.name ?? "")), nil)
      case .difference(let a, let b):
        let days = DayColumn([a, b], schema, context.days)
        return (
          days == nil ? .difference(column(a), column(b)) : .days(column(a), column(b)), days
        )
      case .age: return (.age, nil)
      }
    }
    var steps: [Step] = []
    var stepOf: [Accumulation: Int] = [:]
    for accumulation in all {
      let measure = accumulation.measure
      let place: Place
      var groups = 0
      switch measure.attribution {
      case .at(let field):
        if !instants.contains(column(field)) { instants.append(column(field)) }
        let instant = instants.firstIndex(of: column(field)) ?? 0
        place = accumulation.form == .monthlySum ? .month(instant) : .at(instant)
        groups = (moments.firstIndex(of: field) ?? -1) + 1
      case .standing(let from, let until): place = .standing(column(from), column(until))
      }
      let own = worth(measure)
      var other = Worth.one
      let store: Store
      let cells: Int
      let slots =
        (accumulation.form == .monthlySum ? plan.axis.months : plan.axis).boundaries.count + 1
      switch accumulation.form {
      case .sum, .monthlySum: (store, cells, sumSlots) = (.sums, sumSlots, sumSlots + slots)
      case .values: (store, cells, valueSlots) = (.values, valueSlots, valueSlots + slots)
      case .powers: (store, cells, momentSlots) = (.powers, momentSlots, momentSlots + slots)
      case .products(let value):
        (store, cells, momentSlots) = (.products, momentSlots, momentSlots + slots)
        other = worth(measure.of(value)).worth
      }
      let isDaily = accumulation.form == .sum && dayAxis != nil && daily.contains(measure)
      stepOf[accumulation] = steps.count
      steps.append(
        Step(
          place: place, worth: own.worth, other: other, days: own.days,
          tests: measure.tests.filter { $0.field != "age" }
            .map { CompiledTest($0, schema, context.dictionaries, days: context.days) },
          ageTests: measure.tests.filter { $0.field == "age" }.compactMap { test in
            if case .compares(let comparison, let number) = test.claim {
              return (comparison, number)
            }
            return nil
          },
          store: store, countsTicketsOnce: measure.countsTicketsOnce, cells: cells,
          daily: isDaily ? dailyCount : nil, slots: slots, groups: groups))
      if isDaily { dailyCount += 1 }
    }
    self.steps = steps
    self.stepOf = stepOf
    self.instants = instants
    self.sumSlots = sumSlots
    self.valueSlots = valueSlots
    self.momentSlots = momentSlots
    self.dailyCount = dailyCount
    days = dailyCount == 0 ? nil : dayAxis
    // Of so many cells that they would not be worth their room, those of the whole are kept.
    let dailyCells = dailyCount * layout.singles * (dayAxis?.count ?? 0)
    dailyGroups = dailyCells <= Self.greatestDailyCells ? layout.singles : 1
  }

  /// Counts by day take four bytes each.
  private static let greatestDailyCells = 1 << 24

  func step(_ measure: Measure, _ form: Accumulation.Form) -> Step? {
    stepOf[Accumulation(measure, form)].map { steps[$0] }
  }

  /// Whether the groups of a grouping that the kind has are counted by day.
  func isDaily(grouping: Int) -> Bool {
    let grouping = groupings[grouping]
    return grouping.first + grouping.sizes.reduce(1, *) <= dailyGroups
  }

  /// The slots of the months that lie in a period; none for those shorter than a month.
  func monthSlots(_ period: Int) -> [Int] {
    let slot = axis.slots[period]
    return months.slots.filter {
      months.boundaries[$0 - 1] >= axis.boundaries[slot - 1]
        && months.boundaries[$0] <= axis.boundaries[slot]
    }
  }

  /// What one unit of a measure's value is in stored units.
  func scale(_ measure: Measure) -> Int64 {
    let name: String
    switch measure.value {
    case .field(let field): name = field
    // A difference is of two alike.
    case .difference(let field, _): name = field
    case .amount: return context.minorUnit
    case .one, .age: return 1
    }
    let type = schema[name]?.type
    // Money is published in minor units.
    return type == .money ? context.minorUnit : type?.scale ?? 1
  }

  /// Whether the records of this kind have all dimensions of a grouping.
  func has(_ dimensions: [String]) -> Bool {
    dimensions.allSatisfy { linked.index(of: $0) != nil }
  }

  /// The batch with its derived columns behind the linked ones.
  func derive(_ records: RecordBatch, _ timelines: StatusTimelines) -> RecordBatch {
    var batch = RecordBatch(schema: schema)
    batch.count = records.count
    batch.columns = records.columns
    if !context.days.isEmpty { batch.columns.append(context.days.column(records)) }
    for field in derived {
      batch.columns.append(
        field.derive(
          DerivedField.Input(batch: batch, context: context, timelines: timelines)))
    }
    for amount in amounts {
      batch.columns.append(
        Derivations.amount(
          .init(batch: batch, context: context, timelines: timelines), amount.of,
          by: amount.instant))
    }
    return batch
  }

  /// How old a record is at an instant, by day where it was opened on a day that alone is known.
  func age(_ birth: Int64, at instant: Int64, _ row: Int, _ columns: [[Int64]]) -> Int64 {
    guard let days = births, days.isDay(row, columns) else { return instant - birth }
    return days.precision.seconds(from: birth, to: instant)
  }

  /// For each set of groups and each grouping, the group of each row.
  func groups(_ batch: RecordBatch) -> [[[Int]]] {
    (0..<groupSets).map { set in
      groupings.map { grouping in
        var groups = [Int](repeating: 0, count: batch.count)
        for (i, column) in grouping.columns[set].enumerated() {
          let codes = batch.columns[column]
          let size = grouping.sizes[i]
          let places = layout.places[grouping.dimensions[i]] ?? []
          for row in 0..<batch.count {
            groups[row] =
              groups[row] * size + (codes[row] == .missing ? 0 : places[Int(codes[row])])
          }
        }
        if grouping.first > 0 { for row in groups.indices { groups[row] += grouping.first } }
        return groups
      }
    }
  }
}

/// A column of amounts in the pipeline's currency.
private struct Amount: Equatable {
  let of: String
  let instant: String

  /// Nil where the measure is not one of amounts.
  init?(_ measure: Measure) {
    guard case .amount(let name) = measure.value else { return nil }
    of = name
    instant = measure.attribution.field
  }

  var field: Field { Field("\(of)@\(instant)", .money) }
}
