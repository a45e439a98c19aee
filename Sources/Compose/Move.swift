import Aggregate
import Compare

/// Two cells that are compared, and what became of their values.
struct Move {
  let cells: CellPair
  let change: Change

  var old: MetricValue { change.old }
  var new: MetricValue { change.new }

  var tone: Tone {
    switch change.verdict {
    case .better: .good
    case .worse: .bad
    default: .none
    }
  }
}
