import Civil
public import Columnar
public import Records

/// The whole of an aggregation: the programs of all kinds, and how their partial aggregates
/// become the values that are published.
public struct Aggregation: Sendable {
  public let plan: AggregationPlan
  public let programs: [MeasureProgram]
  private let layout: GroupLayout
  private let context: AggregationContext

  /// - Parameter limits: by dimension how many members stay on their own.
  /// - Throws: a message without a location, where a dimension has too many members.
  public init(
    _ plan: AggregationPlan, context: AggregationContext, limits: [String: MemberLimit] = [:]
  ) throws(Diagnostic) {
    self.plan = plan
    self.context = context
    let layout = try GroupLayout(plan.groupings, context.dictionaries, limits: limits)
    self.layout = layout
    programs = RecordKind.allCases.compactMap { kind in
      plan.linked[kind].map { MeasureProgram(plan, $0, layout: layout, context: context) }
    }
  }

  /// What finds the records behind a value of a metric of the plan; nil where the metric cannot be
  /// split so, or there is no such group.
  ///
  /// - Parameter period: its place on the axis.
  public func tracer(_ metric: Metric, period: Int, group: Group) -> MetricTracer? {
    MetricTracer(
      metric, Dictionary(uniqueKeysWithValues: programs.map { ($0.kind, $0) }), layout: layout,
      period: period, group: group)
  }

  /// A field of the records of a kind as they are counted, with those that are derived.
  public func field(_ name: String, _ kind: RecordKind) -> Field? {
    if name == Field.age.name { return .age }
    return programs.first { $0.kind == kind }?.schema[name]
      ?? DerivedFields.field(name, kind) ?? MomentField.named(name, .ticket)?.field
  }

  /// What one unit of a measure's value is in stored units.
  public func scale(of measure: Measure) -> Int64 {
    programs.first { $0.kind == measure.kind }?.scale(measure) ?? 1
  }

  /// The amounts for which there was no rate: their currencies' codes, missing for the pipeline's own,
  /// and instants of their months.
  public var unconverted: [(currency: Int64, instant: Int64)] {
    context.unconverted.entries.map { ($0.currency, $0.instant) }
  }

  /// Divides, once: the values of all metrics.
  ///
  /// - Parameter partials: one a program, in their order, with all records merged in.
  public func finish(_ partials: [PartialAggregate]) -> MetricSnapshot {
    var partials = partials
    for i in partials.indices { partials[i].finishDistributions() }
    let used = layout.groupings.flatMap { grouping in
      (grouping.first..<(grouping.first + grouping.count))
        .filter { number in
          grouping.dimensions.isEmpty || partials.contains { $0.groupRows[number] > 0 }
        }
        .map { (number: $0, group: layout.group($0, in: grouping)) }
    }
    .sorted { $0.group < $1.group }
    let sums = Dictionary(uniqueKeysWithValues: zip(programs.map(\.kind), zip(programs, partials)))
    let values = plan.metrics.map { metric -> [[MetricValue]?] in
      let known = knownFrom(metric, sums.mapValues(\.1))
      return used.map { entry in
        guard metric.kinds.allSatisfy({ sums[$0]?.0.has(entry.group.dimensions) ?? false }) else {
          return nil
        }
        let cells = MetricCells(
          metric: metric, plan: plan, sums: sums, group: entry.number)
        return series(cells, knownFrom: known)
      }
    }
    return MetricSnapshot(
      metrics: plan.metrics, periods: plan.axis.periods, spans: plan.axis.spans,
      groups: used.map(\.group), values: values)
  }

  /// The instant from which on the exports tell of a metric: where all of its kinds do. What is made
  /// of tickets is known as long as the tickets are.
  private func knownFrom(_ metric: Metric, _ partials: [RecordKind: PartialAggregate]) -> Int64 {
    metric.kinds.map { kind in
      let own = partials[kind]?.earliest ?? .max
      return kind.isDerived ? min(own, partials[.ticket]?.earliest ?? .max) : own
    }.max() ?? .max
  }

  private func series(_ cells: MetricCells, knownFrom: Int64) -> [MetricValue] {
    plan.axis.periods.indices.map { index in
      let slot = plan.axis.slots[index]
      let start = plan.axis.boundaries[slot - 1]
      let end = plan.axis.boundaries[slot]
      // Outside of what the exports cover nothing is known, not even a count of zero.
      guard end > knownFrom, start < context.cutoff else { return .unknown }
      let metric = cells.metric
      var value = cells.value(index)
      var flags = value.flags
      let whole = plan.axis.zone.start(of: plan.axis.periods[index].end)
      if end > context.cutoff || end < whole { flags.append(.partial) }
      if metric.lookAhead > 0 && end + metric.lookAhead > context.cutoff {
        flags.append(.provisional)
      }
      value.flags = MetricValue.Flag.allCases.filter(flags.contains)
      return value
    }
  }
}
