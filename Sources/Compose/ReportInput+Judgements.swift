import Aggregate
import Civil
public import Compare

extension ReportInput {
  /// Whether there are periods enough to say what departs from its course: of fewer, and of a part of a
  /// period, nothing is known.
  public var knowsCourse: Bool { daysSoFar == nil && Signals.knowsCourse(snapshot) }

  /// The report with a judgement on every change of its period, against the one before and against the
  /// year before: on those that no section shows too, since they are judged together.
  ///
  /// - Parameter printsAlike: whether two values are the same as they are printed.
  public func judged(
    printsAlike: (Judgements.Pair) -> Bool = { _ in false }
  ) -> ReportInput {
    if isJudged { return self }
    var judged = searched()
    judged.isJudged = true
    for other in [previous, yearBefore].compactMap({ $0 }) {
      // A part of a period is no point of its course.
      let courses =
        other == previous && daysSoFar == nil ? CompleteCourses.p(snapshot) : [:]
      let spans = Spans(from: other, to: period, days: parts[other])
      let changes = snapshot.metrics.flatMap { metric in
        let whole = change(metric, from: other, .whole)?.change
        return snapshot.groups.compactMap { group -> (cells: CellPair, pair: Judgements.Pair)? in
          guard let (cells, change) = change(metric, from: other, group) else { return nil }
          let course = courses[metric.id]?[group]
          let bar = feeds.differ(metric, group, other, period) ? Verdict.Reason.source : nil
          return (
            cells,
            Judgements.Pair(
              metric, change, course: course, over: spans, whole: whole, bar: bar)
          )
        }
      }
      let judgements = Judgements.of(
        changes.map(\.pair), worth: worth, printsAlike: printsAlike)
      for (change, judgement) in zip(changes, judgements) {
        judged.judgements[change.cells] = judgement
      }
    }
    return judged
  }

  /// The report with its signals alone.
  public func searched() -> ReportInput {
    guard knowsCourse else { return self }
    var context = Signals.Context()
    context.targets = targets
    context.worth = worth
    // What a pipeline counts itself, and people, are looked at as the scorecard is.
    let own = Set(snapshot.metrics.map(\.id)).subtracting(MetricTable.builtIn.map(\.id))
    context.key = own.union(scorecard.isEmpty ? Composer.usual : scorecard).union(["headcount"])
    context.nesting = nesting
    context.feeds = feeds
    context.milestones = Milestones(milestones, in: snapshot)
    var searched = self
    searched.signals = Signals.of(snapshot, context)
    return searched
  }
}
