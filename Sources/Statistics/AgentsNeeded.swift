/// What a queue is to reach.
public struct QueueGoal: Sendable, Hashable {
  /// The share that is to be answered…
  public var share: Double
  /// …within so many seconds.
  public var within: Double
  /// No agent is to be busy for a greater share of the time.
  public var occupancy: Double

  public init(share: Double, within: Double, occupancy: Double) {
    self.share = share
    self.within = within
    self.occupancy = occupancy
  }
}

extension QueueGoal {
  /// The fewest agents with whom a queue reaches the goal; 0 where nobody comes.
  ///
  /// - Parameter patience: seconds that customers wait on average before they give up; nil where they
  ///   wait for ever.
  public func agents(_ load: ErlangLoad, patience: Double?) -> Int {
    guard load.traffic > 0 else { return 0 }
    func isEnough(_ agents: Int) -> Bool {
      if let patience {
        return isMet(
          ErlangA.outcome(load, patience: patience, agents: agents, within: within))
      }
      return ErlangC.outcome(load, agents: agents, within: within).map(isMet) ?? false
    }
    // More agents always do better.
    var (few, many) = (0, max(1, Int(load.traffic.rounded(.up))))
    while !isEnough(many) { (few, many) = (many, many * 2) }
    while many - few > 1 {
      let middle = (few + many) / 2
      if isEnough(middle) { many = middle } else { few = middle }
    }
    return many
  }

  private func isMet(_ outcome: QueueOutcome) -> Bool {
    outcome.servedInTime.decidable >= share && outcome.occupancy.decidable <= occupancy
  }
}
