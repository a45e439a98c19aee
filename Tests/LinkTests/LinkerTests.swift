import Columnar
import Testing

@testable import Link

/// What is made of one ticket and its events; all expected rows are told by hand.
@Suite struct LinkerTests {
  /// Hours after the ticket was created.
  struct Event {
    var at: Int64
    var kind: String
    var from: String?
    var to: String?
    var actor: String?
    var sequence: Int64?

    init(
      _ at: Int64, _ kind: String, from: String? = nil, to: String? = nil, actor: String? = nil,
      sequence: Int64? = nil
    ) {
      self.at = at
      self.kind = kind
      self.from = from
      self.to = to
      self.actor = actor
      self.sequence = sequence
    }
  }

  static let hour: Int64 = 3600
  static let link: Int64 = 77

  /// The moments of a ticket created at 0, by kind, with texts in place of codes.
  static func linked(
    _ events: [Event], status: String = "open", solved: Int64? = nil, team: String = "Own"
  ) -> [RecordKind: [[String: String]]] {
    let names = [
      "status", "team", "priority", "agent", "kind", "from", "to", "actor", "system", "entered",
      "left", "replier", "requester",
    ]
    let dictionaries = Dictionary(uniqueKeysWithValues: names.map { ($0, TextDictionary()) })
    func code(_ field: String, _ text: String?) -> Int64 {
      text.map { dictionaries[field]!.code(of: $0) } ?? .missing
    }
    var tickets = RecordBatch(
      schema: Schema(
        kind: .ticket,
        fields: [
          .ticketLink, Field("created", .instant), Field("solved", .instant),
          Field("status", .text), Field("team", .text), Field("system", .text),
        ]), count: 1)
    tickets.columns = [
      [link], [0], [solved.map { $0 * hour } ?? .missing], [code("status", status)],
      [code("team", team)], [code("system", "s")],
    ]
    var log = RecordBatch(
      schema: Schema(
        kind: .event,
        fields: [
          .ticketLink, Field("at", .instant), Field("kind", .text), Field("from", .text),
          Field("to", .text), Field("actor", .text), Field("sequence", .integer),
          Field("system", .text),
        ]), count: events.count)
    log.columns = [
      events.map { _ in link }, events.map { $0.at * hour }, events.map { code("kind", $0.kind) },
      events.map { code("from", $0.from) }, events.map { code("to", $0.to) },
      events.map { code("actor", $0.actor) }, events.map { $0.sequence ?? .missing },
      events.map { _ in code("system", "s") },
    ]
    var schemas: [RecordKind: Schema] = [:]
    for kind in [RecordKind.reply, .solve, .spell] {
      schemas[kind] = Schema(
        kind: kind,
        fields: MomentField.of(kind).map(\.field) + [
          Field("team", .text)
        ])
    }
    let linker = Linker(
      schemas: schemas, dictionaries: dictionaries, leftOut: ["deleted", "merged"],
      survey: EventSurvey([log], dictionaries))
    let made = linker.link(
      .init(
        batches: [.ticket: tickets, .event: log],
        locators: [.event: events.indices.map { Locator(file: 0, offset: $0) }]))
    return schemas.mapValues { schema in
      guard let batch = made.batches[schema.kind] else { return [] }
      return (0..<batch.count).map { row in
        var record: [String: String] = [:]
        for (field, column) in zip(schema.fields, batch.columns) where column[row] != .missing {
          switch field.type {
          case .text, .enumeration:
            let name = field.name == "replier" ? "agent" : field.name
            record[field.name] = dictionaries[name]!.text(of: column[row])
          case .instant, .seconds: record[field.name] = "\(column[row] / hour)"
          default: record[field.name] = "\(column[row])"
          }
        }
        return record
      }
    }
  }

  private static func show(_ records: [[String: String]]?, _ fields: String...) -> [String] {
    (records ?? []).map { record in fields.map { record[$0] ?? "–" }.joined(separator: " ") }
  }

  @Test func `a bot does not stop the clock of the first reply`() {
    let made = Self.linked([
      Event(1, "bot_reply"), Event(2, "public_reply_customer"),
      Event(5, "public_reply_agent", actor: "Ada"), Event(7, "public_reply_customer"),
      Event(8, "public_reply_customer"), Event(9, "public_reply_agent", actor: "Bo"),
      Event(10, "public_reply_customer"),
    ])
    #expect(
      Self.show(made[.reply], "asked", "replied", "is_first", "replier") == [
        "0 5 1 Ada", "7 9 0 Bo", "10 – 0 –",
      ])
  }

  @Test func `each solve and reopening counts, whichever event tells it`() {
    let made = Self.linked([
      Event(2, "status", from: "new", to: "open"), Event(10, "solved"),
      Event(10, "status", to: "solved"), Event(12, "status", to: "closed"),
      Event(20, "reopened"), Event(20, "status", to: "open"), Event(30, "status", to: "pending"),
      Event(34, "solved"), Event(34 + 8 * 24, "reopened"),
    ])
    #expect(
      Self.show(
        made[.solve], "solved", "is_last", "is_final", "reopened_in_7d", "reopens_before",
        "wait_seconds") == [
          "10 0 0 1 0 10", "34 1 0 0 1 20", "– 0 1 – – –",
        ])
    #expect(
      Self.show(made[.spell], "from", "until", "entered", "left") == [
        "0 10 created solved", "20 34 reopened solved", "226 – reopened –",
      ])
  }

  @Test func `a moment has the team of its time`() {
    let made = Self.linked(
      [
        Event(3, "team", from: "A", to: "B"), Event(3, "public_reply_agent"),
        Event(6, "team", to: "C"), Event(8, "solved"),
      ], team: "Now")
    #expect(Self.show(made[.reply], "team") == ["B"])
    #expect(Self.show(made[.solve], "solved", "team", "group_changes") == ["8 C 2"])
    #expect(
      Self.show(made[.spell], "from", "until", "entered", "left", "team") == [
        "0 3 created moved A", "3 6 moved moved B", "6 8 moved solved C",
      ])
  }

  @Test func `a removed ticket stood until then, and counts in nothing else`() {
    let removed = Self.linked([Event(4, "deleted")])
    #expect(
      Self.show(removed[.spell], "from", "until", "entered", "left") == ["0 4 created removed"])
    #expect(removed[.solve] == [] && removed[.reply] == [])
    let restored = Self.linked([Event(4, "merged"), Event(9, "restored")])
    #expect(
      Self.show(restored[.spell], "from", "until", "entered", "left") == [
        "0 4 created removed", "9 – restored –",
      ])
    #expect(restored[.reply]?.count == 1)
  }

  @Test func `without events of a kind the ticket's own columns tell`() {
    let made = Self.linked([Event(1, "public_reply_agent")], status: "solved", solved: 6)
    #expect(Self.show(made[.solve], "solved", "is_final", "from_counters") == ["6 1 1"])
    #expect(Self.show(made[.spell], "from", "until", "left") == ["0 6 solved"])
    let open = Self.linked([], status: "open", solved: 6)
    #expect(
      Self.show(open[.spell], "from", "until", "entered") == ["0 6 created", "6 – reopened"])
    #expect(Self.show(open[.solve], "solved", "is_final") == ["6 0", "– 1"])
  }

  @Test func `the sequence decides between events of one second`() {
    let made = Self.linked([
      Event(5, "reopened", sequence: 2), Event(5, "solved", sequence: 1),
    ])
    #expect(Self.show(made[.spell], "from", "until") == ["0 5", "5 –"])
  }
}
