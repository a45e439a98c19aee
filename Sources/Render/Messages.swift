import Aggregate
import Civil
import Compare

/// The sentences at the head of the report: facts with their n, and where they come from. Causes
/// are for a person to sign.
struct Messages {
  let input: ReportInput

  var sentences: [String] {
    [demand, moves(.worse), moves(.better), targets, data].compactMap { $0 }
  }

  private var demand: String? {
    guard let created = row("created"), let value = created.value.value else { return nil }
    var text =
      "\(input.name(of: input.period)) brought \(Format.grouped(value, 0)) tickets"
    let comparisons = [(created.previous, input.previous), (created.yearBefore, input.yearBefore)]
      .compactMap { change, period -> String? in
        guard let change, let period, let relative = change.relative, let old = change.old.value
        else {
          return nil
        }
        let days = input.fewerDays(than: period).map {
          " in \(PeriodName.days($0)) (\(Format.grouped(change.new.value ?? 0, 0)))"
        }
        return
          "\(Format.relative(relative))\(days ?? "") on \(input.name(of: period)) "
          + "(\(Format.grouped(old, 0)))"
      }
    if !comparisons.isEmpty { text += ", " + comparisons.joined(separator: " and ") }
    if let solved = row("solved")?.value.value {
      text += "; \(Format.grouped(solved, 0)) were solved"
    }
    if let backlog = row("backlog"), let closing = backlog.value.value {
      text += "; the backlog closed at \(Format.grouped(closing, 0))"
      if let change = backlog.previous?.absolute, change != 0 {
        let days = input.words(ofDaysAgainst: input.previous)
        text += " (\(Format.variance(change, .count))\(days))"
      }
    }
    return text + "."
  }

  /// The KPI that moved most in one direction, and the group that carries most of it.
  private func moves(_ verdict: Change.Verdict) -> String? {
    let moved = Scorecard(input: input).rows
      .filter {
        $0.previous?.verdict == verdict && $0.metric.unit != .count && $0.value.n >= 30
          && $0.previous?.old.n ?? 0 >= 30
      }
      .max { size($0) < size($1) }
    guard let moved, let change = moved.previous else { return nil }
    let words = verdict == .worse ? "Worse" : "Better"
    var text =
      "\(words): \(moved.metric.label) went from \(moved.text(change.old)) to "
      + "\(moved.text(change.new))\(input.words(ofDaysAgainst: input.previous)) "
      + "(n = \(Format.grouped(Double(change.new.n), 0)))"
    if let carrier = carrier(moved.metric, verdict) { text += "; \(carrier)" }
    return text + "."
  }

  private func size(_ row: Scorecard.Row) -> Double {
    guard let change = row.previous else { return 0 }
    switch row.metric.unit {
    // A share's ten points weigh as much as a duration's fifty per cent.
    case .share: return abs(change.absolute ?? 0) * 5
    case .points: return abs(change.absolute ?? 0) / 20
    default: return abs(change.relative ?? 0)
    }
  }

  /// The member of the first dimension whose own change, by its weight, carries most of the move.
  private func carrier(_ metric: Metric, _ verdict: Change.Verdict) -> String? {
    guard let dimension = input.dimensions.first else { return nil }
    var best: (weight: Double, text: String)?
    for member in input.snapshot.members(of: dimension) where member != Group.none {
      let group = Group([dimension: member])
      guard let change = input.change(metric, from: input.previous, group),
        change.verdict == verdict, let absolute = change.absolute
      else { continue }
      let (old, new) = (change.old, change.new)
      let weight = abs(absolute) * Double(new.n)
      if weight > best?.weight ?? 0 {
        best = (
          weight,
          "most of it in \(dimension) \(member) (\(text(old, metric)) to "
            + "\(text(new, metric)), n = \(Format.grouped(Double(new.n), 0)))"
        )
      }
    }
    return best?.text
  }

  private func text(_ value: MetricValue, _ metric: Metric) -> String {
    Format.value(value, metric.unit, currency: input.currency)
  }

  private var targets: String? {
    let judged = input.targets.aims.compactMap { aim -> (Metric, Target, MetricValue)? in
      guard let metric = input.snapshot[aim.metric],
        let target = input.targets.target(aim.metric, input.period, aim.group),
        // One of a group's own that does not hold now leaves the whole's, which is judged there.
        target.members == aim.group.members,
        let value = input.snapshot.value(aim.metric, input.period, aim.group), value.value != nil,
        value.isJudged(by: target.bound, metric.unit)
      else { return nil }
      return (metric, target, value)
    }
    guard !judged.isEmpty else { return nil }
    let missed = judged.filter { !$0.1.bound.isMet(by: $0.2.value ?? 0) }
    if missed.isEmpty {
      return judged.count == 1 ? "The one target is met." : "All \(judged.count) targets are met."
    }
    let listed = missed.map { metric, target, value in
      let group = Group(target.members)
      let members = group.dimensions.map { "\($0) \(group.members[$0] ?? "")" }
        .joined(separator: ", ")
      return "\(metric.label) \(members.isEmpty ? "" : "(\(members)) ")"
        + "\(Format.value(value, metric.unit, currency: input.currency)) against "
        + Format.bound(target.bound, metric.unit, currency: input.currency)
    }
    return
      "\(judged.count - missed.count) of \(judged.count) targets are met; missed: "
      + listed.joined(separator: ", ") + "."
  }

  private var data: String? {
    let read = input.sources.reduce(0) { $0 + $1.read }
    let rejected = input.sources.reduce(0) { $0 + $1.rejected }
    guard rejected > 0 else { return nil }
    return
      "Of \(Format.grouped(Double(read), 0)) rows read, \(Format.grouped(Double(rejected), 0)) "
      + "were rejected and are in quarantine (see Data quality)."
  }

  private func row(_ id: String) -> Scorecard.Row? {
    var one = input
    one.scorecard = [id]
    return Scorecard(input: one).rows.first
  }
}
