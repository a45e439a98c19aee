/// What may be said of a change between two periods.
public enum Verdict: Sendable, Hashable {
  case improved, worse
  /// It moved, and neither way is good.
  case changed
  /// The two differ by no more than chance may make them.
  case noDetectableChange
  case notComparable(Reason)
  case notKnown(Reason)

  /// Why nothing can be said.
  public enum Reason: String, Sendable {
    /// Of which share of its records the fields are known.
    case coverage = "coverage moved by more than 10 points"
    case definition = "the definition or the mapping differs"
    case source = "a source fed one of the two periods alone"
    /// One of the two is of fewer days than its period has.
    case part = "a part of a period against a whole one"
    case appeared = "no value in the earlier period"
    case vanished = "no value in the later period"
    case absent = "no value in either period"
    case suppressed = "not shown, since it rests on few records"
    /// Without sampling error there is no chance to hold it against.
    case fullCount = "a complete count, judged by its course alone, which is too short"
    case noInterval = "too few records for an interval"
  }

  public var word: String {
    switch self {
    case .improved: "improved"
    case .worse: "worse"
    case .changed: "changed"
    case .noDetectableChange: "no detectable change"
    case .notComparable: "not comparable"
    case .notKnown: "not known"
    }
  }

  public var reason: Reason? {
    switch self {
    case .notComparable(let reason), .notKnown(let reason): reason
    default: nil
    }
  }
}
