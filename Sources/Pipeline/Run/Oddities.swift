import Civil
import Columnar
import Load

/// Records whose instants cannot be true, such as a solve before its ticket was opened. They count as
/// they stand, since a person must say what is right; but they are told of.
struct Oddities {
  /// What is odd, in words, and how many records are.
  private(set) var found: [(what: String, count: Int)] = []

  /// 2000-01-01: before it nobody exported anything.
  private static let dawn: Int64 = 946_684_800
  /// The instant by which a record of a kind came to be, and in words.
  private static let births: [(kind: RecordKind, field: String, word: String)] = [
    (.ticket, "created", "opened"), (.contact, "offered", "offered"),
    (.survey, "responded", "answered"), (.event, "at", "dated"),
  ]

  /// - Parameter cutoff: the instant at which the data is taken to end.
  /// - Parameter zone: that of the days to which some instants alone are known; nil where all are times.
  init(_ states: [RecordKind: LatestState], cutoff: Int64, zone: Zone? = nil) {
    let isBefore = { (a: Int64, b: Int64) in
      zone.map { $0.date(at: a) < $0.date(at: b) } ?? (a < b)
    }
    for (kind, field, word) in Self.births {
      countDays(
        states[kind], "days without any \(kind.rawValue) before the data ends", field, cutoff)
      count(states[kind], "\(kind.rawValue)s \(word) before 2000", field) { at, _ in at < Self.dawn
      }
      count(states[kind], "\(kind.rawValue)s \(word) after the data ends", field) { at, _ in
        at >= cutoff
      }
    }
    count(
      states[.ticket], "tickets solved before they were opened", "solved", "created", isBefore)
    count(
      states[.ticket], "tickets replied to before they were opened", "first_reply", "created",
      isBefore)
  }

  private mutating func count(
    _ state: LatestState?, _ what: String, _ field: String, _ other: String? = nil,
    _ isOdd: (Int64, Int64) -> Bool
  ) {
    guard let state, let column = state.schema.index(of: field) else { return }
    let second = other.flatMap { state.schema.index(of: $0) } ?? column
    var count = 0
    for batch in state.batches {
      let (values, others) = (batch.columns[column], batch.columns[second])
      for row in values.indices where values[row] != .missing && others[row] != .missing {
        if isOdd(values[row], others[row]) { count += 1 }
      }
    }
    // One ticket, two tickets.
    let plural = what.split(separator: " ", maxSplits: 1).map(String.init)
    let words = count == 1 ? "\(plural[0].dropLast()) \(plural[1])" : what
    if count > 0 { found.append((words, count)) }
  }

  /// An export that ended sooner than the data is taken to would show as a fall to zero.
  private mutating func countDays(
    _ state: LatestState?, _ what: String, _ field: String, _ cutoff: Int64
  ) {
    guard let state, let column = state.schema.index(of: field) else { return }
    let latest = state.batches.reduce(Int64.min) { latest, batch in
      batch.columns[column].reduce(latest) { $1 != .missing && $1 < cutoff ? max($0, $1) : $0 }
    }
    let days = latest == .min ? 0 : Int((cutoff - latest) / 86_400)
    if days > 7 { found.append((what, days)) }
  }
}
