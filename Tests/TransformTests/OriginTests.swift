import Testing

@testable import Transform

@Suite struct OriginTests {
  @Test(
    arguments: [
      ("tickets.csv:12: expected 4 fields", "tickets.csv:12"),
      ("  tickets.csv:12: expected", "tickets.csv:12"),
      ("emea/tickets.json:3:17: 'soon' is no instant", "emea/tickets.json:3:17"),
      ("night: 2.csv:4: the field is empty", "night: 2.csv:4"),
      ("tickets.csv:12", "tickets.csv:12"), ("tickets.csv:12: ", "tickets.csv:12"),
      ("'soon' is no instant", ""), ("done: by Anna", ""), (":12: no name", ""), ("12", ""),
      ("", ""), (" ", ""), (":", ""),
    ])
  func `a reason begins with a name and a line, or has no origin`(
    reason: String, origin: String
  ) {
    #expect(Origin.of(Array(reason.utf8)) == origin)
  }
}
