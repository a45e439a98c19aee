import Columnar
import Records

/// Tickets with events: these tell their moments, as far as they decide.
extension TicketLinking {
  func tell(
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
          SpellRow(
            from: spell.from, until: spell.until, entered: codes.entries[spell.entered],
            left: spell.left.map { codes.exits[$0] } ?? .missing, fromEvents: 1,
            fromClosed: spell.left == 0 && !hasStates ? fromClosed(row) : .missing,
            fromPlace: spell.fromPlace, untilPlace: spell.untilPlace),
          ticket: row, spell.histories)
      }
    }
    if isLeftOut || story.isRemoved { return }
    let isDone = hasStates ? story.isDone : !codes.isOpen(status[row])
    if !moments.lastSolves.isEmpty && isDone { moments.lastSolves[row] = lastSolve }
    let latest = story.histories(at: .max)
    if moments.replies.isWanted && !tellsReplies(row) {
      moments.replies.append(ReplyRow(), ticket: row, latest)
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
        SolveRow(
          solved: solve.at, isLast: isLast ? 1 : 0, isFinal: isFinal ? 1 : 0,
          isDone: isFinal ? 1 : 0, replies: replyCount(solve.at),
          repliesAfterOpening: less(story.openings, replyCount(solve.at)),
          groupChanges: changeCount(solve.at), reopenedIn7d: solve.isReopenedSoon == true ? 1 : 0,
          reopensBefore: solve.reopensBefore, fromCounters: 0, waitSeconds: solve.waited,
          place: solve.place, reopens: reopenCount, repliers: who.repliers,
          customerReplies: who.customerReplies),
        ticket: row, story.histories(at: solve.at))
    }
    if !story.isDone {
      moments.solves.append(
        SolveRow(
          isLast: 0, isFinal: 1, isDone: 0, replies: replyCount(.max),
          repliesAfterOpening: less(story.openings, replyCount(.max)),
          groupChanges: changeCount(.max), fromCounters: 0, reopens: reopenCount),
        ticket: row, latest)
    }
  }

  /// A count of replies without those that opened the ticket.
  func less(_ openings: Int64, _ replies: Int64) -> Int64 {
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
      ReplyRow(
        asked: created[row], replied: replied,
        repliedAfterOpening: isKnown ? story.replyAfterOpening : replied,
        isFirst: isKnown ? 1 : isFirst(row, replies[row]), isNext: 0, replier: replier,
        lastSolved: lastSolve, endedUnseen: unseen, place: first?.place ?? .missing),
      ticket: row, then)
    for wait in story.waits {
      let then = wait.replied == .missing ? latest : story.histories(at: wait.replied)
      let replier =
        wait.replied == .missing ? .missing : wait.replier == .missing ? then.agent : wait.replier
      moments.replies.append(
        ReplyRow(
          asked: wait.asked, replied: wait.replied, repliedAfterOpening: wait.replied, isFirst: 0,
          isNext: 1, replier: replier, lastSolved: lastSolve, endedUnseen: unseen,
          place: wait.place),
        ticket: row, then)
    }
  }
}
