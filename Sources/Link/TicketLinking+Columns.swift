import Columnar
import Records

/// Tickets without events: their own columns tell their moments.
extension TicketLinking {
  func tell(_ row: Int, _ moments: inout Moments, _ isSolvedSomeTime: Bool) {
    if isLeftOut(row) { return }
    let own = own(row)
    let isOpen = codes.isOpen(status[row])
    if !moments.lastSolves.isEmpty && !isOpen { moments.lastSolves[row] = solved[row] }
    if moments.replies.isWanted && !linker.files[locators[row].file].tellsReplies {
      moments.replies.append(ReplyRow(), ticket: row, own)
    } else if moments.replies.isWanted {
      moments.replies.append(
        ReplyRow(
          asked: created[row], replied: firstReply[row], repliedAfterOpening: firstReply[row],
          isFirst: isFirst(row, replies[row]), isNext: 0,
          replier: firstReply[row] == .missing ? .missing : own.agent,
          lastSolved: isOpen ? .missing : solved[row], endedUnseen: isSolvedSomeTime ? 1 : 0),
        ticket: row, own)
    }
    if moments.solves.isWanted {
      tellOwnSolve(row, own, own, &moments, groupChanges[row], replies[row], reopens[row])
    }
    guard moments.spells.isWanted, !isSolvedSomeTime else { return }
    let left = solved[row] == .missing ? .missing : max(solved[row], created[row])
    moments.spells.append(
      SpellRow(
        from: created[row], until: left, entered: codes.entries[0],
        left: left == .missing ? .missing : codes.exits[0], fromClosed: fromClosed(row)),
      ticket: row, own)
    if isOpen && left != .missing {
      moments.spells.append(SpellRow(from: left, entered: codes.entries[1]), ticket: row, own)
    }
  }

  /// Whether a ticket is solved, but nobody knows when: then nobody knows how long it stood in the
  /// backlog either.
  func isSolvedSomeTime(_ row: Int) -> Bool {
    solved[row] == .missing && codes.done.contains(status[row]) && !isLeftOut(row)
      && !log.events(ofTicket: row).contains { $0.kind.family == .states }
  }

  /// Whether the events of a ticket end in another state than its status: open, solved or removed. What
  /// happens to it later explains a difference.
  func endsOtherwise(_ row: Int, _ story: TicketStory) -> Bool {
    if status[row] == .missing || isLeftOut(row) || log.goingOn.contains(row) { return false }
    if story.isRemoved { return true }
    return story.families.has(.states) && story.isDone != codes.done.contains(status[row])
  }

  /// 1 where the ticket's own columns have it solved when it was closed; missing else.
  func fromClosed(_ row: Int) -> Int64 {
    ownSolved[row] == .missing && closed[row] != .missing ? 1 : .missing
  }

  /// The solve of a ticket whose own columns tell it.
  func tellOwnSolve(
    _ row: Int, _ atSolve: Histories, _ latest: Histories, _ moments: inout Moments,
    _ groupChanges: Int64, _ replies: Int64, _ reopens: Int64, openings: Int64 = 0,
    _ people: (repliers: Int64, customerReplies: Int64) = (.missing, .missing)
  ) {
    let isSolved = solved[row] != .missing
    let isOpen = codes.isOpen(status[row])
    if isSolved {
      let isKnown = reopens != .missing
      moments.solves.append(
        SolveRow(
          solved: solved[row], isLast: 1, isFinal: isOpen ? 0 : 1, isDone: isOpen ? 0 : 1,
          replies: replies, repliesAfterOpening: less(openings, replies),
          groupChanges: groupChanges,
          reopenedIn7d: isKnown ? reopens > 0 || isOpen ? 1 : 0 : .missing,
          reopensBefore: isKnown ? 0 : .missing, fromCounters: 1, fromClosed: fromClosed(row),
          reopens: reopens, repliers: people.repliers, customerReplies: people.customerReplies),
        ticket: row, atSolve)
    }
    // The open end of it; a ticket that is done at an unknown time has none.
    if !isSolved && !codes.done.contains(status[row]) || isSolved && isOpen {
      moments.solves.append(
        SolveRow(
          isLast: 0, isFinal: 1, isDone: 0, replies: replies,
          repliesAfterOpening: less(openings, replies), groupChanges: groupChanges,
          fromCounters: 1, reopens: reopens, repliers: people.repliers,
          customerReplies: people.customerReplies),
        ticket: row, latest)
    }
  }

  /// Whether the export, or a log that has the ticket, records its replies.
  func tellsReplies(_ row: Int) -> Bool {
    linker.survey.covers(.replies, system[row]) || linker.files[locators[row].file].tellsReplies
  }

  /// 0 for a ticket that was replied to nobody knows when; 1 for all others.
  func isFirst(_ row: Int, _ replies: Int64) -> Int64 {
    firstReply[row] == .missing && replies != .missing && replies > 0 ? 0 : 1
  }
}
