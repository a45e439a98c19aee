public import Aggregate
public import Civil
public import Records

/// Which sources had records in which periods, and of which members: where one fed a period and not the
/// other, what they count is not the same.
public struct Feeds: Sendable {
  public struct Source: Sendable, Hashable {
    public let name: String
    public let kind: RecordKind
    /// In which it has records.
    public let periods: Set<Period>
    /// By dimension the members that its records have; a dimension that they lack is not among them.
    public let members: [String: Set<String>]

    public init(
      name: String, kind: RecordKind, periods: Set<Period>, members: [String: Set<String>]
    ) {
      self.name = name
      self.kind = kind
      self.periods = periods
      self.members = members
    }

    /// Whether records of it may be in a group.
    func mayFeed(_ group: Group) -> Bool {
      group.members.allSatisfy { dimension, member in
        member == Group.other || members[dimension]?.contains(member) ?? true
      }
    }
  }

  /// A source with fewer records in the periods that it feeds may have none in another by chance.
  public static let fewestRecords = 10

  public let sources: [Source]

  public init(_ sources: [Source]) { self.sources = sources }

  /// With what others say of an earlier period.
  public func holding(of period: Period, as others: Feeds) -> Feeds {
    var rest = others.sources.filter { $0.periods.contains(period) }
    let own = sources.map { source -> Source in
      let same = rest.firstIndex { $0.name == source.name && $0.kind == source.kind }
      let fed = same != nil
      let members = same.map { rest.remove(at: $0).members } ?? [:]
      return Source(
        name: source.name, kind: source.kind,
        periods: fed
          ? source.periods.union([period]) : source.periods.subtracting([period]),
        members: source.members.merging(members) { $0.union($1) })
    }
    return Feeds(
      own
        + rest.map {
          Source(name: $0.name, kind: $0.kind, periods: [period], members: $0.members)
        })
  }

  /// Whether a source that may have fed a figure did so in one of two periods alone.
  public func differ(_ metric: Metric, _ group: Group, _ from: Period, _ to: Period) -> Bool {
    // What is linked is made of tickets; a log of events tells more of them, and brings none.
    let kinds = Set(metric.kinds.map { $0.isDerived ? .ticket : $0 })
    return sources.contains { source in
      kinds.contains(source.kind)
        && source.periods.contains(from) != source.periods.contains(to) && source.mayFeed(group)
    }
  }
}
