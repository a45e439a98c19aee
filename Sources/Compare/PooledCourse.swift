import Aggregate
import Civil
import Privacy
import Statistics

/// The groups that an initiative touched, and those of the same dimension that it did not.
struct Sides {
  let treated: [Group]
  let untouched: [Group]

  /// - Returns: nil where it is not confined to some members of one dimension of the snapshot, so that
  ///   nobody is left to compare with.
  init?(_ milestone: Milestone, in snapshot: ShownSnapshot) {
    guard milestone.members.count == 1, let (dimension, names) = milestone.members.first else {
      return nil
    }
    let members = snapshot.members(of: dimension).filter { $0 != Group.none && $0 != Group.other }
    treated = members.filter(names.contains).map { Group([dimension: $0]) }
    untouched = members.filter { !names.contains($0) }.map { Group([dimension: $0]) }
    if treated.isEmpty || untouched.isEmpty { return nil }
  }
}

/// The course of several groups as one, on the working scale. Their weights are the same in each period,
/// so that it moves only where they do and never by their mix.
struct PooledCourse {
  struct Point {
    let period: Period
    let y: Double
    let variance: Double
  }

  let points: [Point]

  /// The courses of both sides, over the whole periods in which any group of each is known.
  ///
  /// - Returns: nil where no group of a side is known in all of them.
  static func pair(
    _ sides: Sides, _ metric: Metric, in snapshot: ShownSnapshot
  ) -> (treated: PooledCourse, untouched: PooledCourse)? {
    func known(_ groups: [Group]) -> [[WorkingPoint?]] {
      groups.compactMap { group in
        snapshot.series(metric.id, group)?.map { value in
          value.flags.contains(.partial) ? nil : value.estimate?.workingPoint
        }
      }
    }
    let (treated, untouched) = (known(sides.treated), known(sides.untouched))
    let places = snapshot.periods.indices.filter { place in
      [treated, untouched].allSatisfy { $0.contains { $0[place] != nil } }
    }
    let periods = places.map { snapshot.periods[$0] }
    guard let a = PooledCourse(treated, places, periods),
      let b = PooledCourse(untouched, places, periods)
    else { return nil }
    return (a, b)
  }

  private init?(_ groups: [[WorkingPoint?]], _ places: [Int], _ periods: [Period]) {
    let complete = groups.map { group in places.compactMap { group[$0] } }
      .filter { $0.count == places.count && !$0.isEmpty }
    if complete.isEmpty { return nil }
    let weights = complete.map { group in
      let variance = group.reduce(0) { $0 + $1.variance } / Double(group.count)
      return variance > 0 ? 1 / variance : 1
    }
    let total = weights.reduce(0, +)
    points = periods.enumerated().map { place, period in
      let y = zip(weights, complete).reduce(0) { $0 + $1.0 * $1.1[place].y } / total
      let variance = zip(weights, complete).reduce(0) {
        $0 + $1.0 * $1.0 * $1.1[place].variance
      }
      return Point(period: period, y: y, variance: variance / (total * total))
    }
  }
}
