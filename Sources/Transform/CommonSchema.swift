public import Columnar

/// The common schema: every field that a source may be mapped onto, by record kind.
public enum CommonSchema {
  /// What identifies a record, and what it cannot be without.
  public struct Kind: Sendable {
    public let kind: RecordKind
    /// The fields that, with the system, make the key.
    public let key: [String]
    /// The fields without which a row is rejected.
    public let required: [String]
    /// The instant that says when the record came into being.
    public let began: String
    public let fields: [Field]

    public func field(_ name: String) -> Field? { fields.first { $0.name == name } }
  }

  public static let statuses = [
    "new", "open", "pending", "on_hold", "solved", "closed", "deleted", "spam", "merged", "test",
  ]
  public static let priorities = ["low", "normal", "high", "urgent"]

  public static func kind(_ kind: RecordKind) -> Kind? { kinds.first { $0.kind == kind } }

  /// The kinds that can be read.
  public static let kinds = [ticket, contact, survey]

  static let ticket = Kind(
    kind: .ticket, key: ["id"], required: ["id", "created"], began: "created",
    fields: [
      Field("id", .text, "the ticket's id in its system"),
      Field("created", .instant, "when the ticket was opened"),
      Field("first_reply", .instant, "when a human first replied in public"),
      Field("solved", .instant, "when it was last solved"),
      Field("closed", .instant, "when it was closed for good"),
      Field("updated", .instant, "when this state was written; the latest state counts"),
      Field("version", .integer, "decides between states of one second; the greater counts"),
      Field("status", .enumeration(statuses), "the state of the ticket"),
      Field("channel", .text, "how the customer came: email, phone, chat, social, web"),
      Field("priority", .enumeration(priorities), "how urgent it is"),
      Field("category", .text, "what it is about"),
      Field("product", .text, "which product it is about"),
      Field("team", .text, "the team that has it"),
      Field("region", .text, "the region whose team has it"),
      Field("agent", .text, "the agent who has it"),
      Field("requester", .text, "the customer who asked"),
      Field("account", .text, "the organisation that the customer belongs to"),
      Field("tier", .text, "the customer's plan"),
      Field("reopens", .integer, "how often it was reopened"),
      Field("replies", .integer, "how many public replies agents wrote"),
      Field("group_changes", .integer, "how often it moved between groups"),
      Field("escalated", .boolean, "whether it was explicitly escalated"),
      Field("escalated_at", .instant, "when it was escalated"),
      Field("handle_seconds", .seconds, "how long agents worked on it"),
      Field("bot_involved", .boolean, "whether a bot took part"),
      Field("bot_handed_off", .boolean, "whether the bot handed it to a human"),
      Field("merged_into", .text, "the ticket that it was merged into"),
      Field("language", .text, "the customer's language"),
      Field("subject", .text, "its subject line"),
      Field("tags", .text, "its tags"),
      Field("csat_score", .decimal, "the satisfaction score on the ticket itself"),
      Field("made_sla", .boolean, "the export's own verdict on its service level"),
    ])

  static let contact = Kind(
    kind: .contact, key: ["id"], required: ["id", "offered"], began: "offered",
    fields: [
      Field("id", .text, "the call's or chat's id in its system"),
      Field("offered", .instant, "when it reached the queue"),
      Field("answered", .boolean, "whether an agent took it"),
      Field("abandoned", .boolean, "whether the customer gave up"),
      Field("wait_seconds", .seconds, "how long the customer waited in the queue"),
      Field("talk_seconds", .seconds, "how long they talked"),
      Field("hold_seconds", .seconds, "how long the customer was put on hold"),
      Field("wrap_seconds", .seconds, "how long the agent worked on it afterwards"),
      Field(
        "handle_seconds", .seconds, "talk, hold and wrap in one, where they are not told apart"),
      Field("direction", .enumeration(["inbound", "outbound"]), "who called"),
      Field("contacts", .integer, "how many contacts the row stands for; one where it is missing"),
      Field("handled", .integer, "how many of these an agent took"),
      Field("updated", .instant, "when this state was written; the latest state counts"),
      Field("version", .integer, "decides between states of one second; the greater counts"),
      Field("queue", .text, "the queue that it came to"),
      Field("channel", .text, "phone, chat, social"),
      Field("team", .text, "the team that the queue belongs to"),
      Field("region", .text, "the region of that team"),
      Field("agent", .text, "the agent who took it"),
      Field("ticket", .text, "the ticket that it is about"),
      Field("language", .text, "the customer's language"),
      Field("disposition", .text, "how the agent closed it"),
    ])

  static let survey = Kind(
    kind: .survey, key: ["id"], required: ["id", "kind"], began: "sent",
    fields: [
      Field("id", .text, "the answer's id in its system"),
      Field("kind", .enumeration(["csat", "nps", "ces"]), "what was asked"),
      Field("score", .decimal, "the answer"),
      Field("scale", .integer, "the greatest score that can be given"),
      Field("responded", .instant, "when the customer answered"),
      Field("sent", .instant, "when the customer was asked"),
      Field("updated", .instant, "when this state was written; the latest state counts"),
      Field("version", .integer, "decides between states of one second; the greater counts"),
      Field("ticket", .text, "the ticket that it is about"),
      Field("account", .text, "the organisation that the customer belongs to"),
      Field("team", .text, "the team that is judged"),
      Field("region", .text, "the region that is judged"),
      Field("channel", .text, "the channel that is judged"),
      Field("agent", .text, "the agent who is judged"),
      Field("product", .text, "the product that is judged"),
      Field("tier", .text, "the customer's plan"),
      Field("comment", .text, "what the customer wrote"),
    ])
}
