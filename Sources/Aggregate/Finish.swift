import Civil
import Columnar
public import Records
import Statistics

/// The end of an aggregation, in pieces that workers may share out: values are put in order, a job a
/// measure, and then metrics are computed, one by one. Divides, once.
public struct Finish: Sendable {
  private struct Entry: Sendable {
    let number: Int
    let group: Group
    /// Its place among the layout's groupings.
    let grouping: Int
    /// The groups of one dimension that it lies in: itself, where it is of no more.
    let parents: [Int]
  }

  private let aggregation: Aggregation
  private var partials: [PartialAggregate]
  private let used: [Entry]
  /// Why no figure may be made of the records of a kind.
  public let faults: [(kind: RecordKind, fault: PartialAggregate.Fault)]
  /// By program and log.
  private var ordered: [[OrderedValues?]]
  /// The measures whose values are to be put in order.
  private let logs: [(program: Int, log: Int)]

  /// - Parameter partials: one a program, in their order, with all records merged in.
  public init(_ aggregation: Aggregation, _ partials: [PartialAggregate]) {
    var partials = partials
    var faults: [(RecordKind, PartialAggregate.Fault)] = []
    for place in partials.indices {
      if let fault = partials[place].settle() {
        faults.append((aggregation.programs[place].kind, fault))
      }
    }
    self.faults = faults
    self.aggregation = aggregation
    self.partials = partials
    let layout = aggregation.layout
    used = layout.groupings.enumerated().flatMap { place, grouping in
      (grouping.first..<(grouping.first + grouping.count))
        .filter { number in
          grouping.dimensions.isEmpty || partials.contains { $0.groupRows[number] > 0 }
        }
        .map { number in
          let group = layout.group(number, in: grouping)
          return Entry(
            number: number, group: group, grouping: place,
            parents: Self.parents(of: group, number, layout))
        }
    }
    .sorted { $0.group < $1.group }
    ordered = partials.map { $0.logs.map { _ in nil } }
    logs = partials.indices.flatMap { program in
      partials[program].logs.indices.map { (program, $0) }
    }
  }

  private static func parents(of group: Group, _ number: Int, _ layout: GroupLayout) -> [Int] {
    guard group.members.count > 1 else { return [number] }
    return group.members.sorted { $0.key < $1.key }
      .compactMap { layout.number(of: Group([$0.key: $0.value]))?.group }
  }

  // MARK: Values in order

  public var jobs: Int { logs.count }

  public func order(_ job: Int) -> OrderedValues {
    let (program, log) = logs[job]
    return OrderedValues(
      partials[program].logs[log], slots: aggregation.plan.axis.boundaries.count + 1)
  }

  /// Takes what the jobs made, in their order.
  public mutating func take(_ orders: [OrderedValues]) {
    for ((program, log), order) in zip(logs, orders) {
      ordered[program][log] = order
      partials[program].forget(log)
    }
  }

  // MARK: Metrics

  public var metrics: Int { aggregation.plan.metrics.count }

  /// The values of a metric, by group and period; nil where it cannot be split so.
  public func values(ofMetric place: Int) -> [[MetricValue]?] {
    let plan = aggregation.plan
    let metric = plan.metrics[place]
    let reader = MetricReader(metric, plan, aggregation.programs)
    let known = knownFrom(metric)
    var days = DispersionTable(reader, plan, groups: aggregation.layout.singles)
    var dealt: (grouping: Int, parts: [DealtValues?]) = (-1, [])
    let kinds = metric.kinds
    let splits = aggregation.layout.groupings.map { grouping in
      kinds.allSatisfy { has(grouping.dimensions, $0) }
    }
    let ends = plan.axis.periods.map { plan.axis.zone.start(of: $0.end) }
    return used.map { entry in
      guard splits[entry.grouping] else { return nil }
      if reader.hasLogs && dealt.grouping != entry.grouping {
        dealt = (entry.grouping, deal(reader, entry.grouping))
      }
      let first = aggregation.layout.groupings[entry.grouping].first
      return plan.axis.periods.indices.map { period in
        let slot = plan.axis.slots[period]
        let span = plan.axis.boundaries[slot - 1]..<plan.axis.boundaries[slot]
        // Outside of what the exports cover nothing is known, not even a count of zero.
        let end = min(span.upperBound, aggregation.context.cutoff)
        guard span.upperBound > known, span.lowerBound < end else { return .unknown }
        let values = dealt.parts.map { $0?.cell(entry.number - first, slot: slot) ?? CellValues() }
        let dispersion = days.dispersion(
          of: entry.number, in: entry.parents, period, partials, values,
          within: max(span.lowerBound, known)..<max(end, known))
        let cells = MetricCells(
          reader: reader, partials: partials, values: values, group: entry.number, period: period,
          slot: slot, dispersion: dispersion)
        return flagged(cells.value, metric, end: span.upperBound, ofPeriod: ends[period])
      }
    }
  }

  /// - Parameters:
  ///   - end: of what is counted.
  ///   - whole: the end of the period, which may lie behind it.
  private func flagged(
    _ value: MetricValue, _ metric: Metric, end: Int64, ofPeriod whole: Int64
  ) -> MetricValue {
    let cutoff = aggregation.context.cutoff
    var flags = value.flags
    if end > cutoff || end < whole { flags.append(.partial) }
    if metric.lookAhead > 0 && end + metric.lookAhead > cutoff { flags.append(.provisional) }
    var value = value
    value.flags = MetricValue.Flag.allCases.filter(flags.contains)
    return value
  }

  private func deal(_ reader: MetricReader, _ grouping: Int) -> [DealtValues?] {
    let first = aggregation.layout.groupings[grouping].first
    return reader.partSources.map { source in
      guard let source, source.step.isDistributed,
        let order = ordered[source.program][source.step.cells],
        let own = aggregation.programs[source.program].groupings.first(where: { $0.first == first })
      else { return nil }
      return order.dealt(own.dimensions, own.sizes)
    }
  }

  /// The instant from which on the exports tell of a metric: where all of its kinds do. What is made
  /// of tickets is known as long as the tickets are.
  private func knownFrom(_ metric: Metric) -> Int64 {
    func earliest(_ kind: RecordKind) -> Int64 {
      aggregation.programs.firstIndex { $0.kind == kind }.map { partials[$0].earliest } ?? .max
    }
    return metric.kinds.map { kind in
      kind.isDerived ? min(earliest(kind), earliest(.ticket)) : earliest(kind)
    }.max() ?? .max
  }

  /// Whether the records of a kind have all dimensions of a group.
  private func has(_ dimensions: [String], _ kind: RecordKind) -> Bool {
    aggregation.programs.first { $0.kind == kind }?.has(dimensions) ?? false
  }

  /// - Parameter values: of all metrics, in their order.
  public func snapshot(_ values: [[[MetricValue]?]]) -> MetricSnapshot {
    let plan = aggregation.plan
    return MetricSnapshot(
      metrics: plan.metrics, periods: plan.axis.periods, spans: plan.axis.spans,
      groups: used.map(\.group), values: values)
  }
}
