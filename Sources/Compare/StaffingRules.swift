/// How need of agents is computed, as a pipeline file says.
public struct StaffingRules: Sendable, Hashable {
  /// The share of paid time in which an agent is not there for customers.
  public var shrinkage: Double
  /// No agent is to be busy for a greater share of the time there.
  public var occupancy: Double
  /// The share of contacts that is to be answered…
  public var share: Double
  /// …within so many seconds.
  public var within: Double
  /// Paid time of a full-time agent in a week, in seconds.
  public var week: Double
  /// How many contacts an agent has at once, by channel; one where none is named.
  public var atOnce: [String: Int]

  public init(
    shrinkage: Double, occupancy: Double = 0.85, share: Double = 0.8, within: Double = 20,
    week: Double = 40 * 3600, atOnce: [String: Int] = [:]
  ) {
    self.shrinkage = shrinkage
    self.occupancy = occupancy
    self.share = share
    self.within = within
    self.week = week
    self.atOnce = atOnce
  }
}
