/// What became of the rows of one source.
public struct SourceCounts: Sendable {
  public var name: String
  public var kind: String
  public var read: Int
  public var kept: Int
  public var superseded: Int
  public var rejected: Int
  /// Rows that a rule of the source says are no records.
  public var dropped: Int
  /// Local times moved out of a spring gap, and those that came twice in autumn.
  public var movedTimes: Int
  public var ambiguousTimes: Int

  public init(
    name: String, kind: String, read: Int, kept: Int, superseded: Int, rejected: Int,
    dropped: Int, movedTimes: Int, ambiguousTimes: Int
  ) {
    self.name = name
    self.kind = kind
    self.read = read
    self.kept = kept
    self.superseded = superseded
    self.rejected = rejected
    self.dropped = dropped
    self.movedTimes = movedTimes
    self.ambiguousTimes = ambiguousTimes
  }

  /// Whether rows read = kept + superseded + rejected + dropped.
  public var addsUp: Bool { read == kept + superseded + rejected + dropped }
}
