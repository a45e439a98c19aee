public import Aggregate
import Statistics

/// The judgements on all changes between two periods. They are made together: the more changes are
/// looked at, the more of them chance makes, and what is called found must hold among all.
public enum Judgements {
  /// One change that is looked at.
  public struct Pair: Sendable {
    public let metric: Metric
    public let change: Change
    /// Of values without sampling error, how often their own course makes such a change; nil where
    /// that is not known.
    public let course: Double?
    /// Why the two say nothing of each other, whatever they are; nil where they may.
    let bar: Verdict.Reason?
    /// The statistics of the two, counts by the exposure of their periods.
    let old: Estimate?
    let new: Estimate?

    /// - Parameters:
    ///   - spans: the days that the two values are of, by which counts are compared; nil where they are
    ///     alike.
    ///   - whole: the change of all groups together, whose weekdays say how counts lie in the week where
    ///     the group's own are not known.
    public init(
      _ metric: Metric, _ change: Change, course: Double? = nil, over spans: Spans? = nil,
      whole: Change? = nil, bar: Verdict.Reason? = nil
    ) {
      self.bar = bar
      self.metric = metric
      self.change = change
      self.course = course
      let exposed = spans.map { $0.exposed(change, whole ?? change) }
      old = exposed?.old ?? change.old.estimate
      new = exposed?.new ?? change.new.estimate
    }

    /// Whether both are complete counts.
    var isFull: Bool {
      if case .full = change.old.estimate, case .full = change.new.estimate { return true }
      return false
    }
  }

  /// The greatest share of false findings among the changes that are called detected.
  public static let greatestRate = 0.05
  /// A coverage that moves by more than this makes two values another thing.
  public static let greatestMove = 0.1

  /// - Parameters:
  ///   - pairs: all changes between the two periods that the plan has, shown or not: with fewer of them
  ///     a q would be smaller.
  ///   - worth: the least change that is called one.
  ///   - printsAlike: whether two values are the same as they are printed.
  /// - Returns: one a pair, in their order.
  public static func of(
    _ pairs: [Pair], worth: Worth = Worth(), printsAlike: (Pair) -> Bool = { _ in false }
  ) -> [Judgement] {
    let obstacles = pairs.map(obstacle)
    let differences = zip(pairs, obstacles).map { pair, obstacle -> Difference? in
      guard obstacle == nil, let old = pair.old, let new = pair.new else { return nil }
      return Difference(from: old, to: new)
    }
    let p = pairs.indices.map { index in
      obstacles[index] == nil && pairs[index].isFull
        ? pairs[index].course : differences[index]?.p
    }
    let q = FalseDiscoveryRate.q(p)
    return pairs.indices.map { index in
      let pair = pairs[index]
      return Judgement(
        metric: pair.metric, change: pair.change, difference: differences[index], p: p[index],
        q: q[index],
        verdict: obstacles[index]
          ?? verdict(
            pair, q[index],
            move: differences[index]?.change ?? pair.change.absolute ?? 0,
            isAlike: !worth.allows(pair.metric, pair.change) || printsAlike(pair)))
    }
  }

  /// Why two values say nothing of each other; nil where they may.
  private static func obstacle(_ pair: Pair) -> Verdict? {
    if let bar = pair.bar { return .notComparable(bar) }
    let (old, new) = (pair.change.old, pair.change.new)
    if old.isSuppressed || new.isSuppressed { return .notKnown(.suppressed) }
    switch (old.value, new.value) {
    case (nil, nil): return .notKnown(.absent)
    case (nil, _): return .notComparable(.appeared)
    case (_, nil): return .notComparable(.vanished)
    default: break
    }
    if let a = old.coverage, let b = new.coverage, abs(a - b) > greatestMove + 1e-12 {
      return .notComparable(.coverage)
    }
    return nil
  }

  /// - Parameter move: the change on the scale of the difference: counts by how long their periods are.
  private static func verdict(
    _ pair: Pair, _ q: Double?, move: Double, isAlike: Bool
  ) -> Verdict {
    guard let q else {
      if pair.change.absolute == 0 { return .noDetectableChange }
      return .notKnown(pair.isFull ? .fullCount : .noInterval)
    }
    guard q <= greatestRate, !isAlike, move != 0 else { return .noDetectableChange }
    return pair.metric.good.favours(rise: move > 0).map { $0 ? .improved : .worse } ?? .changed
  }
}
