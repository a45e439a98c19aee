public import Aggregate
public import Civil

/// A departure of a metric from its own course that is more than chance, in the group that it comes from.
public struct Signal: Sendable, Hashable {
  public enum Kind: String, Sendable {
    /// The reported period departs.
    case change
    /// A target is newly missed, or met, beyond what chance may do.
    case target
    /// An earlier one departed, and all since stay there.
    case continues
  }

  public enum Direction: String, Sendable {
    case concerning, improving, neutral
  }

  /// Another metric that departed at about the same time, in the same group or one that it lies in.
  public struct Companion: Sendable, Hashable {
    public let metric: Metric
    public let group: Group
    public let from: Period
    public let to: Period
    /// Whether a director looks at the metric first.
    public let isKey: Bool
  }

  public let metric: Metric
  public let group: Group
  public let kind: Kind
  public let direction: Direction
  /// How often chance alone would make such a departure, and the share of false ones among all that are as
  /// sure; of one that continues, as it was found.
  public let p: Double
  public let q: Double
  /// The first period of the present run on one side of the course's mean.
  public let since: Period
  /// The period that the change is told from: the last one before.
  public let from: Period
  public let to: Period
  public let change: Change
  /// The change in units that a director weighs: 1 is ten points of a share, or half as much again.
  public let size: Double
  /// Whether a director looks at the metric first.
  public let isKey: Bool
  /// The part of the change of the whole that the group makes, where it is more than half.
  public let carries: Double?
  public internal(set) var companions: [Companion] = []
  public internal(set) var milestones: [Milestone] = []

  /// How much a reader should look at it: certainty times size, twice as much for what a director looks at
  /// first.
  var weight: Double { Impact.certainty(p) * size * (isKey ? 2 : 1) }
}
