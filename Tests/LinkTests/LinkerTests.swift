import Columnar
import Records
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
    _ events: [Event], status: String = "open", solved: Int64? = nil, closed: Int64? = nil,
    team: String = "Own", agent: String? = nil,
    traits: FileTraits = FileTraits(tellsReplies: true)
  ) -> [RecordKind: [[String: String]]] {
    made(
      events, status: status, solved: solved, closed: closed, team: team, agent: agent,
      traits: traits
    ).records
  }

  static func made(
    _ events: [Event], status: String, solved: Int64?, closed: Int64?, team: String,
    agent: String?, traits: FileTraits
  ) -> (records: [RecordKind: [[String: String]]], endings: Endings) {
    let names = [
      "status", "team", "priority", "agent", "kind", "from", "to", "actor", "system", "entered",
      "left", "replier", "requester", "direction",
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
          Field("closed", .instant), Field("status", .text), Field("team", .text),
          Field("agent", .text), Field("system", .text),
        ]), count: 1)
    tickets.columns = [
      [link], [0], [solved.map { $0 * hour } ?? .missing], [closed.map { $0 * hour } ?? .missing],
      [code("status", status)], [code("team", team)], [code("agent", agent)], [code("system", "s")],
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
          Field("team", .text), Field("direction", .text),
        ])
    }
    _ = code("direction", "outbound")
    let agents: Set<Int64> = agent == nil ? [] : [code("agent", agent)]
    let linker = Linker(
      schemas: schemas, dictionaries: dictionaries, leftOut: ["deleted", "merged"],
      survey: EventSurvey([log], dictionaries, ticketAgents: { agents }), files: [traits])
    let made = linker.link(
      .init(
        batches: [.ticket: tickets, .event: log],
        locators: [
          .ticket: [Locator(file: 0, offset: 0)],
          .event: events.indices.map { Locator(file: 0, offset: $0) },
        ]))
    let records = schemas.mapValues { schema -> [[String: String]] in
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
    return (records, made.endings)
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

  @Test func `without a sequence the place in the file decides, never the kind`() {
    let made = Self.linked([Event(1, "solved"), Event(25, "reopened"), Event(25, "solved")])
    #expect(Self.show(made[.solve], "solved", "is_last", "is_final") == ["1 0 0", "25 1 1"])
    let reopened = Self.linked([Event(1, "solved"), Event(1, "reopened")])
    #expect(Self.show(reopened[.spell], "from", "until") == ["0 1", "1 –"])
  }

  @Test func `in a log that runs newest first the last of an instant happened first`() {
    let events = [
      Event(5, "reopened"), Event(5, "solved"), Event(5, "public_reply_agent", actor: "Ada"),
    ]
    let made = Self.linked(events, traits: FileTraits(tellsReplies: true, runsNewestFirst: true))
    #expect(Self.show(made[.solve], "solved", "replies", "is_final") == ["5 1 0", "– 1 1"])
    #expect(Self.show(made[.spell], "from", "until") == ["0 5", "5 –"])
  }

  @Test func `a ticket without a solve ended when it was closed`() {
    let closed = Self.linked([], status: "closed", closed: 6)
    #expect(Self.show(closed[.solve], "solved", "is_done", "from_closed") == ["6 1 1"])
    #expect(Self.show(closed[.spell], "from", "until", "from_closed") == ["0 6 1"])
    let solved = Self.linked([], status: "closed", solved: 2, closed: 6)
    #expect(Self.show(solved[.solve], "solved", "is_done", "from_closed") == ["2 1 –"])
    let open = Self.linked([], status: "open", closed: 6)
    #expect(
      Self.show(open[.spell], "from", "until", "entered") == ["0 6 created", "6 – reopened"])
    // A log that tells of no states leaves it to the ticket's own columns.
    let moved = Self.linked([Event(1, "team", to: "B")], status: "closed", closed: 6)
    #expect(Self.show(moved[.solve], "solved", "from_closed") == ["6 1"])
    #expect(Self.show(moved[.spell], "from", "until", "from_closed") == ["0 6 1"])
  }

  @Test func `a ticket that ended at an unknown time stands in no backlog`() {
    for events in [[], [Event(1, "team", to: "B"), Event(2, "public_reply_agent")]] {
      let made = Self.made(
        events, status: "closed", solved: nil, closed: nil, team: "A", agent: nil,
        traits: FileTraits(tellsReplies: true))
      #expect(made.records[.spell] == [] && made.records[.solve] == [])
      #expect(made.endings.unknown == 1)
    }
  }

  @Test func `events that end in another state than the ticket's own are counted`() {
    func otherwise(_ events: [Event], _ status: String) -> Int {
      Self.made(
        events, status: status, solved: nil, closed: nil, team: "A", agent: nil,
        traits: FileTraits(tellsReplies: true)
      ).endings.otherwise
    }
    #expect(otherwise([Event(1, "solved")], "open") == 1)
    #expect(otherwise([Event(1, "reopened")], "closed") == 1)
    #expect(otherwise([Event(1, "solved")], "closed") == 0)
    #expect(otherwise([Event(1, "deleted")], "open") == 1)
    #expect(otherwise([Event(1, "public_reply_agent")], "closed") == 0)
  }

  @Test func `of a ticket of whose replies nobody tells nothing is said`() {
    let silent = FileTraits(tellsReplies: false)
    let made = Self.linked([Event(1, "solved")], status: "solved", traits: silent)
    #expect(Self.show(made[.reply], "asked", "replied", "is_first", "team") == ["– – – Own"])
    #expect(Self.show(made[.solve], "solved", "replies") == ["1 –"])
    // A log of the ticket's system tells.
    let told = Self.linked([Event(1, "public_reply_customer")], traits: silent)
    #expect(Self.show(told[.reply], "asked", "replied", "is_first") == ["0 – 1"])
    // Solved nobody knows when, the ticket may have needed no reply.
    let unseen = Self.linked([], status: "solved")
    #expect(Self.show(unseen[.reply], "asked", "is_first", "ended_unseen") == ["0 1 1"])
  }

  @Test func `a ticket that an agent opened is outbound, and what opened it is known`() {
    let events = [
      Event(0, "created", actor: "Ada"), Event(0, "public_reply_agent", actor: "Ada"),
      Event(2, "public_reply_customer"), Event(5, "public_reply_agent", actor: "Bo"),
      Event(6, "solved"),
    ]
    let made = Self.linked(events)
    #expect(
      Self.show(
        made[.reply], "asked", "replied", "replied_after_opening", "is_first", "direction") == [
          "0 0 5 1 outbound", "2 5 5 0 outbound",
        ])
    #expect(
      Self.show(made[.solve], "solved", "replies", "replies_after_opening", "direction") == [
        "6 2 1 outbound"
      ])
    // A customer opened it; nor is everybody an agent who opens a ticket.
    let own = Self.linked([Event(0, "created", actor: "Customer")] + events.dropFirst())
    #expect(Self.show(own[.reply], "asked", "replied", "direction") == ["0 0 –", "2 5 –"])
    let assigned = Self.linked([Event(0, "created", actor: "Eve")], agent: "Eve")
    #expect(Self.show(assigned[.reply], "direction") == ["outbound"])
  }

  @Test func `a log runs newest first where its changes follow one another so`() {
    typealias Row = (ticket: Int64, at: Int64, from: String?, to: String?)
    func runsNewestFirst(_ rows: [Row]) -> Bool {
      let (from, to) = (TextDictionary(), TextDictionary())
      var log = RecordBatch(
        schema: Schema(
          kind: .event,
          fields: [
            .ticketLink, Field("at", .instant), Field("kind", .text), Field("from", .text),
            Field("to", .text),
          ]), count: rows.count)
      log.columns = [
        rows.map(\.ticket), rows.map(\.at), rows.map { _ in 0 },
        rows.map { $0.from.map { from.code(of: $0) } ?? .missing },
        rows.map { $0.to.map { to.code(of: $0) } ?? .missing },
      ]
      let kinds = TextDictionary(["status", "solved", "reopened"])
      var order = EventOrder(sources: [0], ["from": from, "to": to, "kind": kinds])
      order.add(log, rows.indices.map { Locator(file: 0, offset: $0) })
      return order.runsNewestFirst(source: 0)
    }
    let chain: [Row] = [
      (1, 5, "new", "open"), (1, 5, "open", "pending"), (1, 5, "pending", "solved"),
    ]
    #expect(!runsNewestFirst(chain))
    #expect(runsNewestFirst(chain.reversed()))
    // What leads to one another says more than the instants; a chain that closes says nothing.
    #expect(!runsNewestFirst([(2, 9, nil, nil), (2, 8, nil, nil)] + chain))
    #expect(!runsNewestFirst([(1, 5, "open", "solved"), (1, 5, "solved", "open")]))
    #expect(runsNewestFirst([(1, 9, nil, nil), (1, 8, nil, nil), (2, 9, nil, nil)]))
    #expect(
      !runsNewestFirst([(1, 9, nil, nil), (1, 8, nil, nil), (2, 8, nil, nil), (2, 9, nil, nil)]))
  }
}
