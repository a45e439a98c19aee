import Columnar
import Records

/// The team, priority and agent of one ticket over time: as its events have them where there are
/// any, else as its own columns do.
struct TicketHistories {
  /// What holds before the first change.
  private var before: Histories
  /// The instants at which one of the three changes, ascending, each with what holds from then on.
  private var changes: [(at: Int64, then: Histories)] = []

  /// - Parameter events: of the ticket, in their order.
  init(_ own: Histories, _ events: ArraySlice<EventLog.Event>, _ survey: EventSurvey) {
    before = own
    var met: Families = []
    for event in events {
      guard let family = event.kind.family, Histories.families.has(family), !met.has(family)
      else { continue }
      met.insert(Families(family))
      let from = survey.word(event.from, family, .from)
      before.set(family, from == .missing ? survey.word(event.to, family, .to) : from)
    }
    if met.isEmpty { return }
    var then = before
    for event in events {
      guard let family = event.kind.family, Histories.families.has(family) else { continue }
      then.set(family, survey.word(event.to, family, .to))
      if changes.last?.at == event.at { changes.removeLast() }
      changes.append((event.at, then))
    }
  }

  /// As at an instant, the events of that second included.
  func at(_ instant: Int64) -> Histories {
    let count = changes.countOfPrefix { $0.at <= instant }
    return count == 0 ? before : changes[count - 1].then
  }
}

extension Histories {
  /// Those whose events change one of the three.
  fileprivate static let families: Families = [
    Families(.teams), Families(.priorities), Families(.assignees),
  ]

  fileprivate mutating func set(_ family: EventKind.Family, _ value: Int64) {
    switch family {
    case .teams: team = value
    case .priorities: priority = value
    case .assignees: agent = value
    case .replies, .states, .removals, .escalations: break
    }
  }
}

extension RandomAccessCollection where Index == Int {
  /// How many elements at the beginning pass a test that none passes after the first that fails it:
  /// found in logarithmic time.
  func countOfPrefix(_ passes: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if passes(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low - startIndex
  }
}
