import Civil
import Columnar
import Link
public import Records

/// The measures of one record kind, with columns and codes looked up: what a batch is run through.
public struct MeasureProgram: Sendable {
  enum Place: Sendable, Hashable {
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
  enum Store: Sendable { case counts, totals, values, powers, products }

  struct Step: Sendable {
    let place: Place
    let worth: Worth
    /// The other value of products.
    let other: Worth
    /// Which of the two instants of a difference are known to the day only.
    let days: DayColumn?
    /// Which rows it counts.
    let selection: Int
    let ageTests: [(FieldTest.Operator, Int64)]
    let store: Store
    let countsTicketsOnce: Bool
    /// Where its cells begin among those of its store of all groups, in slots; of values which log.
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

  /// Some rows that are counted: those on the axis for which tests hold.
  struct Selection: Sendable, Hashable {
    let place: Place
    /// By their places in `tests`.
    let tests: [Int]
  }

  /// Steps that count records by one instant and in one set of groups, which is done at once.
  struct Bundle: Sendable {
    var steps: [Int]
    let place: Place
    let groups: Int
    let isDaily: Bool
  }

  /// A dimension, with the place of each code.
  struct Dimension: Sendable {
    let name: String
    let places: [Int32]
    /// By set of groups.
    let columns: [Int]
  }

  /// A grouping that the kind has.
  struct Grouping: Sendable {
    /// By their places in `dimensions`.
    let dimensions: [Int]
    let first: Int
    let sizes: [Int]

    var count: Int { sizes.reduce(1, *) }
  }

  let layout: GroupLayout
  let axis: PeriodAxis
  let months: PeriodAxis
  let context: AggregationContext
  public let kind: RecordKind
  /// The schema of the records as they are linked.
  public let linked: Schema
  let steps: [Step]
  /// Each once.
  let tests: [CompiledTest]
  let selections: [Selection]
  let bundles: [Bundle]
  /// The columns by whose instants something is attributed.
  let instants: [Int]
  /// How many slots one group takes, of the counts, the totals and the moments.
  let countSlots: Int
  let totalSlots: Int
  let momentSlots: Int
  /// How many measures keep each value.
  let logCount: Int
  let days: DayAxis
  /// How many measures are counted by day.
  let dailyCount: Int
  /// How many groups, from the first on, are counted by day.
  let dailyGroups: Int
  /// The column that tells the ticket of a record, where tickets count once.
  let ticketRow: Int
  let schema: Schema
  private let derived: [DerivedField]
  private let amounts: [Amount]
  let dimensions: [Dimension]
  let groupings: [Grouping]
  /// How many ways there are to tell a record's groups: as it is, and as at each moment of its ticket.
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
    var dimensions: [Dimension] = []
    groupings = layout.groupings.compactMap { grouping in
      guard grouping.dimensions.allSatisfy({ linked.index(of: $0) != nil }) else { return nil }
      let places = grouping.dimensions.map { name -> Int in
        if let known = dimensions.firstIndex(where: { $0.name == name }) { return known }
        let own = linked.index(of: name) ?? 0
        dimensions.append(
          Dimension(
            name: name, places: (layout.places[name] ?? []).map { Int32($0) },
            columns: [own] + moments.map { linked.index(of: "\(name)@\($0)") ?? own }))
        return dimensions.count - 1
      }
      return Grouping(dimensions: places, first: grouping.first, sizes: grouping.sizes)
    }
    self.dimensions = dimensions

    var instants: [Int] = []
    var countSlots = 0
    var totalSlots = 0
    var momentSlots = 0
    var logCount = 0
    let daily = plan.daily
    var dailyCount = 0
    let days = DayAxis(plan.axis)
    var testOf: [FieldTest: Int] = [:]
    var tests: [CompiledTest] = []
    var selections: [Selection] = []
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
      case .sum where measure.value == .one || measure.isStanding,
        .monthlySum where measure.value == .one:
        (store, cells, countSlots) = (.counts, countSlots, countSlots + slots)
      case .sum, .monthlySum:
        (store, cells, totalSlots) = (.totals, totalSlots, totalSlots + slots)
      case .values: (store, cells, logCount) = (.values, logCount, logCount + 1)
      case .powers: (store, cells, momentSlots) = (.powers, momentSlots, momentSlots + slots)
      case .products(let value):
        (store, cells, momentSlots) = (.products, momentSlots, momentSlots + slots)
        other = worth(measure.of(value)).worth
      }
      let isDaily =
        accumulation.form == .sum && days.tellsDispersion && daily.contains(measure)
      let selection = Selection(
        place: place,
        tests: measure.tests.filter { $0.field != "age" }.map { test in
          if let known = testOf[test] { return known }
          testOf[test] = tests.count
          tests.append(CompiledTest(test, schema, context.dictionaries, days: context.days))
          return tests.count - 1
        })
      if !selections.contains(selection) { selections.append(selection) }
      stepOf[accumulation] = steps.count
      steps.append(
        Step(
          place: place, worth: own.worth, other: other, days: own.days,
          selection: selections.firstIndex(of: selection) ?? 0,
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
    self.tests = tests
    self.selections = selections
    bundles = Self.bundles(steps)
    self.steps = steps
    self.stepOf = stepOf
    self.instants = instants
    self.countSlots = countSlots
    self.totalSlots = totalSlots
    self.momentSlots = momentSlots
    self.logCount = logCount
    self.dailyCount = dailyCount
    self.days = days
    // Of so many cells that they would not be worth their room, those of the whole are kept.
    let dailyCells = dailyCount * layout.singles * days.count
    dailyGroups = dailyCells <= Self.greatestDailyCells ? layout.singles : 1
  }

  /// Counts by day take four bytes each.
  private static let greatestDailyCells = 1 << 24

  /// The steps that count records, up to four together.
  private static func bundles(_ steps: [Step]) -> [Bundle] {
    var bundles: [Bundle] = []
    for (index, step) in steps.enumerated() {
      guard case .counts = step.store else { continue }
      if case .standing = step.place { continue }
      let isDaily = step.daily != nil
      let open = bundles.firstIndex {
        $0.place == step.place && $0.groups == step.groups && $0.isDaily == isDaily
          && $0.steps.count < Lanes.width
      }
      if let open {
        bundles[open].steps.append(index)
      } else {
        bundles.append(
          Bundle(steps: [index], place: step.place, groups: step.groups, isDaily: isDaily))
      }
    }
    return bundles
  }

  func step(_ measure: Measure, _ form: Accumulation.Form) -> Step? {
    stepOf[Accumulation(measure, form)].map { steps[$0] }
  }

  // MARK: Where cells lie

  /// The place of an instant among those of the axis and those of its months.
  func index(_ place: Place) -> Int {
    switch place {
    case .at(let instant): instant
    case .month(let instant): instants.count + instant
    case .standing: -1
    }
  }

  /// How many slots a group has by an instant.
  func slots(_ place: Place) -> Int {
    if case .month = place { return months.boundaries.count + 1 }
    return axis.boundaries.count + 1
  }

  /// Whether the groups of a grouping that the kind has are counted by day.
  func isDaily(grouping: Int) -> Bool {
    groupings[grouping].first + groupings[grouping].count <= dailyGroups
  }

  func isByDay(_ bundle: Bundle, _ grouping: Int) -> Bool {
    bundle.isDaily && isDaily(grouping: grouping)
  }

  /// How many cells a group of a grouping has in the lanes of a bundle.
  func width(_ bundle: Bundle, _ grouping: Int) -> Int {
    isByDay(bundle, grouping) ? days.count : slots(bundle.place)
  }

  /// The first cell of a grouping, of the counts by day or of the step's store.
  func firstCell(_ step: Step, _ grouping: Int, isByDay: Bool) -> Int {
    let first = groupings[grouping].first
    return isByDay
      ? ((step.daily ?? 0) * dailyGroups + first) * days.count
      : step.cells * layout.count + first * step.slots
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
    var rows = BatchRows(self, batch, RowSet(all: batch.count))
    return (0..<groupSets).map { set in
      groupings.indices.map { grouping in
        rows.groups(set, grouping).map { Int($0) + groupings[grouping].first }
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
