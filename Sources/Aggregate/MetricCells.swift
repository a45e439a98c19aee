import Columnar
import Records

/// The sums of one group from which the values of a metric are computed, period by period.
struct MetricCells {
  let metric: Metric
  let plan: AggregationPlan
  let sums: [RecordKind: (MeasureProgram, PartialAggregate)]
  /// The group's number.
  let group: Int

  func value(_ period: Int) -> MetricValue {
    let slot = plan.axis.slots[period]
    var value = plain(period, slot)
    if value.value != nil, let counters = metric.counters, sum(counters, slot) > 0 {
      value.flags.append(.fromCounters)
    }
    if value.value != nil, metric.closes(plan.availability).contains(where: { sum($0, slot) > 0 }) {
      value.flags.append(.fromClosed)
    }
    if value.value != nil, let inDays = metric.inDays, sum(inDays, slot) > 0 {
      value.flags.append(.days)
    }
    value.coverage = coverage(slot)
    return value
  }

  /// The share of the population that had the fields asked for; nil where none is asked for, or
  /// there is no population.
  private func coverage(_ slot: Int) -> Double? {
    guard let (population, known) = metric.coverage else { return nil }
    let all = sum(population, slot)
    return all == 0 ? nil : Double(sum(known, slot)) / Double(all)
  }

  private func plain(_ period: Int, _ slot: Int) -> MetricValue {
    // A budget line is of a month: of less nothing is known.
    if metric.kinds.contains(.cost), months(period, of: .cost).isEmpty { return .unknown }
    if let evidence = metric.evidence, sum(evidence.known, slot) == 0,
      sum(evidence.unknown, slot) > 0
    {
      return .unknown
    }
    switch metric.formula {
    case .total(let measures, let less):
      let total = sum(measures, slot) - sum(less, slot)
      if metric.isCount {
        let n = less.isEmpty ? total : sum(measures, slot) + sum(less, slot)
        return MetricValue(value: Double(total), n: Int(n))
      }
      let n = count(slot)
      return MetricValue(
        value: n == 0 ? nil : Double(total) / Double(scale(measures[0])), n: Int(n))
    case .opening(let measure):
      let total = sum(measure, slot - 1)
      return MetricValue(value: Double(total), n: Int(total))
    case .ratio(let numerator, let less, let denominator, let factor):
      let bottom = sum(denominator, slot)
      if let rows = metric.numeratorCount, sum(rows, slot) == 0 { return .unknown }
      guard bottom != 0 else { return .unknown }
      let top = Double(sum(numerator, slot) - sum(less, slot)) / Double(scale(numerator[0]))
      return MetricValue(
        value: factor * top / (Double(bottom) / Double(scale(denominator[0]))), n: Int(count(slot)))
    case .quantile(let measure, let q):
      guard let values = values(measure, slot) else { return .unknown }
      return MetricValue(
        value: values.quantile(q).map { $0 / Double(scale(measure)) }, n: values.count,
        flags: values.isApproximate ? [.approximate] : [])
    case .perDistinct(let measure, let others):
      var all = Distribution()
      for other in others { if let values = values(other, slot) { all.merge(values) } }
      let n = all.distinctCount
      return MetricValue(value: n == 0 ? nil : Double(sum(measure, slot)) / Double(n), n: n)
    case .varianceOfMean(let measure, let squares):
      let n = Double(count(slot))
      if n == 0 { return .unknown }
      let mean = Double(sum(measure, slot)) / n
      return MetricValue(value: (Double(sum(squares, slot)) / n - mean * mean) / n, n: Int(n))
    case .monthly(let numerator, let denominator): return monthly(numerator, denominator, period)
    case .lastMonth(let measure):
      guard let month = months(period).last else { return .unknown }
      let n = sum(measure.count, month, .monthlySum)
      return MetricValue(
        value: n == 0
          ? nil : Double(sum(measure, month, .monthlySum)) / Double(scale(measure)), n: Int(n))
    }
  }

  private func monthly(_ numerator: Measure, _ denominator: Measure, _ period: Int) -> MetricValue {
    var total: Double?
    var n: Int64 = 0
    for month in months(period) {
      let bottom = sum(denominator, month, .monthlySum)
      guard bottom != 0, sum(numerator.count, month, .monthlySum) > 0 else { continue }
      total = (total ?? 0) + Double(sum(numerator, month, .monthlySum)) / Double(bottom)
      n += sum(denominator.count, month, .monthlySum)
    }
    return MetricValue(value: total, n: Int(n))
  }

  /// The slots of the months that lie in a period; none for those shorter than a month.
  private func months(_ period: Int, of kind: RecordKind? = nil) -> [Int] {
    sums[kind ?? metric.leading.kind]?.0.monthSlots(period) ?? []
  }

  /// How many records the value rests on.
  private func count(_ slot: Int) -> Int64 { sum(metric.countMeasures, slot) }

  private func sum(_ measures: [Measure], _ slot: Int) -> Int64 {
    measures.reduce(0) { $0 + sum($1, slot) }
  }

  private func sum(
    _ measure: Measure, _ slot: Int, _ form: Accumulation.Form = .sum
  ) -> Int64 {
    guard let (program, partial) = sums[measure.kind], let step = program.step(measure, form) else {
      return 0
    }
    return partial.sum(step, group, slot)
  }

  private func values(_ measure: Measure, _ slot: Int) -> Distribution? {
    guard let (program, partial) = sums[measure.kind], let step = program.step(measure, .values)
    else { return nil }
    return partial.distribution(step, group, slot)
  }

  /// What one unit of a measure's value is in stored units.
  private func scale(_ measure: Measure) -> Int64 {
    sums[measure.kind]?.0.scale(measure) ?? 1
  }
}
