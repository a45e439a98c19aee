import Columnar

/// The functions of the table of derivations.
enum Derivations {
  private static func isOpen(_ input: DerivedField.Input) -> (Int64) -> Bool {
    let codes = MetricTable.openStatuses.map { input.code("status", $0) }
    return { status in status >= 0 && codes.contains(status) }
  }

  private static func isDone(_ input: DerivedField.Input) -> (Int64) -> Bool {
    let codes = ["solved", "closed"].map { input.code("status", $0) }
    return { status in status >= 0 && codes.contains(status) }
  }

  /// A column that may not be there, as one of missing values.
  private static func column(_ input: DerivedField.Input, _ name: String) -> [Int64] {
    input.column(name) ?? [Int64](repeating: .missing, count: input.batch.count)
  }

  /// The solve; for a ticket that is done without one, the creation. Never before the creation.
  static func leftAt(_ input: DerivedField.Input) -> [Int64] {
    let created = column(input, "created")
    let solved = column(input, "solved")
    let status = column(input, "status")
    let isDone = isDone(input)
    return created.indices.map { row in
      if solved[row] != .missing { return max(solved[row], created[row]) }
      return isDone(status[row]) ? created[row] : .missing
    }
  }

  /// Until when the ticket stands in the backlog: not at all ended where it is open again.
  static func backlogUntil(_ input: DerivedField.Input) -> [Int64] {
    let left = column(input, "left_at")
    let status = column(input, "status")
    let isOpen = isOpen(input)
    return left.indices.map { isOpen(status[$0]) ? .missing : left[$0] }
  }

  static func escalationAt(_ input: DerivedField.Input) -> [Int64] {
    let created = column(input, "created")
    let escalated = column(input, "escalated")
    let at = column(input, "escalated_at")
    return created.indices.map { row in
      if escalated[row] == 0 { return .missing }
      if at[row] != .missing { return at[row] }
      return escalated[row] == 1 ? created[row] : .missing
    }
  }

  /// Creation plus the target of the first policy that fits.
  static func due(_ input: DerivedField.Input, _ target: (SLAPolicy) -> Int64?) -> [Int64] {
    let created = column(input, "created")
    var dues = [Int64](repeating: .missing, count: created.count)
    var open = Array(created.indices)
    var isDecided = [Bool](repeating: false, count: created.count)
    for policy in input.context.policies {
      let tests = policy.tests.map {
        CompiledTest($0, input.batch.schema, input.context.dictionaries)
      }
      var fitting = open
      for test in tests { test.filter(&fitting, input.batch.columns) }
      if let target = target(policy) {
        for row in fitting { dues[row] = created[row] + target }
      }
      for row in fitting { isDecided[row] = true }
      open.removeAll { isDecided[$0] }
    }
    return dues
  }

  static func firstReplyInTime(_ input: DerivedField.Input) -> [Int64] {
    let due = column(input, "first_reply_due")
    let reply = column(input, "first_reply")
    let solved = column(input, "solved")
    let cutoff = input.context.cutoff
    return due.indices.map { row in
      if due[row] == .missing { return .missing }
      if reply[row] != .missing { return reply[row] <= due[row] ? 1 : 0 }
      // Solved before a reply was due: none was needed.
      if solved[row] != .missing && solved[row] <= due[row] { return .missing }
      return due[row] < cutoff ? 0 : .missing
    }
  }

  static func resolutionInTime(_ input: DerivedField.Input) -> [Int64] {
    let due = column(input, "resolution_due")
    let solved = column(input, "solved")
    let status = column(input, "status")
    let cutoff = input.context.cutoff
    let isOpen = isOpen(input)
    return due.indices.map { row in
      if due[row] == .missing { return .missing }
      if solved[row] != .missing && !isOpen(status[row]) { return solved[row] <= due[row] ? 1 : 0 }
      return due[row] < cutoff ? 0 : .missing
    }
  }

  /// Whether the same requester opened another ticket within 72 hours after this one.
  static func returned(_ inputs: [DerivedField.Input]) -> [[Int64]] {
    struct Visit {
      var system, requester, created: Int64
      var partition, row: Int
    }
    var columns = inputs.map { [Int64](repeating: .missing, count: $0.batch.count) }
    var visits: [Visit] = []
    for (partition, input) in inputs.enumerated() {
      let system = column(input, "system")
      let requester = column(input, "requester")
      let created = column(input, "created")
      let leftOut = Population(input.batch.schema, input.context.dictionaries)
      for row in created.indices where requester[row] != .missing {
        if leftOut.reason(row, input.batch.columns) != nil { continue }
        visits.append(
          Visit(
            system: system[row], requester: requester[row], created: created[row],
            partition: partition, row: row))
      }
    }
    visits.sort { ($0.system, $0.requester, $0.created) < ($1.system, $1.requester, $1.created) }
    for (i, visit) in visits.enumerated() {
      // The next later visit decides; visits of the same second do not follow one another.
      var next = i + 1
      while next < visits.count && visits[next].system == visit.system
        && visits[next].requester == visit.requester && visits[next].created == visit.created
      {
        next += 1
      }
      let isReturn =
        next < visits.count && visits[next].system == visit.system
        && visits[next].requester == visit.requester
        && visits[next].created - visit.created <= 72 * 3600
      columns[visit.partition][visit.row] = isReturn ? 1 : 0
    }
    return columns
  }

  static func satisfied(_ input: DerivedField.Input) -> [Int64] {
    let kind = column(input, "kind")
    let score = column(input, "score")
    let scale = column(input, "scale")
    let csat = input.code("kind", "csat")
    return kind.indices.map { row in
      guard kind[row] == csat, score[row] != .missing else { return .missing }
      let least: Int64 = scale[row] == 2 || scale[row] == 1 ? scale[row] : 4
      return score[row] >= least * FieldType.decimalScale ? 1 : 0
    }
  }

  /// 1 for a promoter, −1 for a detractor.
  static func npsClass(_ input: DerivedField.Input) -> [Int64] {
    let kind = column(input, "kind")
    let score = column(input, "score")
    let nps = input.code("kind", "nps")
    return kind.indices.map { row in
      guard kind[row] == nps, score[row] != .missing else { return .missing }
      if score[row] >= 9 * FieldType.decimalScale { return 1 }
      return score[row] <= 6 * FieldType.decimalScale ? -1 : 0
    }
  }

  static func easy(_ input: DerivedField.Input) -> [Int64] {
    let kind = column(input, "kind")
    let score = column(input, "score")
    let ces = input.code("kind", "ces")
    return kind.indices.map { row in
      guard kind[row] == ces, score[row] != .missing else { return .missing }
      return score[row] >= 5 * FieldType.decimalScale ? 1 : 0
    }
  }

  /// Whether no later answer of the same kind came for the same ticket; answers without a ticket
  /// are each their own.
  static func isLatestAnswer(_ inputs: [DerivedField.Input]) -> [[Int64]] {
    struct Topic: Hashable {
      var system, ticket, kind: Int64
    }
    var columns = inputs.map { [Int64](repeating: .missing, count: $0.batch.count) }
    var latest: [Topic: (responded: Int64, locator: Locator, partition: Int, row: Int)] = [:]
    for (partition, input) in inputs.enumerated() {
      let system = column(input, "system")
      let ticket = column(input, "ticket")
      let kind = column(input, "kind")
      let responded = column(input, "responded")
      for row in responded.indices where responded[row] != .missing {
        columns[partition][row] = 1
        if ticket[row] == .missing { continue }
        let topic = Topic(system: system[row], ticket: ticket[row], kind: kind[row])
        let locator = input.context.locators(input.batch.schema.kind, partition, row)
        if let known = latest[topic] {
          let isLater = (known.responded, known.locator) < (responded[row], locator)
          let loser = isLater ? (known.partition, known.row) : (partition, row)
          columns[loser.0][loser.1] = 0
          if !isLater { continue }
        }
        latest[topic] = (responded[row], locator, partition, row)
      }
    }
    return columns
  }
}
