import Civil
public import Columnar

/// The whole of an aggregation: the programs of all kinds, and how their partial aggregates
/// become the values that are published.
public struct Aggregation: Sendable {
  /// A value that rests on fewer records than this is marked indicative.
  public static let indicativeBelow = 30

  public let plan: AggregationPlan
  public let programs: [MeasureProgram]
  private let layout: GroupLayout
  private let context: AggregationContext

  /// - Throws: a message without a location, where a dimension has too many members.
  public init(
    _ plan: AggregationPlan, loaded: [Schema], context: AggregationContext
  ) throws(Diagnostic) {
    self.plan = plan
    self.context = context
    let layout = try GroupLayout(plan.groupings, context.dictionaries)
    self.layout = layout
    programs = loaded.map {
      MeasureProgram(plan, $0.kind, loaded: $0, layout: layout, context: context)
    }
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
    let values = plan.metrics.map { metric -> [[MetricValue]?] in
      guard let index = programs.firstIndex(where: { $0.kind == metric.kind }) else {
        return used.map { _ in nil }
      }
      return used.map { entry in
        guard programs[index].has(entry.group.dimensions) else { return nil }
        return series(metric, programs[index], partials[index], entry.number)
      }
    }
    return MetricSnapshot(
      metrics: plan.metrics, periods: plan.axis.periods, groups: used.map(\.group), values: values)
  }

  private func series(
    _ metric: Metric, _ program: MeasureProgram, _ partial: PartialAggregate, _ group: Int
  ) -> [MetricValue] {
    plan.axis.periods.indices.map { index in
      let slot = index + 1
      let start = plan.axis.boundaries[index]
      let end = plan.axis.boundaries[index + 1]
      // Outside of what the exports cover nothing is known, not even a count of zero.
      guard end > partial.earliest, start < context.cutoff else { return .unknown }
      var value = value(metric, program, partial, group, slot)
      if let n = isIndicative(metric, value) ? value.n : nil, n > 0 {
        value.flags.append(.indicative)
      }
      if end > context.cutoff { value.flags.append(.partial) }
      if metric.lookAhead > 0 && end + metric.lookAhead > context.cutoff {
        value.flags.append(.provisional)
      }
      return value
    }
  }

  private func isIndicative(_ metric: Metric, _ value: MetricValue) -> Bool {
    if case .total = metric.formula { return false }
    if case .opening = metric.formula { return false }
    return value.n < Self.indicativeBelow
  }

  private func value(
    _ metric: Metric, _ program: MeasureProgram, _ partial: PartialAggregate, _ group: Int,
    _ slot: Int
  ) -> MetricValue {
    func sum(_ measure: Measure, _ slot: Int) -> Int64 {
      partial.sum(program.cells(of: measure), group, slot)
    }
    switch metric.formula {
    case .total(let measure):
      let total = sum(measure, slot)
      guard let counts = metric.countMeasures.first else {
        return MetricValue(value: Double(total), n: Int(total))
      }
      let n = Int(sum(counts, slot))
      return MetricValue(
        value: n == 0 ? nil : Double(total) / Double(scale(measure, program)), n: n)
    case .opening(let measure):
      let total = sum(measure, slot - 1)
      return MetricValue(value: Double(total), n: Int(total))
    case .ratio(let numerator, let denominator, let factor):
      let n = sum(denominator, slot)
      guard n != 0 else { return .unknown }
      let top = Double(sum(numerator, slot)) / Double(scale(numerator, program))
      return MetricValue(value: factor * top / Double(n), n: Int(n))
    case .quantile(let measure, let q):
      let values = partial.distribution(program.cells(of: measure), group, slot)
      let value = values.quantile(q).map { $0 / Double(scale(measure, program)) }
      return MetricValue(
        value: value, n: values.count, flags: values.isApproximate ? [.approximate] : [])
    }
  }

  /// What one unit of a measure's value is in stored units.
  private func scale(_ measure: Measure, _ program: MeasureProgram) -> Int64 {
    switch measure.value {
    case .one, .difference, .age: 1
    case .field(let name):
      // Money is published in minor units, as it is stored.
      program.loaded[name].map { $0.type == .money ? 1 : $0.type.scale } ?? 1
    }
  }
}
