public import Aggregate
public import Civil
public import Privacy

/// Two periods of a snapshot, side by side: each metric, for the whole and for each group.
public struct Comparison: Sendable {
  /// One line: a metric for a group.
  public struct Row: Sendable {
    public let metric: Metric
    public let group: Group
    public let judgement: Judgement
    /// The value of all days so far of the period that is not over, where those are more than are
    /// compared.
    public let soFar: MetricValue?

    public var change: Change { judgement.change }
  }

  /// All days so far of a period that is not over, where those are more than the other one has.
  public struct SoFar: Sendable {
    public let period: Period
    public let days: Int
    let snapshot: ShownSnapshot

    public init(period: Period, days: Int, snapshot: ShownSnapshot) {
      self.period = period
      self.days = days
      self.snapshot = snapshot
    }
  }

  /// Why a metric of the whole moved, seen by the members of one dimension.
  public struct Split: Sendable {
    /// A member of the dimension, and what of the change it makes.
    public struct Member: Sendable {
      public let name: String
      public let part: RateAndMix.Part
    }

    public let metric: Metric
    public let dimension: String
    public let cause: RateAndMix
    public let members: [Member]
    /// In which the parts of the change are shown.
    public let unit: Metric.Unit
  }

  public let from: Period
  public let to: Period
  /// How many first days of each are compared, where one of them is not over yet.
  public let days: Int?
  public let soFar: SoFar?
  /// In the order of the metric table; within a metric the whole first, then by group.
  public let rows: [Row]

  /// Compares two periods that the snapshot holds.
  public init(
    _ snapshot: ShownSnapshot, from: Period, to: Period, days: Int? = nil, soFar: SoFar? = nil
  ) {
    self.from = from
    self.to = to
    self.days = days
    self.soFar = soFar
    let pairs = snapshot.metrics.flatMap { metric in
      snapshot.groups.compactMap { group -> (group: Group, pair: Judgements.Pair)? in
        guard let old = snapshot.value(metric.id, from, group),
          let new = snapshot.value(metric.id, to, group)
        else { return nil }
        let change = Change(from: old, to: new)
        // A group that neither period knows says nothing; the whole always does.
        if group != .whole && old.publishedN == 0 && new.publishedN == 0 { return nil }
        return (group, .init(metric, change))
      }
    }
    rows = zip(pairs, Judgements.of(pairs.map(\.pair))).map { compared, judgement in
      let (metric, group) = (compared.pair.metric, compared.group)
      return Row(
        metric: metric, group: group, judgement: judgement,
        soFar: soFar.map { $0.snapshot.value(metric.id, $0.period, group) ?? .unknown })
    }
  }

  /// For each metric and dimension the split of its change, where the members make up the whole: a
  /// share or a mean, of which no member is suppressed.
  public var splits: [Split] {
    let byMetric = Dictionary(grouping: rows, by: \.metric.id)
    let dimensions = rows.map(\.group.dimensions).filter { $0.count == 1 }.map { $0[0] }
      .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return rows.filter { $0.group == .whole && $0.metric.formula.splitsIntoRateAndMix }.flatMap {
      whole -> [Split] in
      guard let change = whole.change.absolute, change != 0 else { return [] }
      return dimensions.compactMap { dimension in
        let members = (byMetric[whole.metric.id] ?? []).filter {
          $0.group.dimensions == [dimension]
        }
        guard !members.contains(where: { $0.change.old.isSuppressed || $0.change.new.isSuppressed })
        else { return nil }
        let cause = RateAndMix(
          members.map {
            .init(
              oldValue: $0.change.old.value ?? 0, oldCount: $0.change.old.n,
              newValue: $0.change.new.value ?? 0, newCount: $0.change.new.n)
          })
        // Medians and counts do not add up from their members; shares and means do, exactly.
        guard let cause, abs(cause.rate + cause.mix - change) <= 1e-9 * max(1, abs(change)) else {
          return nil
        }
        return Split(
          metric: whole.metric, dimension: dimension, cause: cause,
          members: zip(members, cause.parts).map {
            .init(name: $0.group.members[dimension] ?? "", part: $1)
          },
          unit: whole.change.unit(whole.metric.unit))
      }
    }
  }
}
