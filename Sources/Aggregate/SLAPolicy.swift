/// The times within which tickets must be answered and solved. The first policy that fits counts.
public struct SLAPolicy: Sendable, Hashable {
  /// Which time the policy's seconds are.
  public enum Clock: String, Sendable, CaseIterable {
    /// All that elapses.
    case calendar
    /// What lies in a business calendar's hours.
    case business
  }

  /// Field tests that must all hold.
  public let tests: [FieldTest]
  /// Seconds from creation to the first public human reply.
  public let firstReply: Int64?
  /// Seconds from a customer's reply to the next public human reply.
  public let nextReply: Int64?
  /// Seconds from creation to the solve.
  public let resolution: Int64?
  public let clock: Clock
  /// The business calendar by name; nil for the one that serves the ticket.
  public let calendar: String?
  /// The statuses in which the clock stands.
  public let pauses: [String]

  public init(
    tests: [FieldTest], firstReply: Int64?, resolution: Int64?, nextReply: Int64? = nil,
    clock: Clock = .calendar, calendar: String? = nil, pauses: [String] = ["pending"]
  ) {
    self.tests = tests
    self.firstReply = firstReply
    self.nextReply = nextReply
    self.resolution = resolution
    self.clock = clock
    self.calendar = calendar
    self.pauses = pauses
  }
}
