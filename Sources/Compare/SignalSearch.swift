import Aggregate
import Civil
import Foundation
import Privacy
import Statistics

/// Looks through the courses of all metrics and groups of a snapshot for departures.
struct SignalSearch {
  /// A departure in one series, at a period by its number.
  struct Found {
    let course: Course
    let period: Int
    let side: Double
    let p: Double
    var q = 1.0
    let kind: Signal.Kind
    /// Where it began: the first period from which on it holds, not later than `period`.
    var onset: Int

    init(_ course: Course, at period: Int, side: Double, p: Double, _ kind: Signal.Kind) {
      self.course = course
      self.period = period
      self.side = side
      self.p = p
      self.kind = kind
      onset = period
    }
  }

  let periods: [Period]
  /// By metric, in the snapshot's order.
  let courses: [[Course]]
  let targets: Targets
  let worth: Worth

  /// One that continues departs from its old course still, so that chance does it less often than this.
  static let greatestHold = 0.05

  init(_ snapshot: ShownSnapshot, targets: Targets, worth: Worth, feeds: Feeds = Feeds([])) {
    periods = snapshot.periods
    self.targets = targets
    self.worth = worth
    let periods = snapshot.periods
    courses = snapshot.metrics.filter { !$0.isDetail }.map { metric in
      let whole = snapshot.series(metric.id) ?? []
      return snapshot.groups.compactMap { group in
        // What another set of sources tells is another series.
        if let last = periods.last, let before = periods.dropLast().last,
          feeds.differ(metric, group, before, last)
        {
          return nil
        }
        return snapshot.series(metric.id, group).flatMap {
          Course(metric, group, $0, whole: whole, periods)
        }
      }
    }
  }

  /// All departures: of the reported period, and of earlier ones that continue.
  var found: [Found] {
    let last = periods.count - 1
    guard last >= SignalRule.fewestEarlier else { return [] }
    var found = detected(departures(at: last) + missedTargets)
    var places: [Found.Key: Int] = [:]
    for (place, one) in found.enumerated() where one.kind == .change { places[one.key] = place }
    // The first that holds until now is where it began.
    var known: Set<Found.Key> = []
    // All earlier periods are judged together: each by itself would add its own false ones.
    let earlier = detected((SignalRule.fewestEarlier..<last).flatMap(departures(at:)))
    for one in earlier where !known.contains(one.key) && holds(one) {
      known.insert(one.key)
      guard let place = places[one.key] else {
        found.append(one)
        continue
      }
      if found[place].side == one.side { found[place].onset = one.period }
    }
    return found
  }

  private func detected(_ tested: [Found]) -> [Found] {
    let q = FalseDiscoveryRate.q(tested.map(\.p))
    return zip(tested, q).compactMap { one, q in
      guard let q, q <= Judgements.greatestRate else { return nil }
      var one = one
      one.q = q
      return one
    }.filter { $0.kind == .target || worth.allows($0, periods) }
  }

  // MARK: Departures

  /// The p of each series at a period.
  private func departures(at period: Int) -> [Found] {
    let kind: Signal.Kind = period == periods.count - 1 ? .change : .continues
    return courses.flatMap { courses -> [Found] in
      alike(courses, at: period).flatMap { courses, series -> [Found] in
        let isFull = courses[0].isFull
        let tested = SignalRule.departures(series, isFull: isFull)
        return zip(courses, tested).compactMap { course, tested in
          tested.map {
            Found(course, at: period, side: $0.side, p: $0.p, kind)
          }
        }
      }
    }
  }

  /// The series of a metric up to a period, those of one length and kind together: how much the groups
  /// vary beyond chance is learnt from all of them.
  private func alike(
    _ courses: [Course], at period: Int
  ) -> [(courses: [Course], series: [SignalRule.Series])] {
    struct Shape: Hashable {
      let length: Int
      let isFull: Bool
    }
    var order: [Shape] = []
    var byShape: [Shape: [(Course, SignalRule.Series)]] = [:]
    for course in courses {
      guard let place = course.place(period), place >= SignalRule.fewestEarlier else { continue }
      let series = course.series.prefix(place + 1)
      let shape = Shape(length: series.values.count, isFull: course.isFull)
      if byShape[shape] == nil { order.append(shape) }
      byShape[shape, default: []].append((course, series))
    }
    return order.compactMap { shape in
      guard let found = byShape[shape] else { return nil }
      let series = found.map(\.1)
      let isSeasonal = SeasonalCourse.isSeasonal(series, periods[0].kind)
      return (
        found.map(\.0),
        isSeasonal ? series.map { SeasonalCourse.difference($0, periods[0].kind) } : series
      )
    }
  }

  /// Whether all periods since stay on the same side of the course before, and the reported one departs
  /// from it by more than chance.
  private func holds(_ found: Found) -> Bool {
    guard let place = found.course.place(found.period) else { return false }
    let series = found.course.series
    let distances = (place + 1..<series.values.count).map { later in
      let cut = SignalRule.Series(
        values: series.values[..<place] + [series.values[later]],
        variances: series.variances[..<place] + [series.variances[later]])
      return SignalRule.distances([cut], isFull: found.course.isFull)[0]
    }
    return distances.allSatisfy { $0.side == found.side }
      && (distances.last?.p ?? 1) < Self.greatestHold
  }

  // MARK: Targets

  /// Values that were on the other side of their target in the period before, with how often chance alone
  /// would put them so far beyond it.
  private var missedTargets: [Found] {
    courses.flatMap { $0 }.compactMap { course in
      let last = periods.count - 1
      guard
        let target = targets.target(course.metric.id, periods[last], course.group),
        target.members == course.group.members,
        let now = course.values[last].value, let before = course.values[last - 1].value,
        target.bound.isMet(by: now) != target.bound.isMet(by: before),
        let estimate = course.values[last].estimate
      else { return nil }
      let bound = target.bound.nearest(to: target.bound.isMet(by: now) ? before : now)
      guard let p = estimate.p(against: bound) else { return nil }
      return Found(course, at: last, side: now < bound ? -1 : 1, p: p, .target)
    }
  }
}

extension SignalSearch.Found {
  struct Key: Hashable {
    let metric: String
    let group: Group
  }

  var key: Key { Key(metric: course.metric.id, group: course.group) }
}

extension SignalRule.Series {
  /// The first values.
  func prefix(_ count: Int) -> Self {
    Self(values: Array(values.prefix(count)), variances: Array(variances.prefix(count)))
  }
}

extension Target.Bound {
  /// The end that a value is beyond, or nearest to.
  func nearest(to value: Double) -> Double { value - distance(from: value) }
}
