/// Why a share or a mean of the whole moved: how much because its segments did, and how much because
/// their weights did. Both add up to the change exactly.
///
/// The midpoint split: Σ mean weight × change of the value, and Σ change of the weight × how far the mean
/// value lies from the whole's.
public struct RateAndMix: Sendable, Hashable {
  /// One segment in two periods.
  public struct Segment: Sendable, Hashable {
    public var oldValue: Double
    public var oldCount: Int
    public var newValue: Double
    public var newCount: Int

    /// - Parameters:
    ///   - oldValue: of any kind where it has no records.
    ///   - oldCount: how many records it rests on.
    public init(oldValue: Double, oldCount: Int, newValue: Double, newCount: Int) {
      self.oldValue = oldValue
      self.oldCount = oldCount
      self.newValue = newValue
      self.newCount = newCount
    }
  }

  /// What of the change one segment makes.
  public struct Part: Sendable, Hashable {
    public let rate: Double
    public let mix: Double
  }

  /// One a segment, in their order.
  public let parts: [Part]
  /// What the segments' own changes come to.
  public var rate: Double { parts.reduce(0) { $0 + $1.rate } }
  /// What the change of their weights comes to.
  public var mix: Double { parts.reduce(0) { $0 + $1.mix } }

  /// - Returns: nil where one of the periods has no records.
  public init?(_ segments: [Segment]) {
    let old = segments.reduce(0) { $0 + $1.oldCount }
    let new = segments.reduce(0) { $0 + $1.newCount }
    guard old > 0, new > 0 else { return nil }
    // Weights change by nothing in all, so what they are measured from changes no sum; from the whole's
    // value, a segment that is like it makes no change by its weight.
    let middle = segments.reduce(0) {
      $0 + $1.oldValue * Double($1.oldCount) / Double(old) / 2
        + $1.newValue * Double($1.newCount) / Double(new) / 2
    }
    parts = segments.map { segment in
      if segment.oldCount == 0 && segment.newCount == 0 { return Part(rate: 0, mix: 0) }
      let (before, after) = (
        Double(segment.oldCount) / Double(old), Double(segment.newCount) / Double(new)
      )
      // A segment that comes or goes has no change of its own: it is all mix.
      let oldValue = segment.oldCount == 0 ? segment.newValue : segment.oldValue
      let newValue = segment.newCount == 0 ? segment.oldValue : segment.newValue
      return Part(
        rate: (before + after) / 2 * (newValue - oldValue),
        mix: (after - before) * ((oldValue + newValue) / 2 - middle))
    }
  }

  /// Of what adds up as it is: each segment's change is its part.
  init(changes: [Double]) { parts = changes.map { Part(rate: $0, mix: 0) } }
}
