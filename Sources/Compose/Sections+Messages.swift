import Aggregate
import Compare
import Language

extension SectionPlan {
  /// The sentences at the head of the report: what departs from its course, what was aimed at, and what
  /// came in. They state facts; causes are for a person to sign.
  static let messages = SectionPlan("messages") { composer in
    Section("messages", .phrase(.messages), [.list(composer.messages)])
  }
}

extension Composer {
  var messages: [Words] {
    findings + [targetsMessage, demandMessage, rejectedMessage].compactMap { $0 }
  }

  func sentence(_ clauses: [Words]) -> Words {
    .phrase(.sentence, ["text": .list(clauses, .listSemicolon)])
  }

  private func known(_ id: String) -> CellID? {
    let cell = CellID(id, input.period)
    return input.value(cell)?.value == nil ? nil : cell
  }

  // MARK: Demand

  private var demandMessage: Words? {
    guard let created = known("created"), let metric = input.snapshot["created"] else { return nil }
    let comparisons = [input.previous, input.yearBefore].compactMap { other -> Words? in
      guard let other, let move = input.move(metric, from: other), move.change.relative != nil
      else { return nil }
      var arguments: [String: Words] = [
        "change": .figure(.relative(move.cells)), "period": name(of: other),
        "old": .figure(.value(move.cells.old)),
      ]
      guard let count = input.fewerDays(than: other) else { return .phrase(.comparedOn, arguments) }
      arguments["days"] = days(count)
      arguments["new"] = .figure(.value(move.cells.new))
      return .phrase(.comparedInDaysOn, arguments)
    }
    let brought: [String: Words] = [
      "period": name(of: input.period), "created": .figure(.value(created)),
      "comparisons": .list(comparisons, .listAnd),
    ]
    var clauses: [Words] = [
      .phrase(comparisons.isEmpty ? .broughtTickets : .broughtTicketsCompared, brought)
    ]
    if let solved = known("solved") {
      clauses.append(.phrase(.wereSolved, ["solved": .figure(.value(solved))]))
    }
    if let backlog = known("backlog") {
      let closing = ["closing": Words.figure(.value(backlog))]
      if let move = move("backlog"), let size = move.change.absolute, size != 0 {
        let change = inDays(.figure(.difference(move.cells)), against: input.previous)
        clauses.append(
          .phrase(.backlogClosedMoved, closing.merging(["change": change]) { first, _ in first }))
      } else {
        clauses.append(.phrase(.backlogClosed, closing))
      }
    }
    return sentence(clauses)
  }

  // MARK: Targets and rows

  private var targetsMessage: Words? {
    let judged = input.targets.aims.compactMap { aim -> (Metric, Target, CellID, Double)? in
      let cell = CellID(aim.metric, input.period, aim.group)
      guard let metric = input.snapshot[aim.metric],
        let target = input.targets.target(aim.metric, input.period, aim.group),
        // One of a group's own that does not hold now leaves the whole's, which is judged there.
        target.members == aim.group.members,
        let value = input.value(cell), let number = value.value,
        value.isJudged(by: target.bound, metric.unit)
      else { return nil }
      return (metric, target, cell, number)
    }
    guard !judged.isEmpty else { return nil }
    let missed = judged.filter { !$0.1.bound.isMet(by: $0.3) }
    let count = ["count": Words.count(judged.count)]
    if missed.isEmpty {
      return judged.count == 1 ? .phrase(.targetMet) : .phrase(.targetsMet, count)
    }
    let listed = missed.map { metric, target, cell, _ in missedTarget(metric, target, cell) }
    return .phrase(
      .targetsMissed,
      count.merging(
        ["met": .count(judged.count - missed.count), "missed": .list(listed, .listComma)]
      ) { first, _ in first })
  }

  private func missedTarget(_ metric: Metric, _ target: Target, _ cell: CellID) -> Words {
    .phrase(
      cell.group == .whole ? .targetMissed : .targetMissedOf,
      [
        "metric": .metric(metric.id), "group": Self.members(of: cell.group),
        "value": .figure(.value(cell)), "bound": .figure(.bound(target.bound, metric.unit)),
      ])
  }

  private var rejectedMessage: Words? {
    let rejected = input.sources.reduce(0) { $0 + $1.rejected }
    guard rejected > 0 else { return nil }
    return .phrase(
      .rowsRejected,
      ["read": .count(input.sources.reduce(0) { $0 + $1.read }), "rejected": .count(rejected)])
  }
}
