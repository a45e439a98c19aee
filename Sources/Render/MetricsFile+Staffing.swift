import Aggregate
import Columnar
import Compare
public import Compose

extension MetricsFile {
  /// The agents needed and scheduled, one JSON object a line: by team and channel, by team, and as a
  /// whole; `docs/data.md` describes them.
  public static func staffing(_ input: ReportInput) -> [String] {
    guard let staffing = input.staffing else { return [] }
    let period = JSONText.quoted(staffing.period.description)
    let queues = staffing.queues.map { need in
      let group = Group(["team": need.team, "channel": need.channel])
      let halfHours = need.halfHours.map(String.init).joined(separator: ",")
      return """
        {"dimensions":\(group.json),"half_hours":[\(halfHours)],\
        "interval":[\(JSONText.number(need.low)),\(JSONText.number(need.high))],\
        "metric":"staffing.needed","model":\(JSONText.quoted(need.model.rawValue)),\
        "period":\(period),"unit":"number","value":\(JSONText.number(need.value))}
        """
    }
    let needed = staffing.teams.compactMap { team in
      team.needed.map { needed in
        """
        {"dimensions":\(team.group.json),\
        "interval":[\(JSONText.number(needed.low)),\(JSONText.number(needed.high))],\
        "metric":"staffing.needed","period":\(period),"unit":"number",\
        "value":\(JSONText.number(needed.value))}
        """
      }
    }
    let scheduled = staffing.teams.compactMap { team in
      team.scheduled.map { scheduled in
        """
        {"dimensions":\(team.group.json),"interval":null,"metric":"staffing.scheduled",\
        "period":\(period),"unit":"number","value":\(JSONText.number(scheduled))}
        """
      }
    }
    return needed + queues + scheduled
  }
}
