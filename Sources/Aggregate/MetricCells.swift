import Columnar
import Statistics

/// The sums of one group and period from which a metric's value and its statistics are computed.
public struct MetricCells {
  let reader: MetricReader
  /// One a part; without any where a part does not keep each value.
  let values: [CellValues]
  /// The group's number.
  let group: Int
  let period: Int
  let slot: Int
  /// Of what the metric counts by day.
  let dispersion: Dispersion

  var metric: Metric { reader.metric }
  /// Whether the metric is of records that are counted by day.
  var isDaily: Bool { reader.daily != nil }

  /// The sum of the parts in a role.
  ///
  /// - Parameter before: whether as it stood at the end of the period before.
  func sum(_ role: MetricPart.Role, before: Bool = false) -> Int64 {
    var sum: Int64 = 0
    for (place, own) in reader.roles.enumerated() where own == role {
      sum += self.sum(reader.partSources[place], before ? slot - 1 : slot)
    }
    return sum
  }

  /// How many records the value rests on.
  var count: Int64 { sum(reader.counts, slot) }

  /// Whether any record of the numerator is known, where that comes from other exports.
  var hasNumerator: Bool { reader.numeratorCount.map { sum($0, slot) > 0 } ?? true }

  /// A sum that the statistics need beside the parts.
  func sampled(_ place: Int) -> Int64 { sum(reader.sampled[place], slot) }

  /// The sums of powers or products; nil where they are not known.
  var moments: Moments? {
    guard let source = reader.sampled[0] else { return nil }
    let moments = reader.sums[source.program].moments(source.place, group, slot)
    return moments.isKnown ? moments : nil
  }

  /// What one unit of the value of a role is in stored units.
  func scale(_ role: MetricPart.Role) -> Int64 {
    for (place, own) in reader.roles.enumerated() where own == role {
      return reader.partSources[place]?.scale ?? 1
    }
    return 1
  }

  // MARK: Months

  /// The slots of the months that lie in the period; none for those shorter than a month.
  var months: [Int] { reader.months[period] }

  func sum(_ role: MetricPart.Role, month: Int) -> Int64 {
    for (place, own) in reader.roles.enumerated() where own == role {
      return sum(reader.partSources[place], month)
    }
    return 0
  }

  /// How many records the parts of a role rest on in a month.
  func records(_ role: MetricPart.Role, month: Int) -> Int64 {
    for (place, own) in reader.roles.enumerated() where own == role {
      return sum(reader.monthCounts[place], month)
    }
    return 0
  }

  // MARK: The value

  var value: MetricValue {
    var value = plain
    if value.value != nil {
      if sum(reader.counters, slot) > 0 { value.flags.append(.fromCounters) }
      if sum(reader.closes, slot) > 0 { value.flags.append(.fromClosed) }
      if sum(reader.inDays, slot) > 0 { value.flags.append(.days) }
    }
    value.coverage = coverage
    return value
  }

  /// The share of the population that had the fields asked for; nil where none is asked for, or
  /// there is no population.
  private var coverage: Double? {
    guard let (population, known) = reader.coverage else { return nil }
    let all = sum(population, slot)
    return all == 0 ? nil : Double(sum(known, slot)) / Double(all)
  }

  private var plain: MetricValue {
    // A budget line is of a month: of less nothing is known.
    if reader.costMonths?[period].isEmpty ?? false { return .unknown }
    if let evidence = reader.evidence, sum(evidence.known, slot) == 0,
      sum(evidence.unknown, slot) > 0
    {
      return .unknown
    }
    return metric.formula.value(self)
  }

  private func sum(_ sources: [MetricReader.Source?], _ slot: Int) -> Int64 {
    sources.reduce(0) { $0 + sum($1, slot) }
  }

  private func sum(_ source: MetricReader.Source?, _ slot: Int) -> Int64 {
    guard let source else { return 0 }
    return reader.sums[source.program].sum(source.place, group, slot)
  }
}
