import Aggregate
public import Compare

/// Two cells that are compared, and what became of their values.
struct Move {
  let cells: CellPair
  let change: Change
  let verdict: Verdict

  var old: MetricValue { change.old }
  var new: MetricValue { change.new }

  var tone: Tone { verdict.tone }
}

extension Verdict {
  public var tone: Tone {
    switch self {
    case .improved: .good
    case .worse: .bad
    default: .none
    }
  }
}
