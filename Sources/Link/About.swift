import Columnar
import Records

/// Contacts or surveys of one partition, with the tickets that they are about.
struct About {
  let linker: Linker
  let batch: RecordBatch
  let locators: [Locator]
  let tickets: RecordBatch?
  let log: EventLog
  /// The row of each record's ticket; nil where it has none.
  private let rows: [Int?]
  let orphans: Int

  init(
    linker: Linker, batch: RecordBatch, locators: [Locator], tickets: RecordBatch?, map: LinkMap,
    log: EventLog
  ) {
    self.linker = linker
    self.batch = batch
    self.locators = locators
    self.tickets = tickets
    self.log = log
    let links = batch.values(Field.ticketLink.name)
    rows = links.map { map.row(of: $0) }
    orphans = zip(links, rows).count { $0 != .missing && $1 == nil }
  }

  /// The records with the fields of a schema: their own, and where these are missing, those of
  /// their tickets at the time.
  ///
  /// - Parameter solves: by ticket the last solve of those that are solved; empty where none is asked
  ///   for.
  func filled(_ schema: Schema, solves: [Int64]) -> RecordBatch {
    var filled = RecordBatch(schema: schema)
    filled.count = batch.count
    let histories = histories()
    filled.columns = schema.fields.map { field in
      switch field.name {
      case "is_linked": return rows.map { $0 == nil ? 0 : 1 }
      case "ticket_solved" where !solves.isEmpty:
        return rows.map { $0.map { solves[$0] } ?? .missing }
      case "place": return locators.map { Int64(bitPattern: $0.packed) }
      default: break
      }
      var values = batch.values(field.name)
      guard let tickets, let column = tickets.schema.index(of: field.name),
        Self.isShared(field, batch.schema.kind)
      else { return values }
      let history = MomentField.histories.firstIndex(of: field.name)
      for row in values.indices where values[row] == .missing {
        guard let ticket = rows[row] else { continue }
        if let history, let then = histories[row] {
          values[row] = [then.team, then.priority, then.agent][history]
        } else {
          values[row] = tickets.columns[column][ticket]
        }
      }
      return values
    }
    return filled
  }

  /// Whether a record takes a field from its ticket where it lacks it.
  private static func isShared(_ field: Field, _ kind: RecordKind) -> Bool {
    field.type.isText
      && !["ticket", "ticket_system", "kind", "system", "id", "direction"].contains(field.name)
  }

  /// Team, priority and agent of each record's ticket at its time; nil where no events tell them.
  private func histories() -> [Histories?] {
    guard let tickets, !log.isEmpty else { return rows.map { _ in nil } }
    let isSurvey = batch.schema.kind == .survey
    let at = batch.values(isSurvey ? "responded" : "offered")
    let sent = batch.values("sent")
    let columns = MomentField.histories.map { tickets.values($0) }
    var known: [Int: TicketHistories] = [:]
    return rows.enumerated().map { row, ticket in
      guard let ticket else { return nil }
      let events = log.events(ofTicket: ticket)
      if events.isEmpty { return nil }
      let instant = at[row] == .missing && isSurvey ? sent[row] : at[row]
      if let histories = known[ticket] { return histories.at(instant) }
      let own = Histories(
        team: columns[0][ticket], priority: columns[1][ticket], agent: columns[2][ticket])
      let histories = TicketHistories(own, events, linker.survey)
      known[ticket] = histories
      return histories.at(instant)
    }
  }
}
