import Civil
import Columnar
import Records

/// The steps of all that is accumulated of a kind, with what they share: each test, selection and
/// instant once.
struct StepTable: Sendable {
  typealias Step = MeasureProgram.Step
  typealias Place = MeasureProgram.Place
  typealias Worth = MeasureProgram.Worth
  typealias Store = MeasureProgram.Store
  typealias Selection = MeasureProgram.Selection

  private(set) var steps: [Step] = []
  private(set) var tests: [CompiledTest] = []
  private(set) var selections: [Selection] = []
  /// The columns by whose instants something is attributed.
  private(set) var instants: [Int] = []
  /// How many slots one group takes, of the counts, the totals and the moments.
  private(set) var countSlots = 0
  private(set) var totalSlots = 0
  private(set) var momentSlots = 0
  /// How many measures keep each value.
  private(set) var logCount = 0
  /// How many measures are counted by day.
  private(set) var dailyCount = 0
  private var stepOf: [Accumulation: Int] = [:]
  private var testOf: [FieldTest: Int] = [:]
  private let schema: Schema
  private let context: AggregationContext
  private let axis: PeriodAxis
  private let months: PeriodAxis
  private let moments: [String]
  private let daily: Set<Measure>

  /// - Parameters:
  ///   - moments: those of tickets as at which they are split.
  ///   - tellsDispersion: whether days could tell more than chance.
  init(
    _ accumulations: [Accumulation], _ plan: AggregationPlan, _ schema: Schema,
    _ context: AggregationContext, moments: [String], tellsDispersion: Bool
  ) {
    self.schema = schema
    self.context = context
    self.moments = moments
    axis = plan.axis
    months = plan.axis.months
    daily = tellsDispersion ? plan.daily : []
    for accumulation in accumulations {
      stepOf[accumulation] = steps.count
      steps.append(makeStep(accumulation))
    }
  }

  func step(_ measure: Measure, _ form: Accumulation.Form) -> Step? {
    stepOf[Accumulation(measure, form)].map { steps[$0] }
  }

  /// The steps that count records, up to four together.
  var bundles: [[Int]] {
    var bundles: [[Int]] = []
    for (index, step) in steps.enumerated() {
      guard case .counts = step.store else { continue }
      if case .standing = step.place { continue }
      let open = bundles.firstIndex {
        let first = steps[$0[0]]
        return first.place == step.place && first.groups == step.groups
          && (first.daily == nil) == (step.daily == nil) && $0.count < Lanes.width
      }
      if let open { bundles[open].append(index) } else { bundles.append([index]) }
    }
    return bundles
  }

  // MARK: One step

  private mutating func makeStep(_ accumulation: Accumulation) -> Step {
    let (measure, form) = (accumulation.measure, accumulation.form)
    let (place, groups) = place(measure.attribution, isMonthly: form == .monthlySum)
    let slots = (form == .monthlySum ? months : axis).boundaries.count + 1
    let (store, cells) = room(measure, form, slots)
    let own = worth(measure)
    var other = Worth.one
    if case .products(let value) = form { other = worth(measure.of(value)).worth }
    let isDaily = form == .sum && daily.contains(measure)
    defer { if isDaily { dailyCount += 1 } }
    return Step(
      place: place, worth: own.worth, other: other, days: own.days,
      selection: selection(place, measure.tests.filter { $0.field != "age" }),
      ageTests: measure.tests.filter { $0.field == "age" }.compactMap { test in
        if case .compares(let comparison, let number) = test.claim {
          return (comparison, number)
        }
        return nil
      },
      store: store, countsTicketsOnce: measure.countsTicketsOnce, cells: cells,
      daily: isDaily ? dailyCount : nil, slots: slots, groups: groups)
  }

  private func column(_ name: String) -> Int { schema.index(of: name) ?? 0 }

  private mutating func place(
    _ attribution: Measure.Attribution, isMonthly: Bool
  ) -> (Place, groups: Int) {
    switch attribution {
    case .at(let field):
      if !instants.contains(column(field)) { instants.append(column(field)) }
      let instant = instants.firstIndex(of: column(field)) ?? 0
      return (
        isMonthly ? .month(instant) : .at(instant), (moments.firstIndex(of: field) ?? -1) + 1
      )
    case .standing(let from, let until): return (.standing(column(from), column(until)), 0)
    }
  }

  private func worth(_ measure: Measure) -> (worth: Worth, days: DayColumn?) {
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

  /// What a step adds to, and where its cells begin there.
  private mutating func room(
    _ measure: Measure, _ form: Accumulation.Form, _ slots: Int
  ) -> (Store, cells: Int) {
    func taken(_ room: inout Int, _ more: Int) -> Int {
      defer { room += more }
      return room
    }
    switch form {
    case .sum where measure.value == .one || measure.isStanding,
      .monthlySum where measure.value == .one:
      return (.counts, taken(&countSlots, slots))
    case .sum, .monthlySum: return (.totals, taken(&totalSlots, slots))
    case .values: return (.values, taken(&logCount, 1))
    case .powers: return (.powers, taken(&momentSlots, slots))
    case .products: return (.products, taken(&momentSlots, slots))
    }
  }

  private mutating func selection(_ place: Place, _ tests: [FieldTest]) -> Int {
    let selection = Selection(
      place: place,
      tests: tests.map { test in
        if let known = testOf[test] { return known }
        testOf[test] = self.tests.count
        self.tests.append(CompiledTest(test, schema, context.dictionaries, days: context.days))
        return self.tests.count - 1
      })
    if let known = selections.firstIndex(of: selection) { return known }
    selections.append(selection)
    return selections.count - 1
  }
}
