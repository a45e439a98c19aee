/// The kinds of record: those of the common schema, which exports bring, and the moments that are
/// made of tickets and their events.
public enum RecordKind: String, Sendable, CaseIterable {
  case ticket, event, contact, survey, staff, cost
  /// The first reply to a ticket, or the next to a later message; with or without the reply.
  case reply
  /// A solve of a ticket, or the open end of one that is not solved.
  case solve
  /// A stretch in which a ticket stood in the backlog of one team.
  case spell
  /// A new agent's way to full performance.
  case ramp

  /// Whether records of the kind are made of others.
  public var isDerived: Bool {
    switch self {
    case .reply, .solve, .spell, .ramp: true
    default: false
    }
  }
}
