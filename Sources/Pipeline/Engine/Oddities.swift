import Civil
import Columnar
import Link
import Records

/// Records whose instants cannot be true, such as a solve before its ticket was opened. They count as
/// they stand, since a person must say what is right; but they are told of.
struct Oddities {
  /// What is odd, in words, and how many records are.
  private(set) var found: [(what: String, count: Int)] = []

  private let records: TicketPartitions

  /// 2000-01-01: before it nobody exported anything.
  private static let dawn: Int64 = 946_684_800
  /// The instant by which a record of a kind came to be, and in words.
  private static let births: [(kind: RecordKind, field: String, word: String)] = [
    (.ticket, "created", "opened"), (.contact, "offered", "offered"),
    (.survey, "responded", "answered"), (.event, "at", "dated"),
  ]

  /// - Parameter cutoff: the instant at which the data is taken to end.
  /// - Parameter zone: that of the days to which some instants alone are known; nil where all are times.
  init(_ records: TicketPartitions, cutoff: Int64, zone: Zone? = nil) {
    self.records = records
    let isBefore = { (a: Int64, b: Int64) in
      zone.map { $0.date(at: a) < $0.date(at: b) } ?? (a < b)
    }
    for (kind, field, word) in Self.births { countBirths(kind, field, word, cutoff) }
    count(
      .ticket, "tickets solved before they were opened", "solved", "created", isBefore)
    count(
      .ticket, "tickets replied to before they were opened", "first_reply", "created",
      isBefore)
  }

  private mutating func count(
    _ kind: RecordKind, _ what: String, _ field: String, _ other: String,
    _ isOdd: (Int64, Int64) -> Bool
  ) {
    guard let schema = records.schema(kind), let column = schema.index(of: field),
      let second = schema.index(of: other)
    else { return }
    var count = 0
    for index in 0..<TicketPartitions.count {
      let values = records.values(kind, column, index)
      let others = records.values(kind, second, index)
      for row in values.indices where values[row] != .missing && others[row] != .missing {
        if isOdd(values[row], others[row]) { count += 1 }
      }
    }
    add(count, what)
  }

  /// - Parameter what: begins with a plural.
  private mutating func add(_ count: Int, _ what: String) {
    // One ticket, two tickets.
    let plural = what.split(separator: " ", maxSplits: 1).map(String.init)
    let words = count == 1 ? "\(plural[0].dropLast()) \(plural[1])" : what
    if count > 0 { found.append((words, count)) }
  }

  mutating func add(_ endings: Endings) {
    add(endings.unknown, "tickets solved or closed at an unknown time, and so in no backlog")
    add(
      endings.otherwise, "tickets with events that end in another state than the exported one")
  }

  /// Records that came to be at a time at which none can have, and the days before the data ends at
  /// which none did: an export that ended sooner than the data is taken to would show as a fall to zero.
  private mutating func countBirths(
    _ kind: RecordKind, _ field: String, _ word: String, _ cutoff: Int64
  ) {
    guard let column = records.schema(kind)?.index(of: field) else { return }
    var latest = Int64.missing
    var (early, late) = (0, 0)
    for index in 0..<TicketPartitions.count {
      for at in records.values(kind, column, index) where at != .missing {
        if at < Self.dawn { early += 1 }
        if at >= cutoff { late += 1 } else { latest = max(latest, at) }
      }
    }
    let days = latest == .missing ? 0 : Int((cutoff - latest) / 86_400)
    if days > 7 { found.append(("days without any \(kind.rawValue) before the data ends", days)) }
    add(early, "\(kind.rawValue)s \(word) before 2000")
    add(late, "\(kind.rawValue)s \(word) after the data ends")
  }
}
