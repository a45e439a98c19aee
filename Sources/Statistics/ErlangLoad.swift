/// What a queue asks of its agents for a while: how many come, and how long each takes.
public struct ErlangLoad: Sendable, Hashable {
  /// Contacts a second.
  public let arrivals: Double
  /// Seconds of an agent's time that one takes.
  public let handleTime: Double

  public init(arrivals: Double, handleTime: Double) {
    self.arrivals = arrivals
    self.handleTime = handleTime
  }

  /// In erlangs: how many agents are busy on average, if everybody is served.
  public var traffic: Double { arrivals * handleTime }
}

/// How a queue fares with so many agents.
public struct QueueOutcome: Sendable, Hashable {
  /// The share that waits at all.
  public let waiting: Double
  /// The share that is answered within the time asked for, of all who come.
  public let servedInTime: Double
  /// The share that gives up.
  public let abandoned: Double
  /// Seconds that one waits on average, whether served or not.
  public let meanWait: Double
  /// The share of their time for which agents are busy.
  public let occupancy: Double
}
