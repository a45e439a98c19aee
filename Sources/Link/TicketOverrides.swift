import Columnar
import Records

/// The tickets' own batch with what their events tell better.
struct TicketOverrides {
  private let tickets: RecordBatch
  /// Columns that events may tell, and histories as at a ticket's moments.
  private var columns: [String: [Int64]] = [:]

  init(_ tickets: RecordBatch, _ schema: Schema?) {
    self.tickets = tickets
    guard let schema else { return }
    for field in schema.fields {
      if MomentField.named(field.name, .ticket) != nil || field.name == "status" {
        columns[field.name] = tickets.values(field.name)
      }
      let parts = field.name.split(separator: "@")
      if parts.count == 2 { columns[field.name] = tickets.values(String(parts[0])) }
    }
  }

  mutating func tell(
    _ row: Int, _ story: TicketStory, replies: Int64, groupChanges: Int64, reopens: Int64,
    lastSolve: Int64, coversEscalations: Bool, coversBots: Bool
  ) {
    func set(_ name: String, _ value: Int64) { columns[name]?[row] = value }
    let families = story.families
    if families.has(.replies) { set("first_reply", story.firstReply?.replied ?? .missing) }
    set("replies", replies)
    set("group_changes", groupChanges)
    set("reopens", reopens)
    if families.has(.states) { set("solved", lastSolve) }
    if story.isRemoved { set("status", story.removal) }
    let escalated = tickets.column("escalated", row)
    if families.has(.escalations) {
      set("escalated", 1)
      set("escalated_at", story.escalatedAt)
    } else if coversEscalations && escalated == .missing
      && tickets.column("escalated_at", row) == .missing
    {
      set("escalated", 0)
    }
    let hasBot = story.hasBotReply
    if tickets.column("bot_involved", row) == .missing && (hasBot || coversBots) {
      set("bot_involved", hasBot ? 1 : 0)
    }
    if tickets.column("bot_handed_off", row) == .missing && hasBot {
      set("bot_handed_off", story.isHandedOff ? 1 : 0)
    }
    for moment in MomentField.ticketMoments {
      let instant: Int64
      if moment == "created" {
        instant = tickets.column("created", row)
      } else {
        let at =
          families.has(.escalations) ? story.escalatedAt : tickets.column("escalated_at", row)
        instant = at == .missing ? tickets.column("created", row) : at
      }
      let then = story.histories(at: instant)
      set("team@\(moment)", then.team)
      set("priority@\(moment)", then.priority)
      set("agent@\(moment)", then.agent)
    }
  }

  func batch(_ schema: Schema) -> RecordBatch {
    var batch = RecordBatch(schema: schema)
    batch.count = tickets.count
    batch.columns = schema.fields.map { columns[$0.name] ?? tickets.values($0.name) }
    return batch
  }
}

extension RecordBatch {
  fileprivate func column(_ name: String, _ row: Int) -> Int64 {
    schema.index(of: name).map { columns[$0][row] } ?? .missing
  }
}
