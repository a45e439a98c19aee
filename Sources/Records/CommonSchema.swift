import Columnar

/// The common schema: every field that a source may be mapped onto, by record kind.
public enum CommonSchema {
  /// What identifies a record, and what it cannot be without.
  public struct Kind: Sendable {
    public let kind: RecordKind
    /// The fields that, with the system, make the key.
    public let key: [String]
    /// The fields without which a row is rejected.
    public let required: [String]
    /// The instants that say when the record came into being; the first that is mapped counts.
    public let began: [String]
    public let fields: [Field]

    /// The instant that no version of a record changes: an answer may be given again, but is sent once.
    public var birth: String { began[began.count - 1] }

    /// Whether records of the kind may name the ticket that they are about.
    public var namesTicket: Bool { kind != .ticket && field("ticket") != nil }

    /// The instants that are days by their nature.
    public var days: [String] { kind == .staff || kind == .cost ? began : [] }

    public func field(_ name: String) -> Field? { fields.first { $0.name == name } }
  }

  public static let statuses = [
    "new", "open", "pending", "on_hold", "solved", "closed", "deleted", "spam", "merged", "test",
  ]
  public static let directions = ["inbound", "outbound"]
  public static let priorities = ["low", "normal", "high", "urgent"]

  public static func kind(_ kind: RecordKind) -> Kind? { kinds.first { $0.kind == kind } }

  /// The kinds that can be read.
  public static let kinds = [ticket, event, contact, survey, staff, cost]

  public static let ticket = Kind(
    kind: .ticket, key: ["id"], required: ["id", "created"], began: ["created"],
    fields: [
      Field("id", .text, "the ticket's id in its system", shownTo: .inside),
      Field("created", .instant, "when the ticket was opened"),
      Field("first_reply", .instant, "when a human first replied in public"),
      Field("solved", .instant, "when it was last solved"),
      Field("closed", .instant, "when it was closed for good; its end where no solve is known"),
      updated,
      version,
      Field("status", .enumeration(statuses), "the state of the ticket"),
      Field(
        "channel", .text, "how the customer came: email, phone, chat, social, web",
        shownTo: .everyone),
      Field(
        "direction", .enumeration(directions), "outbound where an agent opened the ticket",
        shownTo: .everyone),
      Field("priority", .enumeration(priorities), "how urgent it is"),
      Field("category", .text, "what it is about", shownTo: .everyone),
      Field("product", .text, "which product it is about", shownTo: .everyone),
      Field("team", .text, "the team that has it", shownTo: .everyone),
      Field("region", .text, "the region whose team has it", shownTo: .everyone),
      Field("agent", .text, "the agent who has it", shownTo: .coaching),
      Field("requester", .text, "the customer who asked", shownTo: .inside),
      account,
      tier,
      Field("reopens", .integer, "how often it was reopened"),
      Field("replies", .integer, "how many public replies agents wrote"),
      Field("group_changes", .integer, "how often it moved between groups"),
      Field("escalated", .boolean, "whether it was explicitly escalated"),
      Field("escalated_at", .instant, "when it was escalated"),
      Field("handle_seconds", .seconds, "how long agents worked on it"),
      Field("bot_involved", .boolean, "whether a bot took part"),
      Field("bot_handed_off", .boolean, "whether the bot handed it to a human"),
      Field("merged_into", .text, "the ticket that it was merged into", shownTo: .inside),
      language,
      Field("subject", .text, "its subject line", shownTo: .inside),
      Field("tags", .text, "its tags", shownTo: .inside),
      Field("escalation_level", .integer, "how far it was escalated"),
      Field(
        "csat_score", .decimal, "the satisfaction score on the ticket itself; CSAT counts surveys"),
      Field("made_sla", .boolean, "the export's own verdict on its resolution"),
      Field("made_first_reply_sla", .boolean, "the export's own verdict on its first reply"),
      Field("sla_first_reply_due", .instant, "when the export says that a reply was due"),
      Field("sla_resolution_due", .instant, "when the export says that a solve was due"),
    ])

  static let event = Kind(
    kind: .event, key: ["ticket", "at", "kind", "sequence"], required: ["ticket", "at", "kind"],
    began: ["at"],
    fields: [
      ticketName,
      ticketSystem,
      Field("at", .instant, "when it happened"),
      Field("kind", .enumeration(EventKind.allCases.map(\.rawValue)), "what happened"),
      Field("sequence", .integer, "decides between events of one second"),
      Field("from", .text, "the status, team, priority or agent before", shownTo: .coaching),
      Field("to", .text, "the status, team, priority or agent from then on", shownTo: .coaching),
      Field("actor", .text, "who did it", shownTo: .coaching),
      updated,
      version,
    ])

  // MARK: Fields of several kinds

  private static let updated = Field(
    "updated", .instant, "when this state was written; the latest state counts")
  private static let version = Field(
    "version", .integer, "decides between states of one second; the greater counts")
  private static let account = Field(
    "account", .text, "the organisation that the customer belongs to", shownTo: .inside)
  private static let tier = Field("tier", .text, "the customer's plan", shownTo: .everyone)
  private static let language = Field(
    "language", .text, "the customer's language", shownTo: .everyone)
  private static let ownTeam = Field("team", .text, "the team", shownTo: .everyone)
  private static let ownRegion = Field(
    "region", .text, "the region of the team", shownTo: .everyone)
  private static let ticketName = Field(
    "ticket", .text, "the ticket that it is about", shownTo: .inside)
  private static let ticketSystem = Field(
    "ticket_system", .text, "the system of that ticket; the source's own where it is missing",
    shownTo: .everyone)

  static let contact = Kind(
    kind: .contact, key: ["id"], required: ["id", "offered"], began: ["offered"],
    fields: [
      Field("id", .text, "the call's or chat's id in its system", shownTo: .inside),
      Field("offered", .instant, "when it reached the queue"),
      Field("ended", .instant, "when the agent was done with it"),
      Field("answered", .boolean, "whether an agent took it"),
      Field("abandoned", .boolean, "whether the customer gave up"),
      Field("wait_seconds", .seconds, "how long the customer waited in the queue"),
      Field("talk_seconds", .seconds, "how long they talked"),
      Field("hold_seconds", .seconds, "how long the customer was put on hold"),
      Field("wrap_seconds", .seconds, "how long the agent worked on it afterwards"),
      Field(
        "handle_seconds", .seconds, "talk, hold and wrap in one, where they are not separate"),
      Field("direction", .enumeration(directions), "who called"),
      Field("contacts", .integer, "how many contacts the row counts for; one where it is missing"),
      Field("handled", .integer, "how many of these an agent took"),
      updated,
      version,
      Field("queue", .text, "the queue that it came to", shownTo: .everyone),
      Field("channel", .text, "phone, chat, social", shownTo: .everyone),
      Field("team", .text, "the team that the queue belongs to", shownTo: .everyone),
      Field("region", .text, "the region of that team", shownTo: .everyone),
      Field("agent", .text, "the agent who took it", shownTo: .coaching),
      ticketName,
      ticketSystem,
      language,
      Field("disposition", .text, "how the agent closed it", shownTo: .everyone),
    ])

  static let survey = Kind(
    kind: .survey, key: ["id"], required: ["id", "kind"], began: ["responded", "sent"],
    fields: [
      Field("id", .text, "the answer's id in its system", shownTo: .inside),
      Field("kind", .enumeration(["csat", "nps", "ces"]), "what was asked"),
      Field("score", .decimal, "the answer"),
      Field("scale", .integer, "the greatest score that can be given"),
      Field("responded", .instant, "when the customer answered"),
      Field("sent", .instant, "when the customer was asked"),
      updated,
      version,
      ticketName,
      ticketSystem,
      Field(
        "easy_end", .enumeration(["high", "low"]), "which end of the effort scale means easy"),
      account,
      Field("team", .text, "the team that is judged", shownTo: .everyone),
      Field("region", .text, "the region that is judged", shownTo: .everyone),
      Field("channel", .text, "the channel that is judged", shownTo: .everyone),
      Field("agent", .text, "the agent who is judged", shownTo: .coaching),
      Field("product", .text, "the product that is judged", shownTo: .everyone),
      tier,
      Field("comment", .text, "what the customer wrote", shownTo: .inside),
    ])

  /// The agent of rows that are about a whole team.
  public static let wholeTeam = "*"

  static let staff = Kind(
    kind: .staff, key: ["team", "agent", "date"], required: ["team", "date"], began: ["date"],
    fields: [
      ownTeam,
      Field(
        "agent", .text, "the agent; * for the whole team in the month that begins on the date",
        shownTo: .coaching),
      Field("date", .instant, "the day, or the first day of the month"),
      ownRegion,
      Field("headcount", .decimal, "how many people the team has, in full-time equivalents"),
      Field("hires", .decimal, "how many came"),
      Field("leavers_voluntary", .decimal, "how many left voluntarily"),
      Field("leavers_involuntary", .decimal, "how many left involuntarily"),
      Field("scheduled_seconds", .seconds, "scheduled time"),
      Field("paid_seconds", .seconds, "paid time"),
      Field("on_queue_seconds", .seconds, "time on the queue"),
      Field("interacting_seconds", .seconds, "time with customers"),
      Field("training_seconds", .seconds, "time in training"),
      Field("qa_points", .decimal, "points given in quality reviews"),
      Field("qa_possible", .decimal, "points that could have been given"),
      Field("qa_critical_fail", .integer, "reviews with a critical failure"),
      Field("tenure_days", .integer, "days since the agent started"),
      updated,
      version,
    ])

  static let cost = Kind(
    kind: .cost, key: ["team", "month", "line"], required: ["team", "month"], began: ["month"],
    fields: [
      ownTeam,
      Field("month", .instant, "the first day of the month"),
      Field("line", .text, "the budget line", shownTo: .everyone),
      ownRegion,
      Field("budget", .money, "what was planned"),
      Field("actual", .money, "what was spent"),
      Field(
        "currency", .text, "ISO 4217 code; the pipeline's currency where it is missing",
        shownTo: .everyone),
      updated,
      version,
    ])
}
