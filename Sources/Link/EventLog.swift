import Columnar
import Records

/// The events of one partition, ticket by ticket, each ticket's in the order in which they happened.
struct EventLog {
  struct Event {
    let at: Int64
    let kind: EventKind
    let from: Int64
    let to: Int64
    let actor: Int64
    fileprivate let sequence: Int64
    fileprivate let locator: Locator
    /// Its place among the events of its instant; in a file that runs newest first from the end.
    fileprivate let rank: Locator

    /// Where it stands in the exports.
    var place: Int64 { Int64(bitPattern: locator.packed) }

    /// By time, then sequence, then place in the exports.
    fileprivate static func precedes(_ a: Event, _ b: Event) -> Bool {
      if a.at != b.at { return a.at < b.at }
      if a.sequence != b.sequence { return a.sequence < b.sequence }
      return a.rank < b.rank
    }
  }

  private let events: [Event]
  /// The events of ticket `row` are `starts[row]..<starts[row + 1]`.
  private let starts: [Int]
  /// Events that name no ticket of the exports.
  let orphans: Int
  /// The rows of tickets of which more happens from the cut-off on.
  let goingOn: Set<Int>

  static let none = EventLog(events: [], starts: [], orphans: 0, goingOn: [])

  private init(events: [Event], starts: [Int], orphans: Int, goingOn: Set<Int>) {
    self.goingOn = goingOn
    self.events = events
    self.starts = starts
    self.orphans = orphans
  }

  init(
    _ batch: RecordBatch, _ locators: [Locator], _ map: LinkMap, tickets: Int, _ codes: Codes,
    _ files: [FileTraits], before cutoff: Int64
  ) {
    func column(_ name: String) -> [Int64] { batch.values(name) }
    let links = column(Field.ticketLink.name)
    let at = column("at")
    let kinds = column("kind")
    let (from, to, actor) = (column("from"), column("to"), column("actor"))
    let sequence = column("sequence")
    // What has not happened yet is no orphan either.
    let pending = -2
    var goingOn: Set<Int> = []
    let rows = links.enumerated().map { event, link in
      let row = map.row(of: link)
      if at[event] < cutoff { return row ?? -1 }
      if let row { goingOn.insert(row) }
      return pending
    }
    var starts = [Int](repeating: 0, count: tickets + 1)
    for row in rows where row >= 0 { starts[row + 1] += 1 }
    for row in 0..<tickets { starts[row + 1] += starts[row] }
    var next = starts
    var order = [Int](repeating: 0, count: starts[tickets])
    for (event, row) in rows.enumerated() where row >= 0 {
      order[next[row]] = event
      next[row] += 1
    }
    var events = order.map { i in
      Event(
        at: at[i], kind: codes.eventKinds[kinds[i]] ?? .created, from: from[i], to: to[i],
        actor: actor[i], sequence: sequence[i], locator: locators[i],
        rank: files[locators[i].file].runsNewestFirst ? locators[i].fromTheEnd : locators[i])
    }
    for row in 0..<tickets where starts[row + 1] - starts[row] > 1 {
      events[starts[row]..<starts[row + 1]].sort(by: Event.precedes)
    }
    self.init(events: events, starts: starts, orphans: rows.count { $0 == -1 }, goingOn: goingOn)
  }

  func events(ofTicket row: Int) -> ArraySlice<Event> {
    row + 1 < starts.count ? events[starts[row]..<starts[row + 1]] : []
  }

  var isEmpty: Bool { events.isEmpty }
}

extension RecordBatch {
  /// The batch with the fields of another schema, of which it may have more, or lack some.
  func projected(onto schema: Schema) -> RecordBatch {
    var batch = RecordBatch(schema: schema)
    batch.count = count
    batch.columns = schema.fields.map { values($0.name) }
    return batch
  }
}
