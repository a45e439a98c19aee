public import Aggregate
public import Civil

/// Something that a pipeline file says happened on a day, and may have moved figures.
public struct Milestone: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    case release, outage, policy
    /// Something that was done to move figures: its effect is measured.
    case initiative
  }

  public let date: CivilDate
  public let label: String
  public let kind: Kind
  /// The dimensions that it is confined to, with the members of each; empty where it concerns all.
  public let members: [String: [String]]
  /// The ids of the metrics that it concerns; empty for all.
  public let metrics: [String]
  /// Whether the ordinary variation of these figures begins anew with it.
  public let rebases: Bool

  public init(
    date: CivilDate, label: String, kind: Kind, members: [String: [String]] = [:],
    metrics: [String] = [], rebases: Bool = false
  ) {
    self.date = date
    self.label = label
    self.kind = kind
    self.members = members
    self.metrics = metrics
    self.rebases = rebases
  }

  public func concerns(_ metric: String) -> Bool { metrics.isEmpty || metrics.contains(metric) }

  /// Whether a group may have records that it concerns, as far as the group's own members say; see
  /// `Milestones` for what other dimensions say of it. It always concerns the whole.
  public func concerns(_ metric: String, _ group: Group) -> Bool {
    concerns(metric)
      && members.allSatisfy { dimension, names in
        group.members[dimension].map(names.contains) ?? true
      }
  }

  /// The first of some consecutive periods of which at least half lies after it; nil where none does.
  public func firstPeriod(of periods: [Period]) -> Int? {
    periods.firstIndex { 2 * (date.day - $0.first.day) <= $0.dayCount }
  }
}
