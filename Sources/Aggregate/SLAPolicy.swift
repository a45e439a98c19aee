/// The times within which tickets must be answered and solved. The first policy that fits counts.
public struct SLAPolicy: Sendable, Hashable {
  /// Field tests that must all hold.
  public let tests: [FieldTest]
  /// Seconds from creation to the first public human reply, in calendar time.
  public let firstReply: Int64?
  /// Seconds from creation to the solve, in calendar time.
  public let resolution: Int64?

  public init(tests: [FieldTest], firstReply: Int64?, resolution: Int64?) {
    self.tests = tests
    self.firstReply = firstReply
    self.resolution = resolution
  }
}
