public import Civil
import Columnar
public import Records

/// How many weeks new agents take to full performance: 90 % of what agents of some standing solve,
/// four weeks running.
public struct Ramp: Sendable {
  /// Of what agents of standing solve in the middle.
  static let level = (numerator: 9, denominator: 10)
  static let weeksHeld = 4
  /// From so many days on an agent is of standing.
  static let tenuredDays = 180

  /// What is known of a new agent.
  static let fields = [
    Field("started", .instant, "when the agent started"),
    Field("weeks", .integer, "weeks to full performance; missing where it is not reached"),
    Field("team", .text),
  ]

  private struct Agent: Hashable {
    var team: Int64
    var agent: Int64
  }

  private let zone: Zone
  /// Solves by agent and the Monday of the week, as a day number.
  private var solves: [Int64: [Int: Int]] = [:]

  public init(zone: Zone) { self.zone = zone }

  /// Counts the solves of a batch of the kind `solve`.
  public mutating func add(_ solved: RecordBatch) {
    let (instants, agents) = (solved.values("solved"), solved.values("agent"))
    for row in 0..<solved.count where instants[row] != .missing && agents[row] != .missing {
      let monday = Self.monday(zone.date(at: instants[row]))
      solves[agents[row], default: [:]][monday.day, default: 0] += 1
    }
  }

  public mutating func merge(_ other: Ramp) {
    for (agent, weeks) in other.solves {
      solves[agent, default: [:]].merge(weeks, uniquingKeysWith: +)
    }
  }

  private static func monday(_ date: CivilDate) -> CivilDate { date + (1 - date.weekday) }

  /// One row a new agent.
  ///
  /// - Parameter staff: all staff records; those with a tenure count.
  public func batch(_ staff: [RecordBatch]) -> RecordBatch { traced(staff).batch }

  /// The staff record that tells when an agent started.
  public struct Origin: Sendable {
    public let batch: Int
    public let row: Int
  }

  /// The same, and for each row the staff record behind it.
  public func traced(_ staff: [RecordBatch]) -> (batch: RecordBatch, origins: [Origin]) {
    var batch = RecordBatch(schema: Schema(kind: .ramp, fields: Self.fields))
    var origins: [Origin] = []
    let (starts, firstDate) = starts(staff)
    guard let firstDate else { return (batch, []) }
    var tenured: [Int64: CivilDate] = [:]
    for (agent, start) in starts {
      tenured[agent.agent] = min(tenured[agent.agent] ?? start.date, start.date)
    }
    let medians = medians(tenured)
    let order = starts.sorted {
      ($0.value.date.day, $0.key.team, $0.key.agent)
        < ($1.value.date.day, $1.key.team, $1.key.agent)
    }
    for (agent, start) in order where start.date >= firstDate {
      batch.count += 1
      batch.columns[0].append(zone.start(of: start.date))
      batch.columns[1].append(weeks(agent.agent, start.date, medians).map(Int64.init) ?? .missing)
      batch.columns[2].append(agent.team)
      origins.append(start.origin)
    }
    return (batch, origins)
  }

  /// When each agent started, as the earliest of their records tells, and the earliest date of all.
  private func starts(
    _ staff: [RecordBatch]
  ) -> ([Agent: (date: CivilDate, origin: Origin)], CivilDate?) {
    var earliest: [Agent: (date: CivilDate, start: CivilDate, origin: Origin)] = [:]
    var firstDate: CivilDate?
    for (index, batch) in staff.enumerated() {
      let (teams, agents) = (batch.values("team"), batch.values("agent"))
      let (dates, tenures) = (batch.values("date"), batch.values("tenure_days"))
      for row in 0..<batch.count where dates[row] != .missing {
        let date = zone.date(at: dates[row])
        firstDate = min(firstDate ?? date, date)
        if tenures[row] == .missing || agents[row] == .missing { continue }
        let agent = Agent(team: teams[row], agent: agents[row])
        if let known = earliest[agent], known.date <= date { continue }
        earliest[agent] = (
          date, date + -Int(tenures[row]), Origin(batch: index, row: row)
        )
      }
    }
    return (earliest.mapValues { ($0.start, $0.origin) }, firstDate)
  }

  /// For each week the median of what agents of standing solved in it, doubled so that it is whole.
  private func medians(_ starts: [Int64: CivilDate]) -> [Int: Int] {
    var outputs: [Int: [Int]] = [:]
    for (agent, weeks) in solves {
      guard let start = starts[agent] else { continue }
      for (monday, count) in weeks where start.day + Self.tenuredDays <= monday {
        outputs[monday, default: []].append(count)
      }
    }
    return outputs.mapValues { counts in
      let sorted = counts.sorted()
      return sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]
    }
  }

  /// In which week the agent first held the level, the first whole week being 1; nil where none yet.
  private func weeks(_ agent: Int64, _ start: CivilDate, _ medians: [Int: Int]) -> Int? {
    let own = solves[agent] ?? [:]
    guard let last = medians.keys.max() else { return nil }
    let firstMonday = start.weekday == 1 ? start : Self.monday(start) + 7
    var held = 0
    var week = 1
    while firstMonday.day + (week - 1) * 7 <= last {
      let monday = firstMonday.day + (week - 1) * 7
      let reaches =
        medians[monday].map { median in
          // output ≥ 0.9 × median, with the median doubled: all in whole numbers.
          (own[monday] ?? 0) * 2 * Self.level.denominator >= Self.level.numerator * median
        } ?? false
      held = reaches ? held + 1 : 0
      if held == Self.weeksHeld { return week - Self.weeksHeld + 1 }
      week += 1
    }
    return nil
  }
}
