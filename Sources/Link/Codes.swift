import Columnar

/// The codes of words that linking must know, and of events' words in the tickets' dictionaries.
struct Codes: Sendable {
  let new, open, pending, onHold, solved, closed, deleted, merged: Int64
  let outbound: Int64
  /// By the code of a status: whether its tickets are left out of every figure.
  let leftOut: Set<Int64>
  let done: Set<Int64>
  /// By the code of an event kind its place in the common schema's list; nil for unknown ones.
  let eventKinds: [Int64: EventKind]
  let entries: [Int64]
  let exits: [Int64]

  init(_ dictionaries: [String: TextDictionary], leftOut: [String]) {
    let status = dictionaries["status"] ?? TextDictionary()
    new = status.code(of: "new")
    open = status.code(of: "open")
    pending = status.code(of: "pending")
    onHold = status.code(of: "on_hold")
    solved = status.code(of: "solved")
    closed = status.code(of: "closed")
    deleted = status.code(of: "deleted")
    merged = status.code(of: "merged")
    done = [solved, closed]
    self.leftOut = Set(leftOut.map { status.code(of: $0) })
    outbound = dictionaries["direction"]?.knownCode(of: "outbound") ?? .missing
    let kinds = dictionaries["kind"] ?? TextDictionary()
    eventKinds = Dictionary(
      uniqueKeysWithValues: EventKind.allCases.map { (kinds.code(of: $0.word), $0) })
    let entered = dictionaries["entered"] ?? TextDictionary()
    let left = dictionaries["left"] ?? TextDictionary()
    entries = MomentField.entries.map { entered.code(of: $0) }
    exits = MomentField.exits.map { left.code(of: $0) }
  }

  func isOpen(_ status: Int64) -> Bool {
    status == open || status == new || status == pending || status == onHold
  }
}

/// What may happen to a ticket.
enum EventKind: Int, Sendable, CaseIterable {
  case created, agentReply, customerReply, botReply, status, team, priority, assignee, escalated
  case solved, reopened, merged, deleted, restored

  /// What events decide together.
  enum Family: Int, Sendable, CaseIterable {
    case replies, states, removals, teams, priorities, assignees, escalations
  }

  var word: String {
    switch self {
    case .created: "created"
    case .agentReply: "public_reply_agent"
    case .customerReply: "public_reply_customer"
    case .botReply: "bot_reply"
    case .status: "status"
    case .team: "team"
    case .priority: "priority"
    case .assignee: "assignee"
    case .escalated: "escalated"
    case .solved: "solved"
    case .reopened: "reopened"
    case .merged: "merged"
    case .deleted: "deleted"
    case .restored: "restored"
    }
  }

  var family: Family? {
    switch self {
    case .created: nil
    case .agentReply, .customerReply, .botReply: .replies
    case .status, .solved, .reopened: .states
    case .merged, .deleted, .restored: .removals
    case .team: .teams
    case .priority: .priorities
    case .assignee: .assignees
    case .escalated: .escalations
    }
  }
}

/// The families of some events, as bits.
struct Families: OptionSet, Sendable {
  var rawValue: Int

  init(rawValue: Int) { self.rawValue = rawValue }

  init(_ family: EventKind.Family) { rawValue = 1 << family.rawValue }

  func has(_ family: EventKind.Family) -> Bool { rawValue & 1 << family.rawValue != 0 }
}
