import Civil
import Columnar
import Compose
import Language
import Link
import Records

/// Records whose instants cannot be true, such as a solve before its ticket was opened. They count as
/// they are, since a person must say what is right; but reports and warnings name them.
struct Oddities {
  private(set) var found: [Oddity] = []

  /// 2000-01-01: before it nobody exported anything.
  fileprivate static let dawn: Int64 = 946_684_800
  /// The instant by which a record of a kind came to be.
  fileprivate struct Birth {
    let kind: RecordKind
    let field: String
    /// What is said where none came for days, and of those before the dawn and after the data ends.
    let none, early, late: PhraseID
  }

  fileprivate static let births = [
    Birth(
      kind: .ticket, field: "created", none: .noTicketFor, early: .ticketsBefore2000,
      late: .ticketsAfterEnd),
    Birth(
      kind: .contact, field: "offered", none: .noContactFor, early: .contactsBefore2000,
      late: .contactsAfterEnd),
    Birth(
      kind: .survey, field: "responded", none: .noSurveyFor, early: .surveysBefore2000,
      late: .surveysAfterEnd),
    Birth(
      kind: .event, field: "at", none: .noEventFor, early: .eventsBefore2000,
      late: .eventsAfterEnd),
  ]

  /// What was counted of some partitions.
  fileprivate struct Tally: Sendable {
    /// For each of `births`.
    var early = [Int](repeating: 0, count: Oddities.births.count)
    var late = [Int](repeating: 0, count: Oddities.births.count)
    /// The latest before the data ends.
    var latest = [Int64](repeating: .missing, count: Oddities.births.count)
    /// Tickets solved, and replied to, before they were opened.
    var solvedBefore = 0
    var repliedBefore = 0

    static func += (a: inout Tally, b: Tally) {
      for kind in Oddities.births.indices {
        a.early[kind] += b.early[kind]
        a.late[kind] += b.late[kind]
        a.latest[kind] = max(a.latest[kind], b.latest[kind])
      }
      a.solvedBefore += b.solvedBefore
      a.repliedBefore += b.repliedBefore
    }
  }

  /// - Parameters:
  ///   - cutoff: the instant at which the data is taken to end.
  ///   - zone: that of the days to which some instants alone are known; nil where all are times.
  init(_ records: TicketPartitions, cutoff: Int64, zone: Zone? = nil, workers: Int) async {
    let next = SharedCounter()
    let tallies = await inParallel(max(1, workers)) { _ in
      var tally = Tally()
      while let index = next.next(below: TicketPartitions.count) {
        tally.add(records, index, cutoff, zone)
      }
      return tally
    }
    let tally = tallies.reduce(into: Tally()) { $0 += $1 }
    for (kind, birth) in Self.births.enumerated() {
      // An export that ended sooner than the data is taken to would show as a fall to zero.
      let latest = tally.latest[kind]
      let days = latest == .missing ? 0 : Int((cutoff - latest) / 86_400)
      if days > 7 { add(birth.none, days) }
      add(birth.early, tally.early[kind])
      add(birth.late, tally.late[kind])
    }
    add(.solvedBeforeOpened, tally.solvedBefore)
    add(.repliedBeforeOpened, tally.repliedBefore)
  }

  private mutating func add(_ what: PhraseID, _ count: Int) {
    if count > 0 { found.append(Oddity(what, count)) }
  }

  mutating func add(_ endings: Endings) {
    add(.endedUnseen, endings.unknown)
    add(.endedOtherwise, endings.otherwise)
  }
}

extension Oddities.Tally {
  fileprivate mutating func add(
    _ records: TicketPartitions, _ index: Int, _ cutoff: Int64, _ zone: Zone?
  ) {
    func values(_ kind: RecordKind, _ field: String) -> [Int64]? {
      records.schema(kind)?.index(of: field).map { records.values(kind, $0, index) }
    }
    for (kind, birth) in Oddities.births.enumerated() {
      for at in values(birth.kind, birth.field) ?? [] where at != .missing {
        if at < Oddities.dawn { early[kind] += 1 }
        if at >= cutoff { late[kind] += 1 } else { latest[kind] = max(latest[kind], at) }
      }
    }
    guard let created = values(.ticket, "created") else { return }
    func countBefore(_ instants: [Int64]) -> Int {
      zip(instants, created).count { at, created in
        at != .missing && created != .missing
          && (zone.map { $0.date(at: at) < $0.date(at: created) } ?? (at < created))
      }
    }
    if let solved = values(.ticket, "solved") { solvedBefore += countBefore(solved) }
    if let replied = values(.ticket, "first_reply") { repliedBefore += countBefore(replied) }
  }
}
