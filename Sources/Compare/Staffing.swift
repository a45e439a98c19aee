public import Aggregate
public import Civil
public import Privacy
import Statistics

/// The agents that a period's contacts and tickets ask for, beside those who were there.
public struct Staffing: Sendable {
  /// A team, or all of them.
  public struct Team: Sendable {
    /// The whole, or a group of one team.
    public let group: Group
    /// Full-time agents needed over all channels; nil where no load is known.
    public let needed: (value: Double, low: Double, high: Double)?
    public let scheduled: Double?
    /// As the metric of that name has it.
    public let headcount: Double?
  }

  public let period: Period
  /// By team and channel; none that the audience may not see.
  public let queues: [StaffingNeed]
  /// The whole, then by team.
  public let teams: [Team]

  /// What is computed of each load, which workers may share out.
  public struct Job: Sendable {
    let load: QueueLoad
    let rules: StaffingRules

    public var made: StaffingNeed? { StaffingNeed(load, rules) }
  }

  /// Tickets of the channels by which contacts come are worked on as these.
  public static func jobs(_ snapshot: ShownSnapshot, _ rules: StaffingRules) -> [Job] {
    let lines = Set(snapshot.queues.filter { $0.kind == .contacts }.map(\.channel))
    return snapshot.queues.filter { load in
      load.kind == .contacts || load.kind == .tickets && !lines.contains(load.channel)
    }.map { Job(load: $0, rules: rules) }
  }

  /// - Parameter made: of the jobs, in their order.
  /// - Returns: nil where nothing is known of any load.
  public init?(_ made: [StaffingNeed?], _ snapshot: ShownSnapshot, _ rules: StaffingRules) {
    queues = made.compactMap { $0 }
    guard let period = snapshot.periods.last, !queues.isEmpty else { return nil }
    self.period = period
    let shifts = snapshot.queues.filter { $0.kind == .shifts }
    let names = Set(queues.map(\.team) + shifts.map(\.team)).sorted()
    let groups = [Group.whole] + (names == [Group.none] ? [] : names.map { Group(["team": $0]) })
    let queues = queues
    teams = groups.map { group in
      let team = group.members["team"]
      let own = queues.filter { team == nil || $0.team == team }
      let scheduled = shifts.filter { team == nil || $0.team == team }
      return Team(
        group: group, needed: Self.sum(own), scheduled: Self.fullTime(scheduled, rules),
        headcount: snapshot.series("headcount", group)?.last?.value)
    }
  }

  /// Queues vary on their own: their distances add up as squares.
  private static func sum(_ needs: [StaffingNeed]) -> (value: Double, low: Double, high: Double)? {
    guard !needs.isEmpty else { return nil }
    let value = needs.reduce(0) { $0 + $1.value }
    func reach(_ distance: (StaffingNeed) -> Double) -> Double {
      needs.reduce(0) { $0 + distance($1) * distance($1) }.squareRoot()
    }
    return (
      value.tenths, (value - reach { $0.value - $0.low }).tenths,
      (value + reach { $0.high - $0.value }).tenths
    )
  }

  private static func fullTime(_ shifts: [QueueLoad], _ rules: StaffingRules) -> Double? {
    guard let days = shifts.first?.days, days > 0 else { return nil }
    let seconds = shifts.reduce(0) { $0 + Double($1.workSeconds) }
    return (seconds / (Double(days) / 7) / rules.week).tenths
  }
}
