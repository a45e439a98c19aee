import Columnar
import Records

/// The tickets of one partition on their way to moments.
struct TicketLinking {
  let linker: Linker
  let tickets: RecordBatch
  let locators: [Locator]
  let log: EventLog
  let created, status, mergedInto, system: [Int64]
  /// As the export has it, and where it has none, when the ticket was closed.
  let ownSolved, closed, solved: [Int64]
  let firstReply, replies, reopens, groupChanges: [Int64]
  private let team, priority, agent: [Int64]
  private let direction: [Int64]

  init(linker: Linker, tickets: RecordBatch, locators: [Locator], log: EventLog) {
    self.linker = linker
    self.locators = locators
    let tickets = Self.withDirections(tickets, log, linker)
    direction = tickets.values("direction")
    self.tickets = tickets
    self.log = log
    created = tickets.values("created")
    closed = tickets.values("closed")
    // Where no solve is known a ticket was solved when it was closed.
    ownSolved = tickets.values("solved")
    solved = zip(ownSolved, closed).map { $0 == .missing ? $1 : $0 }
    status = tickets.values("status")
    mergedInto = tickets.values("merged_into")
    system = tickets.values("system")
    firstReply = tickets.values("first_reply")
    replies = tickets.values("replies")
    reopens = tickets.values("reopens")
    groupChanges = tickets.values("group_changes")
    team = tickets.values("team")
    priority = tickets.values("priority")
    agent = tickets.values("agent")
    let solves = linker.schemas[.solve]
    asksForPeople =
      solves?.index(of: "repliers") != nil || solves?.index(of: "customer_replies") != nil
  }

  /// The tickets, of which those are outbound that an agent opened.
  private static func withDirections(
    _ tickets: RecordBatch, _ log: EventLog, _ linker: Linker
  ) -> RecordBatch {
    guard linker.survey.hasOpeners else { return tickets }
    var directions = tickets.values("direction")
    for row in 0..<tickets.count
    where log.events(ofTicket: row).contains(where: linker.survey.isOpenedByAgent) {
      directions[row] = linker.codes.outbound
    }
    return tickets.with(Field("direction", .text), directions)
  }

  var codes: Codes { linker.codes }

  /// Whether somebody asks who wrote to the ticket up to its solves.
  let asksForPeople: Bool

  /// What is collected of the moments that are wanted.
  struct Moments {
    var replies: MomentBuilder<ReplyRow>
    var solves: MomentBuilder<SolveRow>
    var spells: MomentBuilder<SpellRow>
    /// By ticket its last solve, if it is solved now; empty where nobody asks.
    var lastSolves: [Int64] = []

    init(_ schemas: [RecordKind: Schema], tickets: Int) {
      replies = MomentBuilder(schemas[.reply], capacity: tickets)
      solves = MomentBuilder(schemas[.solve], capacity: tickets)
      spells = MomentBuilder(schemas[.spell], capacity: tickets)
    }
  }

  /// Makes the moments.
  ///
  /// - Returns: by ticket its last solve, missing where it is not solved now or left out; nothing where
  ///   no survey asks for it.
  func run(_ linked: inout Linker.Linked) -> [Int64] {
    var moments = Moments(linker.schemas, tickets: tickets.count)
    if linker.schemas[.survey]?.index(of: "ticket_solved") != nil {
      moments.lastSolves = [Int64](repeating: .missing, count: tickets.count)
    }
    var overrides = TicketOverrides(tickets, linker.schemas[.ticket])
    for row in 0..<tickets.count {
      let events = log.events(ofTicket: row)
      let isSolvedSomeTime = isSolvedSomeTime(row)
      if isSolvedSomeTime { linked.endings.unknown += 1 }
      if events.isEmpty {
        tell(row, &moments, isSolvedSomeTime)
      } else {
        let story = TicketStory(ticket(row), events, linker.codes, linker.survey, linker.elapsed)
        if endsOtherwise(row, story) { linked.endings.otherwise += 1 }
        tell(row, story, events, &moments, &overrides, &linked.timelines)
      }
      linked.timelines.endTicket()
    }
    // A ticket that events removed must be left out by its status: done after the moments, which
    // hold the status as it was.
    if let schema = linker.schemas[.ticket] { linked.batches[.ticket] = overrides.batch(schema) }
    if let schema = linker.schemas[.reply] {
      linked.batches[.reply] = moments.replies.batch(schema, tickets)
    }
    if let schema = linker.schemas[.solve] {
      linked.batches[.solve] = moments.solves.batch(schema, tickets)
    }
    if let schema = linker.schemas[.spell] {
      linked.batches[.spell] = moments.spells.batch(schema, tickets)
    }
    return moments.lastSolves
  }

  private func ticket(_ row: Int) -> TicketStory.Ticket {
    TicketStory.Ticket(
      row: row, created: created[row], solved: solved[row], status: status[row],
      isOutbound: direction[row] != .missing && direction[row] == codes.outbound, own: own(row),
      isCreatedByDay: linker.elapsed.isDay(creationIn: locators[row].file))
  }

  func own(_ row: Int) -> Histories {
    Histories(team: team[row], priority: priority[row], agent: agent[row])
  }

  @inline(__always)
  func isLeftOut(_ row: Int) -> Bool {
    codes.leftOut.contains(status[row]) || mergedInto[row] != .missing
  }
}
