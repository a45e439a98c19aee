/// What may happen to a ticket, by the words of the common schema.
public enum EventKind: String, Sendable, CaseIterable {
  case created
  case agentReply = "public_reply_agent"
  case customerReply = "public_reply_customer"
  case botReply = "bot_reply"
  case status, team, priority, assignee, escalated, solved, reopened, merged, deleted, restored
}
