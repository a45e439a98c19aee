import Civil
public import Columnar
public import Records
import Statistics

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
    for i in partials.indices { partials[i].finish() }
    let used = layout.groupings.flatMap { grouping in
      (grouping.first..<(grouping.first + grouping.count))
        .filter { number in
          grouping.dimensions.isEmpty || partials.contains { $0.groupRows[number] > 0 }
        }
        .map { (number: $0, group: layout.group($0, in: grouping)) }
    }
    .sorted { $0.group < $1.group }
    let parents = Dictionary(
      uniqueKeysWithValues: used.map { ($0.number, self.parents(of: $0.group, $0.number)) })
    let values = plan.metrics.map { metric -> [[MetricValue]?] in
      let reader = MetricReader(metric, plan, programs)
      let known = knownFrom(metric, partials)
      let dispersions = self.dispersions(reader, partials, used.map(\.number), knownFrom: known)
      return used.map { entry in
        guard metric.kinds.allSatisfy({ has(entry.group.dimensions, $0) }) else { return nil }
        return series(reader, partials, entry.number, parents[entry.number], dispersions, known)
      }
    }
    return MetricSnapshot(
      metrics: plan.metrics, periods: plan.axis.periods, spans: plan.axis.spans,
      groups: used.map(\.group), values: values)
  }

  /// The instant from which on the exports tell of a metric: where all of its kinds do. What is made
  /// of tickets is known as long as the tickets are.
  private func knownFrom(_ metric: Metric, _ partials: [PartialAggregate]) -> Int64 {
    func earliest(_ kind: RecordKind) -> Int64 {
      programs.firstIndex { $0.kind == kind }.map { partials[$0].earliest } ?? .max
    }
    return metric.kinds.map { kind in
      kind.isDerived ? min(earliest(kind), earliest(.ticket)) : earliest(kind)
    }.max() ?? .max
  }

  /// Whether the records of a kind have all dimensions of a group.
  private func has(_ dimensions: [String], _ kind: RecordKind) -> Bool {
    programs.first { $0.kind == kind }?.has(dimensions) ?? false
  }

  // MARK: Days

  /// The groups of one dimension that a group lies in: itself, where it is of no more.
  private func parents(of group: Group, _ number: Int) -> [Int] {
    guard group.members.count > 1 else { return [number] }
    return group.members.sorted { $0.key < $1.key }
      .compactMap { layout.number(of: Group([$0.key: $0.value]))?.group }
  }

  /// By group of one dimension or none, and by period.
  private func dispersions(
    _ reader: MetricReader, _ partials: [PartialAggregate], _ used: [Int], knownFrom: Int64
  ) -> [[Dispersion]] {
    guard reader.daily != nil else { return [] }
    var dispersions = [[Dispersion]](repeating: [], count: layout.singles)
    for group in used where group < layout.singles {
      dispersions[group] = plan.axis.spans.enumerated().map { period, span in
        let known = max(span.lowerBound, knownFrom)..<max(span.upperBound, knownFrom)
        return reader.dispersion(
          partials, group: group, slot: plan.axis.slots[period],
          within: known.clamped(to: .min..<context.cutoff))
      }
    }
    return dispersions
  }

  /// Of a pair the greater one of its parents'.
  private func dispersion(
    _ parents: [Int], _ period: Int, _ dispersions: [[Dispersion]]
  ) -> Dispersion {
    parents.filter { $0 < dispersions.count && period < dispersions[$0].count }
      .map { dispersions[$0][period] }.max { $0.factor < $1.factor } ?? .none
  }

  private func series(
    _ reader: MetricReader, _ partials: [PartialAggregate], _ group: Int, _ parents: [Int]?,
    _ dispersions: [[Dispersion]], _ knownFrom: Int64
  ) -> [MetricValue] {
    plan.axis.periods.indices.map { index in
      let slot = plan.axis.slots[index]
      let start = plan.axis.boundaries[slot - 1]
      let end = plan.axis.boundaries[slot]
      // Outside of what the exports cover nothing is known, not even a count of zero.
      guard end > knownFrom, start < context.cutoff else { return .unknown }
      let cells = MetricCells(
        reader: reader, partials: partials, group: group, period: index, slot: slot,
        dispersion: dispersion(parents ?? [], index, dispersions))
      var value = cells.value
      var flags = value.flags
      let whole = plan.axis.zone.start(of: plan.axis.periods[index].end)
      if end > context.cutoff || end < whole { flags.append(.partial) }
      if reader.metric.lookAhead > 0 && end + reader.metric.lookAhead > context.cutoff {
        flags.append(.provisional)
      }
      value.flags = MetricValue.Flag.allCases.filter(flags.contains)
      return value
    }
  }
}
