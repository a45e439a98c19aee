import Aggregate
import Civil
import Compare
import Statistics

extension ReportInput {
  /// The report with a judgement on every change of its period, against the one before and against the
  /// year before: on those that no section shows too, since they are judged together.
  func judged() -> ReportInput {
    var judged = self
    for other in [previous, yearBefore].compactMap({ $0 }) {
      let courses = other == previous ? courses : [:]
      let changes = snapshot.metrics.flatMap { metric in
        snapshot.groups.compactMap { group -> (cells: CellPair, pair: Judgements.Pair)? in
          guard let (cells, change) = change(metric, from: other, group) else { return nil }
          let course = courses[metric.id]?[group]
          return (cells, Judgements.Pair(metric, change, course: course))
        }
      }
      for (change, judgement) in zip(changes, Judgements.of(changes.map(\.pair))) {
        judged.judgements[change.cells] = judgement
      }
    }
    return judged
  }

  /// Of values without sampling error, how often their own course makes such a change: by metric and
  /// group, where all periods are known.
  private var courses: [String: [Group: Double]] {
    // A part of a period is no point of its course.
    guard daysSoFar == nil else { return [:] }
    var courses: [String: [Group: Double]] = [:]
    for metric in snapshot.metrics {
      let known = snapshot.groups.compactMap { group in
        snapshot.series(metric.id, group).flatMap(Self.complete).map { (group: group, series: $0) }
      }
      let p = SignalRule.p(known.map(\.series), isFull: true)
      for (course, p) in zip(known, p) { courses[metric.id, default: [:]][course.group] = p }
    }
    return courses
  }

  /// The points of a series of complete counts; nil where one is missing or another kind of value.
  private static func complete(_ values: [MetricValue]) -> SignalRule.Series? {
    let points = values.compactMap { value -> Double? in
      guard case .full(let point) = value.estimate else { return nil }
      return point
    }
    guard points.count == values.count else { return nil }
    return SignalRule.Series(values: points, variances: points.map { _ in 0 })
  }
}
