public import Aggregate
import Civil
public import Privacy
import Statistics

/// Of values without sampling error, how often their own course makes such a change: standings, budget
/// lines.
public enum CompleteCourses {
  /// The p of the last period by metric and group, where all periods are known.
  public static func p(_ snapshot: ShownSnapshot) -> [String: [Group: Double]] {
    var courses: [String: [Group: Double]] = [:]
    for metric in snapshot.metrics {
      let whole = snapshot.series(metric.id) ?? []
      let known = snapshot.groups.compactMap { group -> Course? in
        guard let values = snapshot.series(metric.id, group),
          let course = Course(metric, group, values, whole: whole, snapshot.periods),
          course.isComplete, course.start == 0
        else { return nil }
        return course
      }
      let p = SignalRule.p(known.map(\.series), isFull: known.first?.isFull ?? true)
      for (course, p) in zip(known, p) { courses[metric.id, default: [:]][course.group] = p }
    }
    return courses
  }
}
