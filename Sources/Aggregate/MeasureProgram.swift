import Civil
import Columnar
import Link
public import Records

/// The measures of one record kind, with columns and codes looked up: what a batch is run through.
public struct MeasureProgram: Sendable {
  /// A dimension, with the place of each code.
  struct Dimension: Sendable {
    let name: String
    let places: [Int32]
    /// How many places there are.
    let size: Int
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
  let table: StepTable
  /// Steps that count records by one instant and in one set of groups, which is done at once.
  let bundles: [[Int]]
  /// How each value that is kept is marked.
  let stamp: ValueStamp
  let days: DayAxis
  let courses: CourseTable
  /// nil where no load of queues is made of the kind.
  let queues: QueueTable?
  /// How many groups, from the first on, are counted by day.
  let dailyGroups: Int
  /// The column that tells the ticket of a record, where tickets count once.
  let ticketRow: Int
  /// With the derived fields behind the linked ones.
  let schema: Schema
  let derivation: Derivation
  let dimensions: [Dimension]
  let groupings: [Grouping]
  /// How many ways there are to tell a record's groups: as it is, and as at each moment of its ticket.
  let groupSets: Int

  var steps: [Step] { table.steps }

  init(_ plan: AggregationPlan, _ linked: Schema, layout: GroupLayout, context: AggregationContext)
  {
    self.layout = layout
    self.context = context
    self.linked = linked
    kind = linked.kind
    axis = plan.axis
    months = plan.axis.months
    days = DayAxis(plan.axis)
    let accumulations = plan.accumulations(linked.kind)
    derivation = Derivation(accumulations + plan.alsoRead(linked.kind), linked, context)
    schema = derivation.schema
    ticketRow = schema.index(of: "ticket_row") ?? 0

    // Figures of tickets are split as at their own moments where histories are known.
    let moments =
      linked.kind == .ticket
      ? MomentField.ticketMoments.filter { moment in
        linked.fields.contains { $0.name.hasSuffix("@\(moment)") }
      } : []
    groupSets = moments.count + 1
    (dimensions, groupings) = Self.groupings(layout, linked, moments: moments)
    table = StepTable(
      accumulations, plan, schema, context, moments: moments, tellsDispersion: days.tellsDispersion)
    bundles = table.bundles
    queues = QueueTable(plan, schema, context)
    courses = CourseTable(plan, schema, context, moments: moments, groups: layout.singles)
    stamp = ValueStamp(
      slots: axis.boundaries.count + 1, days: days.count, sizes: dimensions.map(\.size))
    // Of so many cells that they would not be worth their room, those of the whole are kept.
    let dailyCells = table.dailyCount * layout.singles * days.count
    dailyGroups = dailyCells <= Self.greatestDailyCells ? layout.singles : 1
  }

  /// Counts by day take four bytes each.
  private static let greatestDailyCells = 1 << 24

  /// The groupings of a layout that a kind has, and their dimensions.
  private static func groupings(
    _ layout: GroupLayout, _ linked: Schema, moments: [String]
  ) -> ([Dimension], [Grouping]) {
    var dimensions: [Dimension] = []
    let groupings = layout.groupings.compactMap { grouping -> Grouping? in
      guard grouping.dimensions.allSatisfy({ linked.index(of: $0) != nil }) else { return nil }
      let places = zip(grouping.dimensions, grouping.sizes).map { name, size -> Int in
        if let known = dimensions.firstIndex(where: { $0.name == name }) { return known }
        let own = linked.index(of: name) ?? 0
        dimensions.append(
          Dimension(
            name: name, places: (layout.places[name] ?? []).map { Int32($0) }, size: size,
            columns: [own] + moments.map { linked.index(of: "\(name)@\($0)") ?? own }))
        return dimensions.count - 1
      }
      return Grouping(dimensions: places, first: grouping.first, sizes: grouping.sizes)
    }
    return (dimensions, groupings)
  }

  func step(_ measure: Measure, _ form: Accumulation.Form) -> Step? {
    table.step(measure, form)
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
    derivation.derive(records, timelines, context)
  }

  /// How old a record is at an instant, by day where it was opened on a day that alone is known.
  func age(_ birth: Int64, at instant: Int64, _ row: Int, _ columns: [[Int64]]) -> Int64 {
    guard let days = derivation.births, days.isDay(row, columns) else { return instant - birth }
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
