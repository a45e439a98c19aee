import Columnar

/// A field that linking makes, or may tell better than the export: a row of the table of moments.
public struct MomentField: Sendable {
  public let kind: RecordKind
  public let field: Field
  /// The tickets' own columns from which it is told where no events decide.
  public let columns: [String]
  /// Of these one is enough.
  public let anyOf: [String]
  /// The events' columns without which they do not tell it.
  public let eventColumns: [String]
  /// Whether events tell it.
  public let isToldByEvents: Bool

  init(
    _ kind: RecordKind, _ field: Field, _ columns: [String], anyOf: [String] = [],
    eventColumns: [String] = [], events: Bool
  ) {
    self.eventColumns = eventColumns
    self.kind = kind
    self.field = field
    self.columns = columns
    self.anyOf = anyOf
    isToldByEvents = events
  }

  public static func named(_ name: String, _ kind: RecordKind) -> MomentField? {
    all.first { $0.kind == kind && $0.field.name == name }
  }

  public static func of(_ kind: RecordKind) -> [MomentField] { all.filter { $0.kind == kind } }

  /// How a stretch in the backlog began and ended.
  public static let entries = ["created", "reopened", "restored", "moved"]
  public static let exits = ["solved", "removed", "moved"]

  /// The moments of a ticket at which figures of its own are split; a column of a history as at one
  /// of them is named `team@created`.
  public static let ticketMoments = ["created", "escalation_at"]

  /// The tickets' columns whose value at the time of a moment events tell.
  public static let histories = ["team", "priority", "agent"]

  /// What tells when a ticket ended.
  private static let ends = ["solved", "closed"]

  public static let all: [MomentField] =
    [
      MomentField(
        .ticket,
        Field(
          "direction", .text,
          "outbound where an agent opened the ticket, as the export or a log says"),
        [], eventColumns: ["actor"], events: true),
      MomentField(.ticket, Field("first_reply", .instant), [], events: true),
      MomentField(.ticket, Field("solved", .instant), [], events: true),
      MomentField(.ticket, Field("replies", .integer), [], events: true),
      MomentField(.ticket, Field("reopens", .integer), [], events: true),
      MomentField(.ticket, Field("group_changes", .integer), [], events: true),
      MomentField(.ticket, Field("escalated", .boolean), [], events: true),
      MomentField(.ticket, Field("escalated_at", .instant), [], events: true),
      MomentField(.ticket, Field("bot_involved", .boolean), [], events: true),
      MomentField(.ticket, Field("bot_handed_off", .boolean), [], events: true),

      MomentField(
        .reply,
        Field(
          "asked", .instant,
          "the creation, or the first message since the last reply; missing where not known"),
        ["created"], events: false),
      MomentField(
        .reply,
        Field("replied", .instant, "the public human reply that followed; missing where none did"),
        ["first_reply"], events: true),
      // The first reply but the message with which an agent opened the ticket.
      MomentField(
        .reply,
        Field(
          "replied_after_opening", .instant,
          "likewise, but for the message with which an agent opened the ticket"), ["first_reply"],
        events: true),
      MomentField(
        .reply,
        Field(
          "is_first", .boolean,
          "whether it is the first reply to the ticket; missing where not known"), ["created"],
        events: false),
      MomentField(
        .reply, Field("is_next", .boolean, "whether it is a later one"), [], events: true),
      MomentField(
        .reply, Field("replier", .text, "who replied", shownTo: .coaching), ["agent"], events: true),
      MomentField(
        .reply, Field("last_solved", .instant, "when the ticket was last solved"), ["created"],
        events: true),
      // Whether the ticket ended at an unknown time.
      MomentField(
        .reply, Field("ended_unseen", .boolean, "whether the ticket ended at an unknown time"),
        ["created"], events: false),
      // Where the event that decided a moment stands in the exports; missing where the ticket's own
      // columns tell it.
      MomentField(.reply, Field("place", .integer), ["created"], events: false),

      MomentField(
        .solve, Field("solved", .instant, "when the ticket went from open to solved or closed"), [],
        anyOf: ends, events: true),
      MomentField(
        .solve, Field("is_last", .boolean, "whether no solve of the ticket came later"), [],
        anyOf: ends, events: true),
      MomentField(
        .solve,
        Field(
          "is_final", .boolean,
          "whether it is the last solve of a solved ticket, or marks one that is open"),
        ["created"], events: false),
      MomentField(
        .solve, Field("is_done", .boolean, "whether the ticket is solved at the end of the data"),
        ["created"], events: false),
      MomentField(
        .solve, Field("replies", .integer, "public human replies, at a solve those up to it"),
        ["replies"], events: true),
      MomentField(
        .solve,
        Field(
          "replies_after_opening", .integer,
          "replies but for the message with which an agent opened the ticket"), ["replies"],
        events: true),
      MomentField(
        .solve, Field("group_changes", .integer, "changes of the team, at a solve those up to it"),
        ["group_changes"], events: true),
      MomentField(
        .solve, Field("reopened_in_7d", .boolean, "whether it was reopened within 7 days"),
        ["reopens"], events: true),
      MomentField(
        .solve, Field("reopens_before", .integer, "reopenings before the solve"), ["reopens"],
        events: true),
      MomentField(
        .solve,
        Field(
          "from_counters", .boolean,
          "whether it comes from the export's counters, for want of events"),
        ["created"], events: false),
      // 1 where the ticket was closed at that time, and no solve of it is known; missing else.
      MomentField(
        .solve,
        Field(
          "from_closed", .boolean, "whether the ticket was closed then, and no solve of it is known"
        ), ["closed"], events: false),
      MomentField(
        .solve, Field("wait_seconds", .seconds, "time in new, open and on hold up to the solve"),
        [], events: true),
      MomentField(.solve, Field("place", .integer), ["created"], events: false),
      // Of the ticket: whenever, and up to its last solve.
      MomentField(
        .solve, Field("reopens", .integer, "reopenings of the ticket, whenever"), ["reopens"],
        events: true),
      MomentField(
        .solve, Field("repliers", .integer, "agents who replied in public up to the last solve"),
        [], events: true),
      MomentField(
        .solve,
        Field(
          "customer_replies", .integer,
          "messages of the customer between the opening one and the last solve"), [], events: true),

      MomentField(
        .spell, Field("from", .instant, "when it began"), ["created"], anyOf: ends, events: true),
      MomentField(
        .spell, Field("until", .instant, "when it ended; missing where it has not"), [],
        anyOf: ends, events: true),
      MomentField(
        .spell, Field("entered", .enumeration(entries), "how it began"), [], anyOf: ends,
        events: true),
      MomentField(
        .spell, Field("left", .enumeration(exits), "how it ended"), [], anyOf: ends, events: true),
      // 1 where events tell it; missing else.
      MomentField(.spell, Field("from_events", .boolean), [], events: true),
      MomentField(
        .spell,
        Field(
          "from_closed", .boolean, "whether the ticket was closed then, and no solve of it is known"
        ), ["closed"], events: false),
      MomentField(.spell, Field("from_place", .integer), ["created"], events: false),
      MomentField(.spell, Field("until_place", .integer), ["created"], events: false),

      // Where a record stands in the exports, which decides between equals.
      MomentField(.survey, Field("place", .integer), [], events: false),
      // The last solve of its ticket, if that is solved at the end of the data and counts at all.
      MomentField(
        .survey,
        Field(
          "ticket_solved", .instant,
          "when its ticket was last solved, if it is solved at the end of the data"), ["ticket"],
        events: false),
      MomentField(
        .contact, Field("is_linked", .boolean, "whether it belongs to a ticket of the exports"), [],
        events: false),
    ]
    + [RecordKind.reply, .solve, .spell].map {
      // Which row of the partition's tickets the moment belongs to.
      MomentField($0, Field("ticket_row", .integer), ["created"], events: false)
    }
}
