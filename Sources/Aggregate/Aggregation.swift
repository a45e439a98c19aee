import Civil
public import Columnar
public import Records

/// The whole of an aggregation: the programs of all kinds, and how their partial aggregates
/// become the values that are published.
public struct Aggregation: Sendable {
  public let plan: AggregationPlan
  public let programs: [MeasureProgram]
  let layout: GroupLayout
  let context: AggregationContext

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

  /// Divides, once: the values of all metrics, one after the other.
  ///
  /// - Parameter partials: one a program, in their order, with all records merged in.
  public func finish(_ partials: [PartialAggregate]) -> MetricSnapshot {
    var finish = Finish(self, partials)
    finish.take((0..<finish.jobs).map(finish.order))
    return finish.snapshot(finish.families.map(finish.values(ofFamily:)))
  }
}
