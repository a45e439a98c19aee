import Columnar
import Testing

@Suite struct DiagnosticTests {
  private static func mistake(_ text: String, _ line: Int) -> Diagnostic {
    Diagnostic(.init(text), at: .init(file: "f.yml", line: line), failure: .configuration)
  }

  @Test func `what was found in one go is thrown as one error, a line each`() {
    let found = [Self.mistake("one", 1), Self.mistake("two", 2), Self.mistake("three", 3)]
    let error = Diagnostic(found)
    #expect(error.all == found)
    #expect(error.failure == .configuration)
    #expect(error.description == "f.yml:1: error: one\nf.yml:2: error: two\nf.yml:3: error: three")
  }

  @Test func `errors that carry others are one list in their order`() {
    let parts = [
      Diagnostic([Self.mistake("a", 1), Self.mistake("b", 2)]), Self.mistake("c", 3),
      Diagnostic([Self.mistake("d", 4)]),
    ]
    let all = Diagnostic(parts).all
    #expect(all.map(\.message.text) == ["a", "b", "c", "d"])
    #expect(all.allSatisfy { $0.also.isEmpty })
  }
}
