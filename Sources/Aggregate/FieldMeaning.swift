public import Columnar

/// What the fields mean that linking and derivations make; those of exports say it themselves.
public enum FieldMeaning {
  /// - Returns: empty where the table has none.
  public static func of(_ name: String, _ kind: RecordKind) -> String {
    table[kind]?[name] ?? everywhere[name] ?? ""
  }

  private static let everywhere = [
    "due": "when the target of the first policy that fits is used up",
    "in_time": "whether it was done by then; missing while that is open",
    "business_seconds": "the time within the calendar that serves the ticket",
    "created": "when the ticket was opened",
    "age": "from the creation to the end of the period",
    "replies": "public human replies, at a solve those up to it",
    "settled": "when the target was met, or else used up",
    "is_assigned": "whether it has a team or an agent",
    "group_changes": "changes of the team, at a solve those up to it",
    "direction": "outbound where an agent opened the ticket, as the export or a log says",
    "from_closed": "whether the ticket was closed then, and no solve of it is known",
  ]

  private static let table: [RecordKind: [String: String]] = [
    .ticket: [
      "escalation_at": "when it was escalated, else when an escalated ticket was opened",
      "returned_72h": "whether the same requester opened another within 72 hours",
      "first_reply": "when a human first replied in public", "solved": "when it was last solved",
    ],
    .reply: [
      "asked": "the creation, or the first message since the last reply; missing where not known",
      "replied": "the public human reply that followed; missing where none did",
      "is_first": "whether it is the first reply to the ticket; missing where not known",
      "is_next": "whether it is a later one", "replier": "who replied",
      "last_solved": "when the ticket was last solved",
      "replied_after_opening":
        "likewise, but for the message with which an agent opened the ticket",
      "ended_unseen": "whether the ticket ended at an unknown time",
    ],
    .solve: [
      "solved": "when the ticket went from open to solved or closed",
      "replies_after_opening": "replies but for the message with which an agent opened the ticket",
      "is_last": "whether no solve of the ticket came later",
      "is_final": "whether it is the last solve of a solved ticket, or stands for one that is open",
      "is_done": "whether the ticket is solved at the end of the data",
      "reopened_in_7d": "whether it was reopened within 7 days",
      "reopens_before": "reopenings before the solve",
      "from_counters": "whether the export's counters tell it, for want of events",
      "wait_seconds": "time in new, open and on hold up to the solve",
      "reopens": "reopenings of the ticket, whenever",
      "repliers": "agents who replied in public up to the last solve",
      "customer_replies": "messages of the customer between the opening one and the last solve",
      "repeated_7d":
        "whether the requester opened another ticket of the category within 7 days",
    ],
    .spell: [
      "from": "when it began", "until": "when it ended; missing where it has not",
      "entered": "how it began", "left": "how it ended",
    ],
    .contact: [
      "offered_count": "contacts of the row", "handled_count": "of these, taken by an agent",
      "abandoned_count": "of these, given up",
      "short_count": "of the given up, those too soon to count; missing where not known",
      "kept_count": "given up, without those too soon",
      "offered_less_short": "offered, without those given up too soon",
      "served_count": "answered in time",
      "judged_count": "answered or given up, without those given up too soon",
      "work_seconds": "talk, hold and wrap", "wrapped": "when the agent was done",
      "is_linked": "whether it belongs to a ticket of the exports",
    ],
    .survey: [
      "satisfied": "whether a CSAT answer is good; missing for other surveys, and off its scale",
      "nps_class": "1 for a promoter, −1 for a detractor; missing for other surveys",
      "nps_extreme": "1 for promoters and detractors",
      "easy": "whether a CES answer is on the easy side; missing for other surveys",
      "ticket_solved": "when its ticket was last solved, if it is solved at the end of the data",
      "is_latest_answer": "whether the ticket got no later answer of the kind",
    ],
    .staff: [
      "leavers": "all who left", "qa_earned": "points, 0 after a critical failure",
    ],
    .cost: [
      "actual_amount": "what was spent, in the pipeline's currency",
      "budget_amount": "what was planned, in the pipeline's currency",
    ],
    .ramp: [
      "started": "when the agent started",
      "weeks": "weeks to full performance; missing where it is not reached",
    ],
  ]
}
