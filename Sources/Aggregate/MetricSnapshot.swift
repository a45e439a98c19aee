public import Civil
public import Statistics

/// One group of records: some dimensions and a member of each; none for the whole.
public struct Group: Sendable, Hashable, Comparable {
  public let members: [String: String]
  /// By name.
  public let dimensions: [String]
  /// The members in the order of the dimensions.
  private let names: [String]
  /// A group is looked up far more often than it is made.
  private let hash: Int

  public init(_ members: [String: String] = [:]) {
    self.members = members
    let dimensions = members.keys.sorted()
    self.dimensions = dimensions
    names = dimensions.map { members[$0] ?? "" }
    hash = members.hashValue
  }

  public static let whole = Group()

  public static func == (a: Group, b: Group) -> Bool {
    a.hash == b.hash && a.dimensions == b.dimensions && a.names == b.names
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(hash) }

  /// Fewer dimensions first, then by dimension names, then by members.
  public static func < (a: Group, b: Group) -> Bool {
    if a.dimensions.count != b.dimensions.count {
      return a.dimensions.count < b.dimensions.count
    }
    if a.dimensions != b.dimensions {
      return a.dimensions.lexicographicallyPrecedes(b.dimensions)
    }
    return a.names.lexicographicallyPrecedes(b.names)
  }
}

/// The value of a metric for one period and group.
public struct MetricValue: Sendable, Hashable {
  /// What a reader must know about a value.
  public enum Flag: String, Sendable, CaseIterable {
    /// Within 0.4 %: there were too many distinct values to keep each.
    case approximate
    /// Tickets are in it that ended when they were closed: no solve of theirs is known.
    case fromClosed = "from_closed"
    /// A duration of days, since some instants are known to the day only.
    case days
    /// Counters of an export tell it, for want of events.
    case fromCounters = "from_counters"
    /// Rests on few records.
    case indicative
    /// The period had not ended when the data was cut off.
    case partial
    /// May still change: a look-ahead window has not closed.
    case provisional
    /// Rests on too few records to be shown, or would give such a value away; neither value nor n
    /// is published.
    case suppressed

    /// As a reader sees it.
    public var words: String {
      switch self {
      case .fromClosed: "from closed"
      case .fromCounters: "from counters"
      case .days: "in days"
      default: rawValue
      }
    }
  }

  /// nil where it is not known. Shares are parts of one.
  public var value: Double?
  /// How many records it rests on: a ratio's denominator, a quantile's values; 0 where the value
  /// is suppressed. See `publishedN`.
  public var n: Int
  /// In the order of `Flag.allCases`.
  public var flags: [Flag]
  /// The share of the population that had the fields that the metric asks for; nil where it asks for
  /// none, or nobody was there.
  public var coverage: Double?
  /// The statistics that the value comes from; nil where there is no value, or they are not known.
  public var estimate: Estimate?

  public init(
    value: Double?, n: Int, flags: [Flag] = [], coverage: Double? = nil, estimate: Estimate? = nil
  ) {
    self.value = value
    self.n = n
    self.flags = flags
    self.coverage = coverage
    self.estimate = estimate
  }

  public static let unknown = MetricValue(value: nil, n: 0)

  /// The unit in which a value of a metric is shown.
  public func unit(of metric: Metric) -> Metric.Unit { unit(metric.unit) }

  public func unit(_ unit: Metric.Unit) -> Metric.Unit {
    unit == .seconds && flags.contains(.days) ? .days : unit
  }

  public var isSuppressed: Bool { flags.contains(.suppressed) }

  /// The n as it may be published; nil where it may not.
  public var publishedN: Int? { isSuppressed ? nil : n }
}

/// All values of a run: for each metric, period and group.
public struct MetricSnapshot: Sendable {
  /// In the order of the table.
  public let metrics: [Metric]
  /// Oldest first; the last is the one reported on.
  public let periods: [Period]
  /// For each period the instants that it is counted over: fewer than the period's own where the
  /// data ends within, or where like parts are compared.
  public let spans: [Range<Int64>]
  /// The whole first, then by dimensions and members.
  public let groups: [Group]
  /// By metric, then group, then period; nil where the metric cannot be split so.
  private let values: [[[MetricValue]?]]
  /// Of the metrics that are forecast, by id: for each group the days; nil where they are not known, or
  /// not to be seen.
  public let courses: [String: [DayCourse?]]
  /// What came to each queue in the last period, by kind of load, team and channel.
  public private(set) var queues: [QueueLoad]
  private let metricIndex: [String: Int]
  private let groupIndex: [Group: Int]

  /// - Parameters:
  ///   - spans: nil for the periods' own, in UTC.
  ///   - values: `values[metric][group]` has one value a period, or is nil where the metric's
  ///     records lack a dimension of the group.
  public init(
    metrics: [Metric], periods: [Period], spans: [Range<Int64>]? = nil, groups: [Group],
    values: [[[MetricValue]?]], courses: [String: [DayCourse?]] = [:],
    queues: [QueueLoad] = []
  ) {
    self.courses = courses
    self.queues = queues
    self.metrics = metrics
    self.periods = periods
    self.spans = spans ?? periods.map { Int64($0.first.day) * 86_400..<Int64($0.end.day) * 86_400 }
    self.groups = groups
    self.values = values
    metricIndex = Dictionary(uniqueKeysWithValues: metrics.enumerated().map { ($1.id, $0) })
    groupIndex = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1, $0) })
  }

  public subscript(id: String) -> Metric? { metricIndex[id].map { metrics[$0] } }

  /// The same values with other loads.
  public func with(queues: [QueueLoad]) -> MetricSnapshot {
    var snapshot = self
    snapshot.queues = queues
    return snapshot
  }

  /// The days of a metric for a group; nil where it is not forecast, or they may not be seen.
  public func course(_ id: String, _ group: Group = .whole) -> DayCourse? {
    guard let course = courses[id], let index = groupIndex[group] else { return nil }
    return course[index]
  }

  /// The values of a metric for a group, one a period, oldest first; nil where the snapshot has
  /// none such.
  public func series(_ id: String, _ group: Group = .whole) -> [MetricValue]? {
    guard let metric = metricIndex[id], let index = groupIndex[group] else { return nil }
    return values[metric][index]
  }

  /// The value of a metric for a group and period; nil where the snapshot has none such.
  public func value(_ id: String, _ period: Period, _ group: Group = .whole) -> MetricValue? {
    guard let index = periods.firstIndex(of: period) else { return nil }
    return series(id, group)?[index]
  }

  /// Whether any value bears a flag.
  public func contains(_ flag: MetricValue.Flag) -> Bool {
    values.contains { $0.contains { $0?.contains { $0.flags.contains(flag) } ?? false } }
  }

  /// The members of one dimension, in the order of their names.
  public func members(of dimension: String) -> [String] {
    groups.compactMap { $0.members.count == 1 ? $0.members[dimension] : nil }
  }
}
