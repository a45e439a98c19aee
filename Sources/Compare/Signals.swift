import Aggregate
import Civil
public import Privacy
import Statistics

/// What departs from its course in a report: found by the rule in all series together, located in the
/// group that it comes from, told once where several series tell the same, the weightiest first.
public enum Signals {
  /// What a pipeline says of its figures.
  public struct Context: Sendable {
    public var targets = Targets()
    public var worth = Worth()
    /// The metrics that a director looks at first.
    public var key: Set<String> = []
    /// Which groups lie in others.
    public var nesting = Nesting.none
    /// Which sources fed which periods.
    public var feeds = Feeds([])
    /// What happened, and which figures it concerns.
    public var milestones: Milestones?

    public init() {}
  }

  /// Whether any metric and group has periods enough to say what departs from its course.
  public static func knowsCourse(_ snapshot: ShownSnapshot) -> Bool {
    snapshot.metrics.contains { metric in
      let whole = snapshot.series(metric.id) ?? []
      return !metric.isDetail
        && snapshot.groups.contains { group in
          snapshot.series(metric.id, group).flatMap {
            Course(metric, group, $0, whole: whole, snapshot.periods)
          } != nil
        }
    }
  }

  public static func of(_ snapshot: ShownSnapshot, _ context: Context = Context()) -> [Signal] {
    let nesting = context.nesting
    let search = SignalSearch(
      snapshot, targets: context.targets, worth: context.worth, feeds: context.feeds)
    let found = search.found
    let courses = Dictionary(
      search.courses.filter { !$0.isEmpty }.map { ($0[0].metric.id, $0) }
    ) { first, _ in first }
    var located: [Signal] = []
    for metric in snapshot.metrics {
      guard let courses = courses[metric.id] else { continue }
      let own = found.filter { $0.course.metric.id == metric.id }
      if own.isEmpty { continue }
      let locating = Locating(metric, courses, snapshot, context)
      for side in [1.0, -1] {
        located += locating.signals(own.filter { $0.side == side && $0.kind != .target })
      }
      // A target that is missed where a departure is told already is told with it.
      located += own.filter { one in
        one.kind == .target
          && !located.contains {
            $0.metric == metric && ($0.change.absolute ?? 0) * one.side > 0
          }
      }.compactMap { locating.signal($0, in: $0.course.group) }
    }
    return folded(located, nesting).map { signal in
      var signal = signal
      let concerning = context.milestones?.concerning(signal.metric.id, signal.group) ?? []
      signal.milestones = concerning.filter {
        signal.from.first <= $0.date && $0.date < signal.since.end
      }
      return signal
    }
  }

  // MARK: One of several

  /// The strongest of those that depart together leads; the others go with it.
  private static func folded(_ signals: [Signal], _ nesting: Nesting) -> [Signal] {
    var leading: [Signal] = []
    for signal in signals.sorted(by: isStronger) {
      let leader = leading.firstIndex { leader in
        areNear(leader.since, signal.since)
          && nesting.areRelated(leader.group, signal.group)
          && (leader.direction == signal.direction || signal.direction == .neutral
            || leader.direction == .neutral)
      }
      guard let leader else {
        leading.append(signal)
        continue
      }
      if leading[leader].metric != signal.metric {
        leading[leader].companions.append(
          .init(
            metric: signal.metric, group: signal.group, from: signal.from, to: signal.to,
            isKey: signal.isKey))
      }
    }
    return leading.sorted(by: isBefore)
  }

  private static func isStronger(_ a: Signal, _ b: Signal) -> Bool {
    if a.weight != b.weight { return a.weight > b.weight }
    return a.metric.id == b.metric.id ? a.group < b.group : a.metric.id < b.metric.id
  }

  /// New ones before those that continue, concerning before improving, missed targets before met ones, then
  /// by weight.
  private static func isBefore(_ a: Signal, _ b: Signal) -> Bool {
    func rank(_ signal: Signal) -> [Int] {
      let direction: Int =
        switch signal.direction {
        case .concerning: 0
        case .improving: 1
        case .neutral: 2
        }
      return [signal.kind == .continues ? 1 : 0, direction, signal.kind == .target ? 0 : 1]
    }
    let (x, y) = (rank(a), rank(b))
    return x == y ? isStronger(a, b) : x.lexicographicallyPrecedes(y)
  }

  /// Whether two periods are the same, or one follows the other.
  private static func areNear(_ a: Period, _ b: Period) -> Bool {
    a == b || a.advanced(by: 1) == b || b.advanced(by: 1) == a
  }
}

/// Makes signals of what was found of one metric: each in the group that it comes from.
struct Locating {
  let metric: Metric
  let courses: [Group: Course]
  let snapshot: ShownSnapshot
  let context: Signals.Context
  private let estimates: [Group: [Estimate?]]
  private let records: [Group: [Int]]
  private let peers: [[String]: [Group]]

  private var nesting: Nesting { context.nesting }

  init(
    _ metric: Metric, _ courses: [Course], _ snapshot: ShownSnapshot, _ context: Signals.Context
  ) {
    self.metric = metric
    self.snapshot = snapshot
    self.context = context
    self.courses = Dictionary(courses.map { ($0.group, $0) }) { first, _ in first }
    let whole = snapshot.series(metric.id) ?? []
    let periods = snapshot.periods
    var estimates: [Group: [Estimate?]] = [:]
    var records: [Group: [Int]] = [:]
    for group in snapshot.groups {
      guard let values = snapshot.series(metric.id, group) else { continue }
      let exposed = Course.exposed(values, whole, periods)
      // A standing adds up as a count does, and is located as one.
      estimates[group] = exposed.map { estimate in
        guard Standing.isOfUnits(metric), case .full(let value) = estimate, value >= 0 else {
          return estimate
        }
        return .count(Count(Int(value.rounded())))
      }
      records[group] = values.map { $0.publishedN ?? 0 }
    }
    self.estimates = estimates
    self.records = records
    peers = Dictionary(grouping: estimates.keys.sorted(), by: \.dimensions)
  }

  /// What was found, a signal a group that it comes from: those that began first are located first, and
  /// what began later beside them is news of its own.
  ///
  /// - Parameter found: all to one side.
  func signals(_ found: [SignalSearch.Found]) -> [Signal] {
    var signals: [Signal] = []
    var left = found.sorted { ($0.onset, $0.p) < ($1.onset, $1.p) }
    while let first = left.first {
      let together = left.filter { $0.onset <= first.onset + 1 }
      left.removeFirst(together.count)
      for signal in self.signals(began: together) {
        let isTold = signals.contains {
          nesting.areRelated($0.group, signal.group) || $0.group == .whole
        }
        // A region in which more teams follow is news, though one of them is told already.
        let isWider = signal.kind == .change && !signals.contains { $0.group == signal.group }
        if !isTold || isWider && signal.group != .whole { signals.append(signal) }
      }
    }
    return signals
  }

  /// - Parameter found: to one side, begun at about the same time; not empty.
  private func signals(began found: [SignalSearch.Found]) -> [Signal] {
    guard let anchor = found.min(by: { ($0.p, $0.course.group) < ($1.p, $1.course.group) }) else {
      return []
    }
    let locator = locator(anchor.onset)
    let group =
      locator.locate(anchor.side, among: found.map(\.course.group)) ?? anchor.course.group
    // As it was found where it comes from, where it was.
    let best = found.first { $0.course.group == group } ?? anchor
    var signals = [signal(best, in: group)].compactMap { $0 }
    for one in found where one.course.group != group {
      let other = one.course.group
      guard other.dimensions == group.dimensions || group == .whole,
        !nesting.areRelated(other, group), other != .whole,
        self.locator(one.onset).isApart(other, one.side),
        let signal = signal(one, in: other)
      else { continue }
      if signals.contains(where: { nesting.areRelated($0.group, other) }) { continue }
      signals.append(signal)
    }
    return signals
  }

  private func locator(_ period: Int) -> Locator {
    Locator(
      estimates: estimates, records: records, peers: peers, place: period,
      before: period >= 7 ? 3 : 1,
      nesting: nesting)
  }

  // MARK: One signal

  /// What was found, told of a group; nil where its values are not known.
  func signal(_ found: SignalSearch.Found, in group: Group) -> Signal? {
    let values = snapshot.series(metric.id, group) ?? []
    let periods = snapshot.periods
    let last = periods.count - 1
    guard let now = values.last, let value = now.value else { return nil }
    let start = courses[group]?.start ?? found.course.start
    var since = since(values, from: start)
    // A departure that was found later than its run began, or in a longer run, is told from where it was.
    if since > found.onset || found.kind == .target { since = found.onset }
    var from = max(0, since - 1)
    // Every working scale rises with its value.
    if let old = values[from].value, old == value || (value > old) != (found.side > 0) {
      from = last - 1
      since = last
    }
    guard let old = values[from].value, old != value else { return nil }
    let change = Change(from: values[from], to: now)
    return Signal(
      metric: metric, group: group, kind: found.kind,
      direction: direction(value > old), p: found.p, q: found.q, since: periods[since],
      from: periods[from], to: periods[last], change: change, size: Impact.size(metric, change),
      isKey: context.key.contains(metric.id),
      carries: carries(change, group, from, last))
  }

  private func direction(_ isRise: Bool) -> Signal.Direction {
    metric.good.favours(rise: isRise).map { $0 ? .improving : .concerning } ?? .neutral
  }

  /// Where the present run of values on one side of the mean began: of its places the one that parts the
  /// course best, by the squares between the two parts. A value that lies on that side by a hair is not
  /// where a great change began.
  private func since(_ values: [MetricValue], from start: Int) -> Int {
    let numbers = values[start...].map { $0.value ?? .nan }
    guard let last = numbers.last, !numbers.contains(where: \.isNaN) else {
      return values.count - 1
    }
    let mean = ControlChart(numbers).points.last?.mean ?? last
    var first = numbers.count - 1
    while first > 1, (numbers[first - 1] > mean) == (last > mean), numbers[first - 1] != mean {
      first -= 1
    }
    func squares(_ place: Int) -> Double {
      let (a, b) = (Double(place), Double(numbers.count - place))
      let before = numbers[..<place].reduce(0, +) / a
      let after = numbers[place...].reduce(0, +) / b
      return (a * b / (a + b) * (after - before) * (after - before)).decidable
    }
    let places = first..<numbers.count
    let most = places.map(squares).max() ?? 0
    return start + (places.first { squares($0) == most } ?? first)
  }

  /// The part of the whole's change that a group makes, above half; nil else, and where the parts do not
  /// add up.
  private func carries(_ change: Change, _ group: Group, _ from: Int, _ to: Int) -> Double? {
    guard group != .whole, let whole = snapshot.series(metric.id),
      let old = whole[from].value, let new = whole[to].value, old != new,
      let own = change.absolute, let before = change.old.value
    else { return nil }
    var part: Double?
    if Standing.isOfUnits(metric) {
      part = own / (new - old)
    } else if metric.formula.splitsIntoRateAndMix, whole[from].n > 0, whole[to].n > 0 {
      let (a, b) = (
        Double(change.old.n) / Double(whole[from].n), Double(change.new.n) / Double(whole[to].n)
      )
      // A weight that moves adds what its level has above the whole's.
      part = ((a + b) / 2 * own + (b - a) * (before + own / 2 - (old + new) / 2)) / (new - old)
    }
    return part.flatMap { $0 > 0.5 && $0 <= 1.5 ? $0.decidable : nil }
  }
}
