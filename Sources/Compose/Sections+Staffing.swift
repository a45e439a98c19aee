import Aggregate
import Compare
import Language

extension SectionPlan {
  /// How many agents the period asked for, beside those who were there.
  static let staffing = SectionPlan("staffing") { $0.staffing }
}

extension Composer {
  fileprivate var staffing: Section? {
    guard let staffing = input.staffing, let whole = staffing.teams.first else { return nil }
    return Section(
      "staffing", finding(whole),
      subtitle: .phrase(.staffingSubtitle, ["period": name(of: staffing.period)]),
      blocks([], [table(staffing)], [note]))
  }

  /// The metrics of staffing that the report has.
  var staffingMetrics: [Metric] {
    guard let staffing = input.staffing else { return [] }
    return MetricTable.firstOfStaffing.filter { metric in
      metric.id == "staffing.needed" || staffing.teams.contains { $0.scheduled != nil }
    }
  }

  private func finding(_ whole: Staffing.Team) -> Words {
    guard let needed = whole.needed else { return .phrase(.staffing) }
    let arguments = [
      "needed": agents(needed.value),
      "interval": Words.phrase(
        .interval, ["low": agents(needed.low), "high": agents(needed.high)]),
    ]
    guard let headcount = whole.headcount else { return .phrase(.staffingNeeded, arguments) }
    return .phrase(
      .staffingAgainst,
      arguments.merging(["headcount": agents(headcount)], uniquingKeysWith: { $1 }))
  }

  private func agents(_ number: Double) -> Words { .figure(.tenths(number)) }

  private func table(_ staffing: Staffing) -> Table {
    let isScheduled = staffing.teams.contains { $0.scheduled != nil }
    let isStaffed = staffing.teams.contains { $0.headcount != nil }
    let columns: [PhraseID] =
      [.staffingTeam, .staffingColumn, .effectInterval]
      + (isScheduled ? [.staffingScheduled] : []) + (isStaffed ? [.staffingHeadcount] : [])
      + [.staffingPeak, .staffingPeakAt]
    return Table(
      caption: .phrase(.staffingCaption, ["period": label(staffing.period)]),
      columns: columns.map { .phrase($0) },
      rows: staffing.teams.map { team in
        let peak = peak(team, staffing.queues)
        let needed = team.needed.map { agents($0.value) } ?? .phrase(.unknown)
        let interval =
          team.needed.map {
            Words.phrase(.interval, ["low": agents($0.low), "high": agents($0.high)])
          } ?? .phrase(.unknown)
        let there =
          (isScheduled ? [team.scheduled.map(agents) ?? .phrase(.unknown)] : [])
          + (isStaffed ? [team.headcount.map(agents) ?? .phrase(.unknown)] : [])
        let name = team.group.members["team"].map { Words.text($0) } ?? .phrase(.staffingAll)
        let cells =
          [name, needed, interval] + there
          + [
            peak.map { .count($0.agents) } ?? .phrase(.unknown), peak.map(moment) ?? .none,
          ]
        return cells.map { Table.Cell($0) }
      })
  }

  /// The busiest half-hour of a team's calls and chats together.
  private func peak(_ team: Staffing.Team, _ queues: [StaffingNeed]) -> StaffingNeed.Peak? {
    let own = queues.filter { need in
      !need.halfHours.isEmpty
        && (team.group == .whole || need.team == team.group.members["team"])
    }
    return StaffingNeed.peak(of: own)
  }

  /// `Tuesday 10:30`.
  private func moment(_ peak: StaffingNeed.Peak) -> Words {
    let (hour, half) = (peak.halfHour / 2, peak.halfHour % 2)
    return .phrase(
      .staffingMoment,
      [
        "weekday": .phrase(Self.weekdays[peak.weekday]),
        "time": .text("\(hour < 10 ? "0" : "")\(hour):\(half == 0 ? "00" : "30")"),
      ])
  }

  private static let weekdays: [PhraseID] = [
    .monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday,
  ]

  private var note: Words {
    let rules = input.staffingRules
    return .phrase(
      .staffingNote,
      [
        "share": .figure(.amount(rules.share, .share)),
        "within": .figure(.amount(rules.within, .seconds)),
        "occupancy": .figure(.amount(rules.occupancy, .share)),
        "shrinkage": .figure(.amount(rules.shrinkage, .share)),
        "week": .figure(.tenths(rules.week / 3600)),
      ])
  }
}
