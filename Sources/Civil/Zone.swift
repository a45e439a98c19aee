/// A time zone: the instants at which its offset from UTC changes.
public struct Zone: Sendable {
  /// What became of a local time that does not name exactly one instant.
  public enum Oddity: Sendable {
    case none
    /// It fell into a spring gap and was moved forward by the gap.
    case moved
    /// It came twice in autumn; the earlier instant was taken.
    case ambiguous
  }

  /// The offset holds from this instant on.
  struct Transition: Sendable, Equatable {
    var instant: Int64
    var offset: Int64
  }

  public let name: String
  /// Ascending; the first holds from the beginning of time.
  let transitions: [Transition]

  init(name: String, transitions: [Transition]) {
    self.name = name
    self.transitions = transitions
  }

  public static let utc = Zone(name: "UTC", transitions: [Transition(instant: .min, offset: 0)])

  /// Seconds east of UTC at an instant.
  public func offset(at instant: Int64) -> Int64 { transitions[segment(at: instant)].offset }

  func segment(at instant: Int64) -> Int {
    var low = 0
    var high = transitions.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if transitions[middle].instant <= instant { low = middle } else { high = middle }
    }
    return low
  }

  /// The instant of a local time, given as the seconds since 1970-01-01T00:00 that a clock on the
  /// wall would count.
  ///
  /// A time in a spring gap moves forward by the gap; of two autumn instants the earlier is taken.
  public func instant(local: Int64) -> (instant: Int64, oddity: Oddity) {
    // Offsets stay within a day of UTC, so the answer lies in one of the segments around it.
    let first = segment(at: local - 86_400)
    let last = segment(at: local + 86_400)
    if first == last { return (local - transitions[first].offset, .none) }
    var found: Int64?
    var count = 0
    for index in first...last {
      let candidate = local - transitions[index].offset
      guard segment(at: candidate) == index else { continue }
      count += 1
      if found == nil { found = candidate }
    }
    if let found { return (found, count > 1 ? .ambiguous : .none) }
    // In the gap: the offset from before it puts the time behind the gap, moved by its length.
    for index in first..<last {
      let gapStart = transitions[index + 1].instant + transitions[index].offset
      let gapEnd = transitions[index + 1].instant + transitions[index + 1].offset
      if local >= gapStart && local < gapEnd {
        return (local - transitions[index].offset, .moved)
      }
    }
    return (local - transitions[last].offset, .moved)
  }

  /// The first instant of a day.
  public func start(of date: CivilDate) -> Int64 {
    instant(local: Int64(date.day) * 86_400).instant
  }

  /// The day on which an instant falls here.
  public func date(at instant: Int64) -> CivilDate {
    let local = instant + offset(at: instant)
    return CivilDate(day: Int((Double(local) / 86_400).rounded(.down)))
  }
}

/// Converts many local times of one zone: remembers the stretch in which no offset changes.
public struct LocalClock: Sendable {
  public let zone: Zone
  var calmFrom: Int64 = 0
  var calmTo: Int64 = 0
  var offset: Int64 = 0

  public init(_ zone: Zone) { self.zone = zone }

  /// As `Zone.instant(local:)`, in constant time for times near the last ones.
  @inline(__always)
  public mutating func instant(local: Int64) -> (instant: Int64, oddity: Zone.Oddity) {
    if local >= calmFrom && local < calmTo { return (local &- offset, .none) }
    return find(local)
  }

  private mutating func find(_ local: Int64) -> (instant: Int64, oddity: Zone.Oddity) {
    let answer = zone.instant(local: local)
    let index = zone.segment(at: answer.instant)
    let segment = zone.transitions[index]
    let margin: Int64 = 2 * 86_400
    // Two days within the segment no local time is odd.
    calmFrom = segment.instant < .min + margin ? .min : segment.instant + segment.offset + margin
    calmTo =
      index + 1 < zone.transitions.count
      ? zone.transitions[index + 1].instant + segment.offset - margin : .max
    offset = segment.offset
    return answer
  }
}
