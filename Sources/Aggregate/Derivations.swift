import Columnar
import Link
import Records

/// The functions of the table of derivations on tickets, their moments and costs.
enum Derivations {
  static func escalationAt(_ input: DerivedField.Input) -> [Int64] {
    let (created, escalated, at) = (input["created"], input["escalated"], input["escalated_at"])
    return input.rows.map { row in
      if escalated[row] == 0 { return .missing }
      if at[row] != .missing { return at[row] }
      return escalated[row] == 1 ? created[row] : .missing
    }
  }

  /// 1 where it is told whether the ticket was escalated; missing else. Where an export has the time
  /// alone, its absence tells too.
  static func escalationKnown(_ input: DerivedField.Input) -> [Int64] {
    let (escalated, at) = (input["escalated"], input["escalated_at"])
    let hasFlag = input.batch.schema.index(of: "escalated") != nil
    return input.rows.map { row in
      !hasFlag || escalated[row] != .missing || at[row] != .missing ? 1 : .missing
    }
  }

  // MARK: Requesters who come back

  /// Whether the same requester opened another ticket within 72 hours after this one.
  static func returned(_ input: DerivedField.Input) -> [Int64] {
    let (system, requester, created) = (input["system"], input["requester"], input["created"])
    let link = input[Field.ticketLink.name]
    let (days, isDay) = (input.context.days, input.areDays("created"))
    return input.rows.map { row in
      if requester[row] == .missing { return .missing }
      let window = days.window(after: created[row], within: 72 * 3600, isDay: isDay(row))
      return input.context.visits.hasVisit(
        of: requester[row], system: system[row], within: window, otherThan: link[row]) ? 1 : 0
    }
  }

  /// Whether the same requester opened another ticket of the same category within 7 days after the
  /// solve.
  static func repeated(_ input: DerivedField.Input) -> [Int64] {
    let (system, requester, category) = (
      input["system"], input["requester"], input["category"]
    )
    let (solved, link) = (input["solved"], input[Field.ticketLink.name])
    let (days, isDay) = (input.context.days, input.areDays("solved"))
    return input.rows.map { row in
      if requester[row] == .missing || category[row] == .missing || solved[row] == .missing {
        return .missing
      }
      let window = days.window(after: solved[row], within: 7 * 86_400, isDay: isDay(row))
      return input.context.visits.hasVisit(
        of: requester[row], system: system[row], category: category[row], within: window,
        otherThan: link[row]) ? 1 : 0
    }
  }

  // MARK: Service levels

  static func businessSeconds(
    _ input: DerivedField.Input, from: String, to: String
  ) -> [Int64] {
    let (starts, ends) = (input[from], input[to])
    let calendars = input.context.calendars
    // Of what is known to the day no hours are.
    let areDays = input.areDays(from, to)
    var seconds = [Int64](repeating: .missing, count: input.batch.count)
    forEachFirstFit(calendars.map(\.tests), input) { index, rows in
      let calendar = calendars[index].calendar
      rows.forEach { row in
        if starts[row] == .missing || ends[row] == .missing || areDays(row) { return }
        seconds[row] = calendar.seconds(from: starts[row], to: ends[row])
      }
    }
    return seconds
  }

  static func replyDue(_ input: DerivedField.Input) -> [Int64] {
    let isFirst = input["is_first"]
    return ServiceClock(input).due(from: "asked", input["replied"], of: "replied") {
      isFirst[$0] == 1 ? $1.firstReply : $1.nextReply
    }
  }

  static func resolutionDue(_ input: DerivedField.Input) -> [Int64] {
    let (solved, isDone) = (input["solved"], input["is_done"])
    let fulfilled = input.rows.map { isDone[$0] == 1 ? solved[$0] : .missing }
    return ServiceClock(input).due(from: "created", fulfilled, of: "solved") {
      $1.resolution
    }
  }

  static func replyInTime(_ input: DerivedField.Input) -> [Int64] {
    let (due, replied, solved) = (input["due"], input["replied"], input["last_solved"])
    let unseen = input["ended_unseen"]
    let cutoff = input.context.cutoff
    return input.rows.map { row in
      if due[row] == .missing { return .missing }
      if replied[row] != .missing { return replied[row] <= due[row] ? 1 : 0 }
      // Solved nobody knows when, perhaps before a reply was due.
      if unseen[row] == 1 { return .missing }
      // Solved before a reply was due: none was needed.
      if solved[row] != .missing && solved[row] <= due[row] { return .missing }
      return due[row] < cutoff ? 0 : .missing
    }
  }

  static func resolutionInTime(_ input: DerivedField.Input) -> [Int64] {
    let (due, solved, isDone) = (input["due"], input["solved"], input["is_done"])
    let cutoff = input.context.cutoff
    return input.rows.map { row in
      if due[row] == .missing { return .missing }
      if isDone[row] == 1 { return solved[row] <= due[row] ? 1 : 0 }
      return due[row] < cutoff ? 0 : .missing
    }
  }

  /// When a target was met, or else used up.
  static func settled(_ input: DerivedField.Input, by fulfilled: String) -> [Int64] {
    let (inTime, due, met) = (input["in_time"], input["due"], input[fulfilled])
    return input.rows.map { row in
      if inTime[row] == .missing { return .missing }
      return inTime[row] == 1 ? met[row] : due[row]
    }
  }

  /// Hands over the rows that each of some lists of tests is the first to fit.
  static func forEachFirstFit(
    _ lists: [[FieldTest]], _ input: DerivedField.Input,
    _ body: (_ index: Int, _ rows: RowSet) -> Void
  ) {
    let batch = input.batch
    var open = RowSet(all: batch.count)
    for (index, tests) in lists.enumerated() where !open.isEmpty {
      var fitting = open
      for test in tests {
        let test = CompiledTest(test, batch.schema, input.context.dictionaries)
        fitting.formIntersection(test.rows(batch.columns, count: batch.count))
      }
      body(index, fitting)
      open.subtract(fitting)
    }
  }

  // MARK: Staff and money

  /// The headcount of rows about a whole team; an agent's day is no head more.
  static func teamHeadcount(_ input: DerivedField.Input) -> [Int64] {
    let (headcount, agent) = (input["headcount"], input["agent"])
    let whole = input.code("agent", "*")
    return input.rows.map { agent[$0] == .missing || agent[$0] == whole ? headcount[$0] : .missing }
  }

  /// A field's amounts in the pipeline's currency, at the rates of the months of instants.
  static func amount(
    _ input: DerivedField.Input, _ name: String, by instant: String
  ) -> [Int64] {
    let (amounts, instants, currencies) = (input[name], input[instant], input["currency"])
    let scale = FieldType.decimalScale / (input.batch.schema[name]?.type.scale ?? 1)
    let context = input.context
    return input.rows.map { row in
      if amounts[row] == .missing || instants[row] == .missing { return .missing }
      let (millionths, isTooGreat) = amounts[row].multipliedReportingOverflow(by: scale)
      if !isTooGreat, let amount = context.money(millionths, currencies[row], instants[row]) {
        return amount
      }
      context.unconverted.note(currencies[row], instants[row])
      return .missing
    }
  }
}
