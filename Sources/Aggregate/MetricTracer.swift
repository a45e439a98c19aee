import Civil
import Columnar
import Records

/// Finds the records behind one value: runs the steps of a metric's measures again, for one group and
/// period, and says of each record why it counts or does not.
///
/// Slow and plain where `PartialAggregate` is fast; what it finds adds up to the same value.
public struct MetricTracer: Sendable {
  public let metric: Metric
  public let parts: [MetricPart]
  private let steps: [MeasureProgram.Step?]
  private let period: Int
  private let group: Int
  private let grouping: Int
  private let layout: GroupLayout

  /// - Returns: nil where the metric cannot be split so, or there is no such group.
  init?(
    _ metric: Metric, _ programs: [RecordKind: MeasureProgram], layout: GroupLayout, period: Int,
    group: Group
  ) {
    guard let number = layout.number(of: group),
      metric.kinds.allSatisfy({ programs[$0]?.has(group.dimensions) ?? false })
    else { return nil }
    self.metric = metric
    parts = metric.parts
    steps = parts.map { programs[$0.measure.kind]?.step($0.measure, $0.form) }
    self.period = period
    self.group = number.group
    grouping = number.grouping
    self.layout = layout
  }

  /// For each part which set of groups its records belong to.
  var groupSets: [Int] { steps.map { $0?.groups ?? 0 } }

  /// What the records of a batch are for each part that is of their kind; nil for the others.
  public func trace(_ traced: TracedBatch) -> [PartTrace?] {
    zip(parts, steps).map { part, step in
      guard part.measure.kind == traced.kind, let step else { return nil }
      return trace(part, step, traced)
    }
  }

  private func trace(
    _ part: MetricPart, _ step: MeasureProgram.Step, _ traced: TracedBatch
  ) -> PartTrace {
    let measure = part.measure
    var trace = PartTrace(measure)
    let instants = traced.values(measure.attribution.field)
    let rows = attributed(part, step.groups, traced).filter { traced.reasons[$0] == nil }
    var failure: [Int: Int] = [:]
    var passing = rows
    for (place, test) in measure.tests.enumerated() {
      let before = passing
      filter(&passing, test, part, traced)
      var kept = passing.makeIterator()
      var next = kept.next()
      for row in before {
        if row == next { next = kept.next() } else { failure[row] = place }
      }
    }
    let tickets = measure.countsTicketsOnce ? traced.values("ticket_row") : []
    var counted: Set<Int64> = []
    let births = traced.field("created") == nil ? instants : traced.values("created")
    for row in passing {
      guard let value = value(step, row, part, traced, births[row]) else {
        failure[row] = measure.tests.count
        continue
      }
      if measure.countsTicketsOnce && !counted.insert(tickets[row]).inserted { continue }
      trace.rows.append(.init(row: row, instant: instants[row], value: value))
    }
    if measure.countsTicketsOnce {
      var furthest: [Int64: Int] = [:]
      for (row, place) in failure where !counted.contains(tickets[row]) {
        furthest[tickets[row]] = max(furthest[tickets[row]] ?? 0, place)
      }
      for place in furthest.values { trace.failures[place] += 1 }
    } else {
      for place in failure.values { trace.failures[place] += 1 }
    }
    return trace
  }

  // MARK: Which records belong to the period and the group

  /// The rows of the group whose instant lies in the part's stretch, left out or not.
  func attributed(_ part: MetricPart, _ set: Int, _ traced: TracedBatch) -> [Int] {
    let program = traced.program
    guard
      let place = program.groupings.firstIndex(where: {
        $0.first == layout.groupings[grouping].first
      })
    else { return [] }
    let groups = traced.groups[set][place]
    let rows = (0..<traced.count).filter { groups[$0] == group }
    switch part.measure.attribution {
    case .at(let field):
      let instants = traced.values(field)
      let stretches = stretches(part, program)
      return rows.filter { row in
        instants[row] != .missing
          && stretches.contains { $0.contains(instants[row]) }
      }
    case .standing(let from, let until):
      let (starts, ends) = (traced.values(from), traced.values(until))
      let boundary = boundary(part, program.axis)
      return rows.filter {
        starts[$0] != .missing && starts[$0] < boundary
          && (ends[$0] == .missing || ends[$0] >= boundary)
      }
    }
  }

  private func stretches(_ part: MetricPart, _ program: MeasureProgram) -> [Range<Int64>] {
    func stretch(_ axis: PeriodAxis, _ slot: Int) -> Range<Int64> {
      axis.boundaries[slot - 1]..<axis.boundaries[slot]
    }
    let months = program.monthSlots(period)
    switch part.span {
    case .period, .opening: return [stretch(program.axis, program.axis.slots[period])]
    case .months: return months.map { stretch(program.months, $0) }
    case .lastMonth: return months.suffix(1).map { stretch(program.months, $0) }
    }
  }

  /// The instant at which a standing record is counted.
  private func boundary(_ part: MetricPart, _ axis: PeriodAxis) -> Int64 {
    axis.boundaries[axis.slots[period] - (part.span == .opening ? 1 : 0)]
  }

  // MARK: Tests and values

  private func filter(
    _ rows: inout [Int], _ test: FieldTest, _ part: MetricPart, _ traced: TracedBatch
  ) {
    guard test.field == "age" else {
      let context = traced.program.context
      CompiledTest(test, traced.batch.schema, context.dictionaries, days: context.days)
        .filter(&rows, traced.batch.columns)
      return
    }
    guard case .compares(let comparison, let number) = test.claim else { return }
    let births = traced.values("created")
    let boundary = boundary(part, traced.program.axis)
    let (program, columns) = (traced.program, traced.batch.columns)
    rows.removeAll {
      !comparison.holds(program.age(births[$0], at: boundary, $0, columns), number)
    }
  }

  private func value(
    _ step: MeasureProgram.Step, _ row: Int, _ part: MetricPart, _ traced: TracedBatch,
    _ birth: Int64
  ) -> Int64? {
    guard case .standing = part.measure.attribution else {
      return step.value(row, traced.batch.columns)
    }
    let boundary = boundary(part, traced.program.axis)
    return step.isDistributed
      ? traced.program.age(birth, at: boundary, row, traced.batch.columns) : 1
  }
}

extension Measure.Attribution {
  /// The field whose instant says when a record counts, or since when it stands.
  public var field: String {
    switch self {
    case .at(let field): field
    case .standing(let from, _): from
    }
  }
}
