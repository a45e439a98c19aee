/// What came to a team by one channel in the period reported on, and the time that it took: what need of
/// agents is computed from.
public struct QueueLoad: Sendable, Hashable {
  public enum Kind: Int, Sendable, Hashable, CaseIterable {
    /// Calls and chats, which wait for an agent.
    case contacts
    /// Tickets, which are worked on when there is time.
    case tickets
    /// Agents' scheduled time; of no channel.
    case shifts
  }

  public let kind: Kind
  public var team: String
  public let channel: String
  /// How many records the time is of.
  public let records: Int
  public let workSeconds: Int64
  /// Of contacts whose wait is known: what they waited together, and how many gave up.
  public let waitSeconds: Int64
  public let abandoned: Int
  /// Of the period's first day; Monday is 0.
  public let firstWeekday: Int
  /// How many days are counted.
  public let days: Int
  /// How many came, by day and half-hour: 48 a day. Of tickets and shifts none.
  public let arrivals: [Int]

  public init(
    _ kind: Kind, team: String, channel: String, records: Int, workSeconds: Int64,
    waitSeconds: Int64 = 0, abandoned: Int = 0, firstWeekday: Int, days: Int,
    arrivals: [Int] = []
  ) {
    self.kind = kind
    self.team = team
    self.channel = channel
    self.records = records
    self.workSeconds = workSeconds
    self.waitSeconds = waitSeconds
    self.abandoned = abandoned
    self.firstWeekday = firstWeekday
    self.days = days
    self.arrivals = arrivals
  }

  public static let halfHours = 48
}
