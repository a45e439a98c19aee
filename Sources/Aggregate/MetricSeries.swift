import Civil
import Columnar
import Records

/// The values of one metric on their way, group after group: those of one dimension before pairs, which
/// ask them how much days differ.
struct MetricSeries {
  let reader: MetricReader
  private let plan: AggregationPlan
  private let layout: GroupLayout
  private let cutoff: Int64
  /// The instant from which on the exports tell of the metric.
  private let known: Int64
  /// By grouping whether the metric can be split so.
  private let splits: [Bool]
  /// By period its own end, which may lie behind what is counted.
  private let ends: [Int64]
  private var days: DispersionTable

  init(_ metric: Metric, _ aggregation: Aggregation, _ sums: [SettledSums]) {
    plan = aggregation.plan
    layout = aggregation.layout
    cutoff = aggregation.context.cutoff
    let programs = aggregation.programs
    reader = MetricReader(metric, plan, programs, sums)
    // Where all of its kinds do. What is made of tickets is known as long as the tickets are.
    func earliest(_ kind: RecordKind) -> Int64 {
      programs.firstIndex { $0.kind == kind }.map { sums[$0].earliest } ?? .max
    }
    known =
      metric.kinds.map { kind in
        kind.isDerived ? min(earliest(kind), earliest(.ticket)) : earliest(kind)
      }.max() ?? .max
    splits = layout.groupings.map { grouping in
      metric.kinds.allSatisfy { kind in
        programs.first { $0.kind == kind }?.has(grouping.dimensions) ?? false
      }
    }
    ends = plan.axis.periods.map { aggregation.plan.axis.zone.start(of: $0.end) }
    days = DispersionTable(reader, plan, groups: layout.singles)
  }

  /// The values of a group, one a period; nil where the metric cannot be split so.
  ///
  /// - Parameter dealt: the values that are kept, dealt to the groups of the entry's grouping.
  mutating func values(
    _ entry: Finish.Entry, _ dealt: [MetricReader.Log: DealtValues]
  ) -> [MetricValue]? {
    guard splits[entry.grouping] else { return nil }
    let own = reader.partSources.map { $0?.log.flatMap { dealt[$0] } }
    let number = entry.number - layout.groupings[entry.grouping].first
    var values: [MetricValue] = []
    values.reserveCapacity(plan.axis.periods.count)
    for (period, slot) in plan.axis.slots.enumerated() {
      values.append(value(entry, period, own.map { $0?.cell(number, slot: slot) ?? CellValues() }))
    }
    return values
  }

  private mutating func value(
    _ entry: Finish.Entry, _ period: Int, _ values: [CellValues]
  ) -> MetricValue {
    let slot = plan.axis.slots[period]
    let span = plan.axis.boundaries[slot - 1]..<plan.axis.boundaries[slot]
    // Outside of what the exports cover nothing is known, not even a count of zero.
    let end = min(span.upperBound, cutoff)
    guard span.upperBound > known, span.lowerBound < end else { return .unknown }
    let dispersion = days.dispersion(
      of: entry.number, in: entry.parents, period, values,
      within: max(span.lowerBound, known)..<max(end, known))
    let cells = MetricCells(
      reader: reader, values: values, group: entry.number, period: period,
      slot: slot, dispersion: dispersion)
    var value = cells.value
    if span.upperBound > cutoff || span.upperBound < ends[period] { value.flags.append(.partial) }
    if reader.metric.lookAhead > 0 && span.upperBound + reader.metric.lookAhead > cutoff {
      value.flags.append(.provisional)
    }
    if value.flags.count > 1 {
      value.flags = MetricValue.Flag.allCases.filter(value.flags.contains)
    }
    return value
  }
}
