import Records

extension EventKind {
  /// What events decide together.
  enum Family: Int, Sendable, CaseIterable {
    case replies, states, removals, teams, priorities, assignees, escalations
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
