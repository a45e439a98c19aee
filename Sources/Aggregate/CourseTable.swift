import Civil
import Columnar
import Records

/// What is counted by day over years, for the whole and single dimensions: the courses of the metrics
/// that are forecast.
struct CourseTable: Sendable {
  struct Step: Sendable {
    let measure: Measure
    /// Of its instant.
    let column: Int
    /// Which set of groups its records belong to.
    let groups: Int
    let tests: [CompiledTest]
  }

  let steps: [Step]
  let days: DayAxis
  /// How many groups, from the first on, have courses.
  let groups: Int

  /// Four years, of which seasons are learnt.
  private static let mostDays = 4 * 365 + 1
  /// Of so many cells that they would not be worth their room, those of the whole are kept.
  private static let greatestCells = 1 << 22

  /// - Parameter moments: those of tickets as at which they are split.
  init(
    _ plan: AggregationPlan, _ schema: Schema, _ context: AggregationContext, moments: [String],
    groups: Int
  ) {
    steps = plan.flows.flatMap { [$0.flows.comes, $0.flows.goes].compactMap { $0 } }
      .filter { $0.kind == schema.kind }
      .compactMap { measure in
        guard case .at(let field) = measure.attribution, let column = schema.index(of: field)
        else { return nil }
        return Step(
          measure: measure, column: column, groups: (moments.firstIndex(of: field) ?? -1) + 1,
          tests: measure.tests.map {
            CompiledTest($0, schema, context.dictionaries, days: context.days)
          })
      }
    let axis = plan.axis
    let end = axis.zone.date(at: axis.boundaries[axis.boundaries.count - 1])
    days = DayAxis(end + (steps.isEmpty ? -1 : -Self.mostDays)..<end, axis.zone)
    self.groups = steps.count * groups * days.count <= Self.greatestCells ? groups : 1
  }

  var cells: Int { steps.count * groups * days.count }

  @inline(__always)
  func cell(_ step: Int, _ group: Int, day: Int) -> Int {
    (step * groups + group) * days.count + day
  }

  func step(_ measure: Measure) -> Int? { steps.firstIndex { $0.measure == measure } }
}

extension PartialAggregate {
  /// Counts the records of a batch by day.
  mutating func addToCourses(_ rows: inout BatchRows, _ sign: Int) {
    let table = program.courses
    let columns = rows.batch.columns
    for (number, step) in table.steps.enumerated() {
      let days = table.days.days(columns[step.column])
      var set = rows.population
      for test in step.tests {
        set.formIntersection(test.rows(columns, count: rows.batch.count))
      }
      let counted = set.rows
      for (place, grouping) in program.groupings.enumerated()
      where grouping.dimensions.count < 2 && grouping.first < table.groups {
        add(
          rows.groups(step.groups, place), days, counted,
          from: table.cell(number, grouping.first, day: 0), Int32(sign))
      }
    }
  }

  private mutating func add(
    _ groups: [Int32], _ days: [Int32], _ rows: [Int], from first: Int, _ sign: Int32
  ) {
    let width = program.courses.days.count
    let (groups, days, rows) = (groups.span, days.span, rows.span)
    var counts = courses.mutableSpan
    for i in 0..<rows.count {
      let row = rows[i]
      if days[row] < 0 { continue }
      counts[first &+ Int(groups[row]) &* width &+ Int(days[row])] &+= sign
    }
  }
}

extension Finish {
  /// The course of a metric in each of the groups that have records; nil where it has none.
  ///
  /// - Parameter values: of the metric, by group.
  func courses(_ metric: Metric, _ flows: DayFlows, _ values: [[MetricValue]?]) -> [DayCourse?] {
    let programs = aggregation.programs
    guard let place = programs.firstIndex(where: { $0.kind == flows.comes.kind }),
      case let table = programs[place].courses, let comes = table.step(flows.comes)
    else { return values.map { _ in nil } }
    let goes = flows.goes.flatMap(table.step)
    let partial = partials[place]
    func count(_ step: Int?, _ group: Int, _ day: Int) -> Int {
      step.map { Int(partial.courses[table.cell($0, group, day: day)]) } ?? 0
    }
    // Before the first record of all nothing is known of any group.
    let days = table.days.count
    guard let first = (0..<days).first(where: { count(comes, 0, $0) != 0 }) else {
      return values.map { _ in nil }
    }
    let axis = aggregation.plan.axis
    let start = axis.zone.date(at: table.days.starts[first])
    return zip(used, values).map { entry, values in
      guard entry.number < table.groups, entry.parents == [entry.number],
        let last = values?.last?.value
      else { return nil }
      var course = (first..<days).map { count(comes, entry.number, $0) }
      if flows.goes != nil {
        // What stands at the end is known; from there it goes back day by day.
        var level = Int(last)
        for place in course.indices.reversed() {
          let net = course[place] - count(goes, entry.number, first + place)
          course[place] = level
          level -= net
        }
      }
      return DayCourse(first: start, values: course, isStanding: flows.goes != nil)
    }
  }
}
