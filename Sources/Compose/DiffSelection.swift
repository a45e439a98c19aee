public import Aggregate
public import Compare

/// What of a comparison is shown. It changes no judgement: those are made over all of it.
public struct DiffSelection: Sendable {
  /// In which order rows stand.
  public enum Order: String, Sendable, CaseIterable {
    /// As in the metric table, by dimension.
    case table
    /// The surest and greatest first.
    case impact
  }

  /// The metrics asked for; empty for all.
  public var metrics: [String] = []
  /// The members that a group must have; empty for all groups.
  public var members: [String: String] = [:]
  /// The dimensions asked for; empty for all.
  public var dimensions: [String] = []
  public var showsGroups = true
  public var order = Order.table
  /// How many rows are shown of each table; nil for all.
  public var most: Int?
  /// Whether rows without a detectable change stand in the text form.
  public var showsAll = false

  public init() {}

  public func shows(_ metric: Metric, _ group: Group) -> Bool {
    if !metrics.isEmpty && !metrics.contains(metric.id) { return false }
    if !showsGroups && group != .whole { return false }
    if !dimensions.isEmpty && !group.dimensions.allSatisfy(dimensions.contains) { return false }
    return members.allSatisfy { group.members[$0] == $1 }
  }

  /// The rows that are shown, in their order.
  public func rows(_ rows: [Comparison.Row]) -> [Comparison.Row] {
    let shown = rows.filter { shows($0.metric, $0.group) }
    if order == .table { return shown }
    return shown.enumerated().sorted { a, b in
      let (x, y) = (a.element.judgement.impact, b.element.judgement.impact)
      return x == y ? a.offset < b.offset : x > y
    }.map(\.element)
  }
}
