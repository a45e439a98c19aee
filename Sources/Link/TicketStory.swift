import Columnar

/// What became of one ticket: told by its events where they decide, else by its own columns.
///
/// A walk over the events in their order; see `Linker` for what is made of it.
struct TicketStory {
  /// The ticket as its export has it.
  struct Ticket {
    var row: Int
    var created: Int64
    var solved: Int64
    var status: Int64
    /// Whether an agent opened it.
    var isOutbound = false
    var own: Histories
    /// Whether its creation is known to the day only.
    var isCreatedByDay = false
  }

  struct Wait {
    var asked: Int64
    var replied: Int64
    var replier: Int64
    /// Of the reply, else of the message that waits for it; missing where no event tells it.
    var place: Int64 = .missing
  }

  struct Solve {
    var at: Int64
    /// Whether the reopening that followed came within a week; nil where none did.
    var isReopenedSoon: Bool?
    var reopensBefore: Int64
    /// Time in new, open and on hold so far.
    var waited: Int64
    /// Of the event that solved it.
    var place: Int64
  }

  struct Spell {
    var from: Int64
    var until: Int64
    var entered: Int
    var left: Int?
    /// As at its beginning, and all the while.
    var histories: Histories
    /// Of the events that began and ended it; missing where the ticket's own columns tell it.
    var fromPlace = Int64.missing
    var untilPlace = Int64.missing
  }

  private(set) var families: Families = []
  private(set) var firstReply: Wait?
  /// The first reply but the message with which an agent opened the ticket; missing where there is none.
  private(set) var replyAfterOpening = Int64.missing
  /// How many replies opened the ticket: none or one.
  private(set) var openings: Int64 = 0
  private(set) var waits: [Wait] = []
  private(set) var solves: [Solve] = []
  private(set) var spells: [Spell] = []
  /// The statuses over time, those while removed too; empty where no events tell them.
  private(set) var statuses: [(at: Int64, status: Int64)] = []
  private(set) var isRemoved = false
  /// The status that the removal gives; missing where there was none.
  private(set) var removal = Int64.missing
  private(set) var isDone = false
  private(set) var reopens: Int64 = 0
  private(set) var replies: [Int64] = []
  private(set) var groupChanges: [Int64] = []
  private(set) var escalatedAt = Int64.missing
  private(set) var hasBotReply = false
  /// Whether a human replied after the first bot.
  private(set) var isHandedOff = false

  private let ticket: Ticket
  private let codes: Codes
  private let survey: EventSurvey
  private let events: ArraySlice<EventLog.Event>
  private let history: TicketHistories
  private let elapsed: ElapsedTime
  private var status: Int64 = .missing
  private var spell: Spell?
  private var waited: Int64 = 0
  private var waitedSince: Int64 = .missing
  private var isWaitingSinceDay = false

  init(
    _ ticket: Ticket, _ events: ArraySlice<EventLog.Event>, _ codes: Codes, _ survey: EventSurvey,
    _ elapsed: ElapsedTime
  ) {
    self.elapsed = elapsed
    self.ticket = ticket
    self.events = events
    self.codes = codes
    self.survey = survey
    history = TicketHistories(ticket.own, events, survey)
    for family in events.compactMap(\.kind.family) { families.insert(Families(family)) }
    tell()
  }

  // MARK: Histories

  /// Team, priority and agent at an instant, the events of that second included.
  func histories(at instant: Int64) -> Histories {
    history.at(instant)
  }

  // MARK: The walk

  private mutating func tell() {
    let tellsStates = families.has(.states)
    begin()
    var own = tellsStates ? [] : ownChanges()
    var waiting = Wait(asked: .missing, replied: .missing, replier: .missing)
    var lastTeam = Int64.missing
    let openedAt = max(ticket.created, events.first { $0.kind == .created }?.at ?? .missing)
    for event in events {
      let at = max(event.at, ticket.created)
      while let change = own.first, change.at < at {
        move(to: change.status, at: change.at, dated: change.at)
        own.removeFirst()
      }
      switch event.kind {
      case .created: break
      case .agentReply:
        if ticket.isOutbound && replies.isEmpty && event.at <= openedAt {
          openings = 1
        } else if replyAfterOpening == .missing && event.at >= ticket.created {
          replyAfterOpening = event.at
        }
        replies.append(event.at)
        if hasBotReply { isHandedOff = true }
        let replier = survey.agent(event.actor)
        if event.at < ticket.created { break }
        if firstReply == nil {
          firstReply = Wait(
            asked: ticket.created, replied: event.at, replier: replier, place: event.place)
        } else if waiting.asked != .missing {
          waits.append(
            Wait(asked: waiting.asked, replied: event.at, replier: replier, place: event.place))
          waiting.asked = .missing
        }
      case .customerReply:
        if firstReply != nil && waiting.asked == .missing {
          (waiting.asked, waiting.place) = (event.at, event.place)
        }
      case .botReply: hasBotReply = true
      case .status:
        move(to: survey.word(event.to, .states, .to), at: at, dated: event.at, event.place)
      case .solved: move(to: codes.solved, at: at, dated: event.at, event.place)
      case .reopened: move(to: codes.open, at: at, dated: event.at, event.place)
      case .team:
        let before = survey.word(event.from, .teams, .from)
        let old = before == .missing ? lastTeam : before
        lastTeam = survey.word(event.to, .teams, .to)
        if old != .missing && old != lastTeam { groupChanges.append(event.at) }
        split(at: at, event.place)
      case .priority, .assignee: split(at: at, event.place)
      case .escalated:
        if escalatedAt == .missing { escalatedAt = event.at }
      case .merged, .deleted:
        remove(event.kind == .merged ? codes.merged : codes.deleted, at: at, event.place)
      case .restored: restore(at: at, event.place)
      }
    }
    for change in own { move(to: change.status, at: change.at, dated: change.at) }
    if waiting.asked != .missing { waits.append(waiting) }
    if let spell { spells.append(spell) }
  }

  private mutating func begin() {
    // A change of status after a solve does not tell how the ticket began.
    let first = events.first { $0.kind.family == .states }
    let from =
      first?.kind == .status ? survey.word(first?.from ?? .missing, .states, .from) : .missing
    status = families.has(.states) && from != .missing ? from : codes.new
    // Of a ticket that was solved nobody knows when, nobody knows how long it stood in the backlog.
    if !families.has(.states) && ticket.solved == .missing && codes.done.contains(ticket.status) {
      status = ticket.status
    }
    isDone = codes.done.contains(status)
    note(at: ticket.created, isDay: ticket.isCreatedByDay)
    if !isDone {
      enter(0, at: ticket.created, .missing)
    }
  }

  /// What the ticket's own columns say of its solve, as changes of status.
  private func ownChanges() -> [(at: Int64, status: Int64)] {
    if ticket.solved == .missing { return [] }
    let at = max(ticket.solved, ticket.created)
    return codes.isOpen(ticket.status)
      ? [(at, codes.solved), (at, codes.open)] : [(at, codes.solved)]
  }

  /// - Parameters:
  ///   - at: never before the creation.
  ///   - dated: as the event has it.
  ///   - place: of the event; missing where the ticket's own columns tell the change.
  private mutating func move(
    to new: Int64, at: Int64, dated: Int64, _ place: Int64 = .missing
  ) {
    let wasDone = isDone
    if new == .missing { return }
    status = new
    isDone = codes.done.contains(new)
    note(at: at, isDay: elapsed.isDay(eventAt: place))
    if isRemoved { return }
    if isDone && !wasDone {
      if families.has(.states) {
        solves.append(Solve(at: dated, reopensBefore: reopens, waited: waited, place: place))
      }
      leave(0, at: at, place)
    } else if wasDone && !isDone {
      reopens += 1
      if let last = solves.indices.last, solves[last].isReopenedSoon == nil {
        let inDays =
          elapsed.isDay(eventAt: solves[last].place) || elapsed.isDay(eventAt: place)
        solves[last].isReopenedSoon =
          elapsed.seconds(from: solves[last].at, to: dated, inDays: inDays) <= Linker.week
      }
      enter(1, at: at, place)
    }
  }

  private mutating func remove(_ code: Int64, at: Int64, _ place: Int64) {
    if isRemoved { return }
    isRemoved = true
    removal = code
    note(at: at, isDay: elapsed.isDay(eventAt: place))
    leave(1, at: at, place)
  }

  private mutating func restore(at: Int64, _ place: Int64) {
    guard isRemoved else { return }
    isRemoved = false
    note(at: at, isDay: elapsed.isDay(eventAt: place))
    if !isDone { enter(2, at: at, place) }
  }

  /// A new spell where team, priority or agent has changed.
  private mutating func split(at: Int64, _ place: Int64) {
    guard let spell, spell.from < at, spell.histories != histories(at: at) else { return }
    leave(2, at: at, place)
    enter(3, at: at, place)
  }

  private mutating func enter(_ how: Int, at: Int64, _ place: Int64) {
    guard spell == nil else { return }
    spell = Spell(
      from: at, until: .missing, entered: how, histories: histories(at: at), fromPlace: place)
  }

  private mutating func leave(_ how: Int, at: Int64, _ place: Int64) {
    guard var ended = spell.take() else { return }
    ended.until = at
    ended.left = how
    ended.untilPlace = place
    spells.append(ended)
  }

  /// Takes note of the status from an instant on, and of the time that the requester waited.
  private mutating func note(at: Int64, isDay: Bool) {
    if waitedSince != .missing {
      waited += elapsed.seconds(from: waitedSince, to: at, inDays: isDay || isWaitingSinceDay)
    }
    isWaitingSinceDay = isDay
    let waits =
      !isRemoved && (status == codes.new || status == codes.open || status == codes.onHold)
    waitedSince = waits ? at : .missing
    if families.has(.states) { statuses.append((at, status)) }
  }
}
