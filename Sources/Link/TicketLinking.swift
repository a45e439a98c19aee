import Columnar
import Records

/// The tickets of one partition on their way to moments.
struct TicketLinking {
  let linker: Linker
  let tickets: RecordBatch
  let locators: [Locator]
  let log: EventLog
  private let created, status, mergedInto, system: [Int64]
  /// As the export has it, and where it has none, when the ticket was closed.
  private let ownSolved, closed, solved: [Int64]
  private let firstReply, replies, reopens, groupChanges: [Int64]
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

  private var codes: Codes { linker.codes }

  /// Whether somebody asks who wrote to the ticket up to its solves.
  private let asksForPeople: Bool

  /// What is collected of the moments that are wanted.
  private struct Moments {
    var replies: MomentBuilder
    var solves: MomentBuilder
    var spells: MomentBuilder
    /// By ticket its last solve, if it is solved now; empty where nobody asks.
    var lastSolves: [Int64] = []

    init(_ schemas: [RecordKind: Schema], tickets: Int) {
      replies = MomentBuilder(.reply, schemas[.reply], capacity: tickets)
      solves = MomentBuilder(.solve, schemas[.solve], capacity: tickets)
      spells = MomentBuilder(.spell, schemas[.spell], capacity: tickets)
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

  private func own(_ row: Int) -> Histories {
    Histories(team: team[row], priority: priority[row], agent: agent[row])
  }

  @inline(__always)
  private func isLeftOut(_ row: Int) -> Bool {
    codes.leftOut.contains(status[row]) || mergedInto[row] != .missing
  }

  // MARK: Tickets without events

  private func tell(_ row: Int, _ moments: inout Moments, _ isSolvedSomeTime: Bool) {
    if isLeftOut(row) { return }
    let own = own(row)
    let isOpen = codes.isOpen(status[row])
    if !moments.lastSolves.isEmpty && !isOpen { moments.lastSolves[row] = solved[row] }
    if moments.replies.isWanted && !linker.files[locators[row].file].tellsReplies {
      moments.replies.appendUnknown(ticket: row, own)
    } else if moments.replies.isWanted {
      moments.replies.append(
        ticket: row, own,
        [
          created[row], firstReply[row], firstReply[row], isFirst(row, replies[row]), 0,
          firstReply[row] == .missing ? .missing : agent[row], isOpen ? .missing : solved[row],
          isSolvedSomeTime ? 1 : 0, .missing,
        ])
    }
    if moments.solves.isWanted {
      tellOwnSolve(row, own, own, &moments, groupChanges[row], replies[row], reopens[row])
    }
    guard moments.spells.isWanted, !isSolvedSomeTime else { return }
    let left = solved[row] == .missing ? .missing : max(solved[row], created[row])
    moments.spells.append(
      ticket: row, own,
      [
        created[row], left, codes.entries[0], left == .missing ? .missing : codes.exits[0],
        .missing, fromClosed(row), .missing, .missing,
      ])
    if isOpen && left != .missing {
      moments.spells.append(
        ticket: row, own,
        [left, .missing, codes.entries[1], .missing, .missing, .missing, .missing, .missing])
    }
  }

  /// Whether a ticket is solved, but nobody knows when: then nobody knows how long it stood in the
  /// backlog either.
  private func isSolvedSomeTime(_ row: Int) -> Bool {
    solved[row] == .missing && codes.done.contains(status[row]) && !isLeftOut(row)
      && !log.events(ofTicket: row).contains { $0.kind.family == .states }
  }

  /// Whether the events of a ticket end in another state than its status: open, solved or removed. What
  /// happens to it later explains a difference.
  private func endsOtherwise(_ row: Int, _ story: TicketStory) -> Bool {
    if status[row] == .missing || isLeftOut(row) || log.goingOn.contains(row) { return false }
    if story.isRemoved { return true }
    return story.families.has(.states) && story.isDone != codes.done.contains(status[row])
  }

  /// 1 where the ticket's own columns have it solved when it was closed; missing else.
  private func fromClosed(_ row: Int) -> Int64 {
    ownSolved[row] == .missing && closed[row] != .missing ? 1 : .missing
  }

  /// The solve of a ticket whose own columns tell it.
  private func tellOwnSolve(
    _ row: Int, _ atSolve: Histories, _ latest: Histories, _ moments: inout Moments,
    _ groupChanges: Int64, _ replies: Int64, _ reopens: Int64, openings: Int64 = 0,
    _ people: (repliers: Int64, customerReplies: Int64) = (.missing, .missing)
  ) {
    let isSolved = solved[row] != .missing
    let isOpen = codes.isOpen(status[row])
    if isSolved {
      let isKnown = reopens != .missing
      moments.solves.append(
        ticket: row, atSolve,
        [
          solved[row], 1, isOpen ? 0 : 1, isOpen ? 0 : 1, replies, less(openings, replies),
          groupChanges, isKnown ? reopens > 0 || isOpen ? 1 : 0 : .missing,
          isKnown ? 0 : .missing, 1, fromClosed(row), .missing, .missing, reopens,
          people.repliers, people.customerReplies,
        ])
    }
    // The open end of it; a ticket that is done at an unknown time has none.
    if !isSolved && !codes.done.contains(status[row]) || isSolved && isOpen {
      moments.solves.append(
        ticket: row, latest,
        [
          .missing, 0, 1, 0, replies, less(openings, replies), groupChanges, .missing, .missing, 1,
          .missing, .missing, .missing, reopens, people.repliers, people.customerReplies,
        ])
    }
  }

  /// Whether the export, or a log that has the ticket, records its replies.
  private func tellsReplies(_ row: Int) -> Bool {
    linker.survey.covers(.replies, system[row]) || linker.files[locators[row].file].tellsReplies
  }

  /// 0 for a ticket that was replied to nobody knows when; 1 for all others.
  private func isFirst(_ row: Int, _ replies: Int64) -> Int64 {
    firstReply[row] == .missing && replies != .missing && replies > 0 ? 0 : 1
  }

  // MARK: Tickets with events

  private func tell(
    _ row: Int, _ story: TicketStory, _ events: ArraySlice<EventLog.Event>,
    _ moments: inout Moments, _ overrides: inout TicketOverrides,
    _ timelines: inout StatusTimelines
  ) {
    let families = story.families
    let system = system[row]
    /// A count that neither events nor the export tell, in a log that would.
    func count(_ family: EventKind.Family, _ told: Int64, _ own: Int64) -> Int64 {
      if families.has(family) { return told }
      return own == .missing && linker.survey.covers(family, system) ? 0 : own
    }
    let hasStates = families.has(.states)
    let lastSolve = hasStates ? story.solves.last?.at ?? .missing : solved[row]
    let replyCount = { (end: Int64) in
      count(.replies, Int64(story.replies.countOfPrefix { $0 <= end }), replies[row])
    }
    let changeCount = { (end: Int64) in
      count(.teams, Int64(story.groupChanges.countOfPrefix { $0 <= end }), groupChanges[row])
    }
    let reopenCount = count(.states, story.reopens, reopens[row])
    for entry in story.statuses { timelines.append(entry.at, entry.status) }
    overrides.tell(
      row, story, replies: replyCount(.max), groupChanges: changeCount(.max),
      reopens: reopenCount, lastSolve: lastSolve,
      coversEscalations: linker.survey.covers(.escalations, system),
      coversBots: linker.survey.coversBots(system))

    let isLeftOut = isLeftOut(row)
    if moments.spells.isWanted, story.isRemoved || !isLeftOut {
      for spell in story.spells {
        moments.spells.append(
          ticket: row, spell.histories,
          [
            spell.from, spell.until, codes.entries[spell.entered],
            spell.left.map { codes.exits[$0] } ?? .missing, 1,
            spell.left == 0 && !hasStates ? fromClosed(row) : .missing, spell.fromPlace,
            spell.untilPlace,
          ])
      }
    }
    if isLeftOut || story.isRemoved { return }
    let isDone = hasStates ? story.isDone : !codes.isOpen(status[row])
    if !moments.lastSolves.isEmpty && isDone { moments.lastSolves[row] = lastSolve }
    let latest = story.histories(at: .max)
    if moments.replies.isWanted && !tellsReplies(row) {
      moments.replies.appendUnknown(ticket: row, latest)
    } else if moments.replies.isWanted {
      // A ticket that is open again is not excused by the solve before.
      let isDone = hasStates ? story.isDone : !codes.isOpen(status[row])
      tellReplies(row, story, latest, isDone ? lastSolve : .missing, &moments)
    }
    guard moments.solves.isWanted else { return }
    let who = people(row, events, until: lastSolve) { count(.replies, $0, .missing) }
    guard hasStates else {
      let at = solved[row]
      tellOwnSolve(
        row, at == .missing ? latest : story.histories(at: at), latest, &moments,
        changeCount(at == .missing ? .max : at), replyCount(at == .missing ? .max : at),
        reopenCount, openings: story.openings, who)
      return
    }
    for (index, solve) in story.solves.enumerated() {
      let isLast = index == story.solves.count - 1
      let isFinal = isLast && story.isDone
      moments.solves.append(
        ticket: row, story.histories(at: solve.at),
        [
          solve.at, isLast ? 1 : 0, isFinal ? 1 : 0, isFinal ? 1 : 0, replyCount(solve.at),
          less(story.openings, replyCount(solve.at)), changeCount(solve.at),
          solve.isReopenedSoon == true ? 1 : 0, solve.reopensBefore, 0, .missing, solve.waited,
          solve.place, reopenCount, who.repliers, who.customerReplies,
        ])
    }
    if !story.isDone {
      moments.solves.append(
        ticket: row, latest,
        [
          .missing, 0, 1, 0, replyCount(.max), less(story.openings, replyCount(.max)),
          changeCount(.max), .missing, .missing, 0, .missing, .missing, .missing, reopenCount,
          .missing, .missing,
        ])
    }
  }

  /// A count of replies without those that opened the ticket.
  private func less(_ openings: Int64, _ replies: Int64) -> Int64 {
    replies == .missing ? .missing : max(0, replies - openings)
  }

  /// Who wrote up to the last solve; missing where nobody asks.
  private func people(
    _ row: Int, _ events: ArraySlice<EventLog.Event>, until end: Int64, _ told: (Int64) -> Int64
  ) -> (repliers: Int64, customerReplies: Int64) {
    guard asksForPeople else { return (.missing, .missing) }
    let people = linker.survey.people(
      events, since: created[row], until: end == .missing ? .max : end)
    return (told(people.repliers), told(people.customerReplies))
  }

  private func tellReplies(
    _ row: Int, _ story: TicketStory, _ latest: Histories, _ lastSolve: Int64,
    _ moments: inout Moments
  ) {
    var first = story.firstReply
    if !story.families.has(.replies) && firstReply[row] != .missing {
      first = .init(asked: created[row], replied: firstReply[row], replier: .missing)
    }
    let replied = first?.replied ?? .missing
    let then = replied == .missing ? latest : story.histories(at: replied)
    let replier = first.map { $0.replier == .missing ? then.agent : $0.replier } ?? .missing
    let isKnown = story.families.has(.replies)
    let unseen: Int64 = isSolvedSomeTime(row) ? 1 : 0
    moments.replies.append(
      ticket: row, then,
      [
        created[row], replied, isKnown ? story.replyAfterOpening : replied,
        isKnown ? 1 : isFirst(row, replies[row]), 0, replier, lastSolve, unseen,
        first?.place ?? .missing,
      ])
    for wait in story.waits {
      let then = wait.replied == .missing ? latest : story.histories(at: wait.replied)
      let replier =
        wait.replied == .missing ? .missing : wait.replier == .missing ? then.agent : wait.replier
      moments.replies.append(
        ticket: row, then,
        [
          wait.asked, wait.replied, wait.replied, 0, 1, replier, lastSolve, unseen, wait.place,
        ])
    }
  }
}
