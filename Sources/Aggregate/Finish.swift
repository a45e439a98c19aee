import Columnar
public import Records

/// The end of an aggregation, in pieces that workers may share out: values are put in order, a job a
/// measure, and then metrics are computed, family by family. Divides, once.
public struct Finish: Sendable {
  /// A group that has records.
  struct Entry: Sendable {
    let number: Int
    let group: Group
    /// Its place among the layout's groupings.
    let grouping: Int
    /// The groups of one dimension that it lies in: itself, where it is of no more.
    let parents: [Int]
  }

  let aggregation: Aggregation
  private(set) var partials: [PartialAggregate]
  /// By program.
  let sums: [SettledSums]
  let used: [Entry]
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
    sums = partials.map(SettledSums.init)
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

  /// Those that have records, in their order.
  public var groups: [Group] { used.map(\.group) }

  // MARK: Values in order

  public var jobs: Int { logs.count }

  public func order(_ job: Int) -> OrderedValues {
    let (program, log) = logs[job]
    return OrderedValues(
      partials[program].logs[log], aggregation.programs[program].stamp,
      slots: aggregation.plan.axis.boundaries.count + 1)
  }

  /// Takes what the jobs made, in their order.
  public mutating func take(_ orders: [OrderedValues]) {
    for ((program, log), order) in zip(logs, orders) {
      ordered[program][log] = order
      partials[program].forget(log)
    }
  }

  // MARK: Metrics

  /// The metrics by their places, those together that read the same values, which are dealt once: the
  /// most work first.
  public var families: [[Int]] {
    let plan = aggregation.plan
    var families: [(metrics: [Int], values: Set<Accumulation>)] = []
    for (place, metric) in plan.metrics.enumerated() {
      let values = Set(metric.parts.map { Accumulation($0.measure, $0.form) })
        .filter { $0.form == .values }
      let kin = families.indices.filter { !families[$0].values.isDisjoint(with: values) }
      var family = (metrics: [place], values: values)
      for other in kin.reversed() {
        let other = families.remove(at: other)
        family.metrics = other.metrics + family.metrics
        family.values.formUnion(other.values)
      }
      families.append(family)
    }
    return families.filter { !$0.values.isEmpty }.map(\.metrics)
      + families.filter(\.values.isEmpty).map(\.metrics)
  }

  /// The values of the metrics of a family, by metric, group and period; nil where one cannot be split
  /// so.
  public func values(ofFamily places: [Int]) -> [[[MetricValue]?]] {
    var series = places.map { MetricSeries(aggregation.plan.metrics[$0], aggregation, sums) }
    let logs = Set(series.flatMap(\.reader.logs))
    var dealt: [MetricReader.Log: DealtValues] = [:]
    var values: [[[MetricValue]?]] = places.map { _ in [] }
    var grouping = -1
    for entry in used {
      if entry.grouping != grouping {
        grouping = entry.grouping
        for log in logs { deal(log, grouping, into: &dealt[log]) }
      }
      for place in series.indices {
        values[place].append(series[place].values(entry, dealt))
      }
    }
    return values
  }

  /// Deals the values of a log, where their kind has the grouping.
  private func deal(_ log: MetricReader.Log, _ grouping: Int, into dealt: inout DealtValues?) {
    let first = aggregation.layout.groupings[grouping].first
    guard let order = ordered[log.program][log.number],
      let own = aggregation.programs[log.program].groupings.first(where: { $0.first == first })
    else { return }
    var values = dealt.take() ?? DealtValues()
    values.deal(order, own.dimensions, own.sizes)
    dealt = values
  }

  /// - Parameter values: by family, in their order.
  public func snapshot(_ values: [[[[MetricValue]?]]]) -> MetricSnapshot {
    let plan = aggregation.plan
    let inOrder = zip(families.joined(), values.joined()).sorted { $0.0 < $1.0 }.map(\.1)
    let courses = plan.flows.compactMap { metric, flows in
      plan.metrics.firstIndex(of: metric).map {
        (metric.id, self.courses(metric, flows, inOrder[$0]))
      }
    }
    return MetricSnapshot(
      metrics: plan.metrics, periods: plan.axis.periods, spans: plan.axis.spans,
      groups: groups, values: inOrder,
      courses: Dictionary(uniqueKeysWithValues: courses),
      queues: zip(aggregation.programs, partials).flatMap { program, partial in
        program.queues.map(partial.queues.loads) ?? []
      })
  }
}
