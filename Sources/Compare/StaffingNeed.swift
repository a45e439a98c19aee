import Aggregate
import Statistics

/// The agents that one queue asks for.
public struct StaffingNeed: Sendable, Hashable {
  public enum Model: String, Sendable {
    /// Customers wait until they are served.
    case erlangC = "erlang_c"
    /// They give up after a while.
    case erlangA = "erlang_a"
    /// Nobody waits on the line: time is what counts.
    case workload
  }

  /// The half-hour of the week in which most agents are needed.
  public struct Peak: Sendable, Hashable {
    public let agents: Int
    /// Monday is 0.
    public let weekday: Int
    /// 0…47.
    public let halfHour: Int
  }

  public let team: String
  public let channel: String
  public let model: Model
  /// Full-time agents, to a tenth.
  public let value: Double
  /// At 95 %.
  public let low, high: Double
  /// By half-hour of the week, Monday's first: how many agents must be there. Of a workload none.
  public let halfHours: [Int]

  /// The first of the busiest half-hours of some queues together; nil where nobody waits on a line.
  public static func peak(of needs: [StaffingNeed]) -> Peak? {
    var sums = [Int](repeating: 0, count: 7 * QueueLoad.halfHours)
    for need in needs {
      for (place, agents) in need.halfHours.enumerated() { sums[place] += agents }
    }
    guard let agents = sums.max(), agents > 0, let place = sums.firstIndex(of: agents) else {
      return nil
    }
    return Peak(
      agents: agents, weekday: place / QueueLoad.halfHours,
      halfHour: place % QueueLoad.halfHours)
  }
}

extension StaffingNeed {
  /// Of fewer customers who gave up no patience is told.
  private static let fewestGivenUp = 10

  /// - Returns: nil where it is not known how long the work takes.
  init?(_ load: QueueLoad, _ rules: StaffingRules) {
    guard load.records > 0, load.workSeconds > 0, load.days > 0 else { return nil }
    let handleTime = Double(load.workSeconds) / Double(load.records)
    team = load.team
    channel = load.channel
    let counted = load.arrivals.isEmpty ? load.records : load.arrivals.reduce(0, +)
    let bounds =
      Count(counted, dispersion: Self.dispersion(load)).interval(missing: 0.05)
      ?? Bounds(low: 0, high: nil)
    let (low, high) = ((bounds.low ?? 0) / Double(counted), (bounds.high ?? 0) / Double(counted))
    guard load.kind == .contacts else {
      model = .workload
      halfHours = []
      let weeks = Double(load.days) / 7
      let need =
        Double(load.workSeconds) / weeks / rules.occupancy / (1 - rules.shrinkage) / rules.week
      (value, self.low, self.high) = (need.tenths, (need * low).tenths, (need * high).tenths)
      return
    }
    let atOnce = rules.atOnce[load.channel] ?? 1
    let patience =
      load.abandoned >= Self.fewestGivenUp && load.waitSeconds > 0
      ? Double(load.waitSeconds) / Double(load.abandoned) : nil
    model = patience == nil ? .erlangC : .erlangA
    let profile = Self.profile(load)
    let goal = QueueGoal(share: rules.share, within: rules.within, occupancy: rules.occupancy)
    /// The agents of each half-hour, where so many times as many come.
    func agents(_ scale: Double) -> [Int] {
      var known: [Double: Int] = [0: 0]
      return profile.map { arrivals in
        if let agents = known[arrivals] { return agents }
        let served = goal.agents(
          ErlangLoad(arrivals: arrivals * scale / 1800, handleTime: handleTime),
          patience: patience)
        let agents = (served + atOnce - 1) / atOnce
        known[arrivals] = agents
        return agents
      }
    }
    func fullTime(_ agents: [Int]) -> Double {
      (Double(agents.reduce(0, +)) * 1800 / (1 - rules.shrinkage) / rules.week).tenths
    }
    halfHours = agents(1)
    (value, self.low, self.high) = (
      fullTime(halfHours), fullTime(agents(low)), fullTime(agents(high))
    )
  }

  /// How many come on average in each half-hour of the week.
  private static func profile(_ load: QueueLoad) -> [Double] {
    var sums = [Int](repeating: 0, count: 7 * QueueLoad.halfHours)
    var days = [Int](repeating: 0, count: 7)
    for day in 0..<load.days {
      let weekday = (load.firstWeekday + day) % 7
      days[weekday] += 1
      for half in 0..<QueueLoad.halfHours {
        sums[weekday * QueueLoad.halfHours + half] +=
          load.arrivals[day * QueueLoad.halfHours + half]
      }
    }
    return sums.enumerated().map { place, sum in
      let count = days[place / QueueLoad.halfHours]
      return count == 0 ? 0 : Double(sum) / Double(count)
    }
  }

  /// How much more days differ than chance alone would make them.
  private static func dispersion(_ load: QueueLoad) -> Dispersion {
    if load.arrivals.isEmpty { return .none }
    return Dispersion(
      counts: (0..<load.days).map { day in
        let first = day * QueueLoad.halfHours
        return (
          (load.firstWeekday + day) % 7,
          load.arrivals[first..<first + QueueLoad.halfHours].reduce(0, +)
        )
      })
  }
}

extension Double {
  /// To a tenth, the same on every machine.
  var tenths: Double { (decidable * 10).rounded() / 10 }
}
