import Foundation

/// A queue whose customers wait until they are served (M/M/n; Erlang 1917).
public enum ErlangC {
  /// - Parameters:
  ///   - agents: at least one.
  ///   - within: seconds in which one should be answered.
  /// - Returns: nil where the queue grows without end.
  public static func outcome(_ load: ErlangLoad, agents: Int, within: Double) -> QueueOutcome? {
    let (traffic, n) = (load.traffic, Double(agents))
    guard agents > 0, traffic < n else { return nil }
    if traffic == 0 {
      return QueueOutcome(waiting: 0, servedInTime: 1, abandoned: 0, meanWait: 0, occupancy: 0)
    }
    // Erlang's loss formula, agent by agent.
    var loss = 1.0
    for place in 1...agents { loss = traffic * loss / (Double(place) + traffic * loss) }
    let waiting = loss / (1 - traffic / n * (1 - loss))
    return QueueOutcome(
      waiting: waiting,
      servedInTime: 1 - waiting * exp(-(n - traffic) * within / load.handleTime),
      abandoned: 0, meanWait: waiting * load.handleTime / (n - traffic), occupancy: traffic / n)
  }
}
