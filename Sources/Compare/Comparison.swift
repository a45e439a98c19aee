public import Aggregate
public import Civil
public import Privacy

/// Two periods of a snapshot, side by side: each metric, for the whole and for each group.
public struct Comparison: Sendable {
  /// One line: a metric for a group.
  public struct Row: Sendable {
    public let group: Group
    public let judgement: Judgement
    /// The value of all days so far of the period that is not over, where those are more than are
    /// compared.
    public let soFar: MetricValue?

    public var metric: Metric { judgement.metric }
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
    /// Whether the members' weights have a part in it; else each adds its own change.
    public let isByWeight: Bool
    public let members: [Member]
    /// In which the parts of the change are shown.
    public let unit: Metric.Unit
    /// Whether each member that moved at all moved to the other side than the whole: only the weights
    /// moved it. (E. H. Simpson, Journal of the Royal Statistical Society B 13 (1951), 238–241.)
    public let isReversal: Bool
  }

  /// The values of two periods, of whatever they come from.
  public struct Figures {
    /// In the order in which they are compared.
    let metrics: [Metric]
    let groups: [Group]
    /// See `CompleteCourses`.
    let courses: [String: [Group: Double]]
    private let old: (String, Group) -> MetricValue?
    private let new: (String, Group) -> MetricValue?
    /// Why the two values of a metric and a group say nothing of each other; nil where they may.
    let bar: (String, Group) -> Verdict.Reason?

    public init(
      metrics: [Metric], groups: [Group], courses: [String: [Group: Double]] = [:],
      old: @escaping (String, Group) -> MetricValue?,
      new: @escaping (String, Group) -> MetricValue?,
      bar: @escaping (String, Group) -> Verdict.Reason? = { _, _ in nil }
    ) {
      self.bar = bar
      self.metrics = metrics
      self.groups = groups
      self.courses = courses
      self.old = old
      self.new = new
    }

    /// Two periods that a snapshot holds.
    public init(
      _ snapshot: ShownSnapshot, from: Period, to: Period, feeds: Feeds = Feeds([])
    ) {
      let isCourse = snapshot.periods.suffix(2) == [from, to]
      self.init(
        metrics: snapshot.metrics, groups: snapshot.groups,
        courses: isCourse ? CompleteCourses.p(snapshot) : [:],
        old: { snapshot.value($0, from, $1) }, new: { snapshot.value($0, to, $1) },
        bar: { id, group in
          snapshot[id].flatMap { feeds.differ($0, group, from, to) ? .source : nil }
        })
    }

    func change(_ metric: Metric, _ group: Group) -> Change? {
      guard let old = old(metric.id, group), let new = new(metric.id, group) else { return nil }
      return Change(from: old, to: new)
    }
  }

  public let from: Period
  public let to: Period
  /// How many first days of each are compared, where one of them is not over yet.
  public let days: Int?
  public let soFar: SoFar?
  /// In the order of the metric table; within a metric the whole first, then by group.
  public let rows: [Row]

  /// - Parameters:
  ///   - figures: the two sides of it.
  ///   - isPlanned: whether a group is of the pipeline's own plan. All of those are judged together; what
  ///     is asked for besides is judged among them, and changes nothing of what is said of them.
  public init(
    _ figures: Figures, from: Period, to: Period, days: Int? = nil, soFar: SoFar? = nil,
    worth: Worth = Worth(), isPlanned: (Group) -> Bool = { _ in true },
    printsAlike: (Judgements.Pair) -> Bool = { _ in false }
  ) {
    self.from = from
    self.to = to
    self.days = days
    self.soFar = soFar
    let spans = Spans(from: from, to: to, days: days)
    let pairs = figures.metrics.flatMap { metric in
      let whole = figures.change(metric, .whole)
      return figures.groups.compactMap { group -> (group: Group, pair: Judgements.Pair)? in
        guard let change = figures.change(metric, group) else { return nil }
        // A group that neither period knows says nothing; the whole always does.
        if group != .whole && change.old.publishedN == 0 && change.new.publishedN == 0 {
          return nil
        }
        let course = figures.courses[metric.id]?[group]
        let bar = figures.bar(metric.id, group)
        return (
          group, .init(metric, change, course: course, over: spans, whole: whole, bar: bar)
        )
      }
    }
    let isOwn = pairs.map { isPlanned($0.group) }
    let planned = zip(pairs, isOwn).filter(\.1).map(\.0.pair)
    var own = Judgements.of(planned, worth: worth, printsAlike: printsAlike)[...]
    let all =
      planned.count == pairs.count
      ? [] : Judgements.of(pairs.map(\.pair), worth: worth, printsAlike: printsAlike)
    rows = pairs.indices.map { index in
      let (group, metric) = (pairs[index].group, pairs[index].pair.metric)
      return Row(
        group: group, judgement: isOwn[index] ? own.removeFirst() : all[index],
        soFar: soFar.map { $0.snapshot.value(metric.id, $0.period, group) ?? .unknown })
    }
  }

  /// For each metric and dimension the split of its change, where the members make up the whole and none of
  /// them is suppressed: shares, means and ratios by rate and mix, counts and standings by contribution.
  public var splits: [Split] {
    let byMetric = Dictionary(grouping: rows, by: \.metric.id)
    let dimensions = rows.map(\.group.dimensions).filter { $0.count == 1 }.map { $0[0] }
      .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return rows.filter { $0.group == .whole }.flatMap { whole -> [Split] in
      guard let change = whole.change.absolute, change != 0 else { return [] }
      let isByWeight = whole.metric.formula.splitsIntoRateAndMix
      return dimensions.compactMap { dimension in
        let members = (byMetric[whole.metric.id] ?? []).filter {
          $0.group.dimensions == [dimension]
        }
        guard
          !members.contains(where: { $0.change.old.isSuppressed || $0.change.new.isSuppressed }),
          let cause = isByWeight
            ? Self.rateAndMix(members) : Self.contributions(members, whole),
          // Medians do not add up from their members; shares, means and counts do, exactly.
          abs(cause.rate + cause.mix - change) <= 1e-9 * max(1, abs(change))
        else { return nil }
        return Split(
          metric: whole.metric, dimension: dimension, cause: cause, isByWeight: isByWeight,
          members: zip(members, cause.parts).map {
            .init(name: $0.group.members[dimension] ?? "", part: $1)
          },
          unit: whole.change.unit(whole.metric.unit),
          isReversal: isByWeight && Self.isReversal(members, change))
      }
    }
  }

  private static func rateAndMix(_ members: [Row]) -> RateAndMix? {
    RateAndMix(
      members.map {
        .init(
          oldValue: $0.change.old.value ?? 0, oldCount: $0.change.old.n,
          newValue: $0.change.new.value ?? 0, newCount: $0.change.new.n)
      })
  }

  /// What each member adds, where the members add up to the whole in both periods.
  private static func contributions(_ members: [Row], _ whole: Row) -> RateAndMix? {
    func sum(_ value: (Change) -> Double?) -> Double {
      members.reduce(0) { $0 + (value($1.change) ?? 0) }
    }
    guard members.count > 1, sum(\.old.value) == whole.change.old.value,
      sum(\.new.value) == whole.change.new.value
    else { return nil }
    return RateAndMix(
      changes: members.map { ($0.change.new.value ?? 0) - ($0.change.old.value ?? 0) })
  }

  private static func isReversal(_ members: [Row], _ change: Double) -> Bool {
    let moves = members.compactMap(\.change.absolute).filter { $0 != 0 }
    return moves.count > 1 && moves.allSatisfy { $0 * change < 0 }
  }
}
