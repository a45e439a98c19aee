public import Civil

/// A business calendar and the tickets that it serves. The first whose tests all hold counts.
public struct TicketCalendar: Sendable {
  public let name: String
  /// Field tests that must all hold; none for all tickets.
  public let tests: [FieldTest]
  public let calendar: BusinessCalendar

  public init(name: String, tests: [FieldTest], calendar: BusinessCalendar) {
    self.name = name
    self.tests = tests
    self.calendar = calendar
  }
}
