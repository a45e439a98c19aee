/// When a contact counts as answered in time, and when as abandoned too soon to count.
public struct ContactThresholds: Sendable, Hashable {
  /// At most so many seconds of waiting.
  public var within: Int64
  /// Fewer than so many.
  public var short: Int64

  public init(within: Int64 = 20, short: Int64 = 5) {
    self.within = within
    self.short = short
  }
}
