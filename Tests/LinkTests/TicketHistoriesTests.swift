import Columnar
import Records
import TestSupport
import Testing

@testable import Link

@Suite struct TicketHistoriesTests {
  private static let own = Histories(team: 101, priority: 102, agent: 103)

  /// Asks all events each time.
  private static func slow(
    _ events: ArraySlice<EventLog.Event>, _ survey: EventSurvey, at instant: Int64
  ) -> Histories {
    func word(_ kind: EventKind, _ family: EventKind.Family, _ own: Int64) -> Int64 {
      let ofKind = events.filter { $0.kind == kind }
      if let last = ofKind.last(where: { $0.at <= instant }) {
        return survey.word(last.to, family, .to)
      }
      guard let next = ofKind.first else { return own }
      let before = survey.word(next.from, family, .from)
      return before == .missing ? survey.word(next.to, family, .to) : before
    }
    return Histories(
      team: word(.team, .teams, own.team), priority: word(.priority, .priorities, own.priority),
      agent: word(.assignee, .assignees, own.agent))
  }

  /// The events of one ticket as they are read from random ones.
  private static func log(_ random: inout SeededGenerator) -> (EventLog, EventSurvey) {
    let kinds = ["team", "priority", "assignee", "solved"]
    let fields = ["kind", "from", "to", "system", "actor"].map { Field($0, .text) }
    let schema = Schema(
      kind: .event,
      fields: [.ticketLink, Field("at", .instant), Field("sequence", .integer)] + fields)
    let names = ["team", "priority", "agent", "status"] + fields.map(\.name)
    let dictionaries = Dictionary(uniqueKeysWithValues: names.map { ($0, TextDictionary()) })
    for word in ["low", "normal", "high"] { _ = dictionaries["priority"]!.code(of: word) }
    let count = Int.random(in: 0..<12, using: &random)
    var batch = RecordBatch(schema: schema, count: count)
    for row in 0..<count {
      func code(_ field: String, _ words: [String]) -> Int64 {
        words.randomElement(using: &random).map { dictionaries[field]!.code(of: $0) } ?? .missing
      }
      // Some words are not given, and some are no priority.
      let words = Bool.random(using: &random) ? ["low", "high", "A", "B"] : []
      batch.columns[0][row] = 1
      batch.columns[1][row] = .random(in: 0..<8, using: &random)
      batch.columns[3][row] = code("kind", kinds)
      batch.columns[4][row] = code("from", words)
      batch.columns[5][row] = code("to", words.isEmpty ? ["normal", "C"] : words)
    }
    let log = EventLog(
      batch, (0..<count).map { Locator(file: 0, offset: $0) }, LinkMap([1]), tickets: 1,
      Codes(dictionaries, leftOut: []), [FileTraits(tellsReplies: true)], before: .max)
    return (log, EventSurvey([batch], dictionaries))
  }

  @Test(arguments: 0..<300) func `each instant has what all events say of it`(seed: Int) {
    var random = SeededGenerator(seed)
    let (log, survey) = Self.log(&random)
    let events = log.events(ofTicket: 0)
    let histories = TicketHistories(Self.own, events, survey)
    for instant: Int64 in [.min, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, .max] {
      #expect(
        histories.at(instant) == Self.slow(events, survey, at: instant),
        "seed \(seed), instant \(instant)")
    }
  }

  @Test func `an instant is found in logarithmic time`() {
    let instants = Array(0..<100_000)
    for instant in [-1, 0, 1, 49_999, 99_999, 100_000] {
      var steps = 0
      let count = instants.countOfPrefix {
        steps += 1
        return $0 <= instant
      }
      #expect(count == min(max(instant + 1, 0), 100_000))
      #expect(steps <= 17)
    }
  }

  /// A customer who writes, an agent who answers, a change of team, a solve and a reopening, 20,000
  /// times over: the wait and the spells of each round are told by hand.
  @Test(.timeLimit(.minutes(2))) func `a ticket of 100,000 events ends`() {
    let rounds = 20_000
    let made = LinkerTests.linked(
      (0..<rounds).flatMap { round in
        let hour = Int64(round) * 10
        return [
          LinkerTests.Event(hour + 1, "public_reply_customer"),
          LinkerTests.Event(hour + 3, "public_reply_agent", actor: "Ada"),
          LinkerTests.Event(hour + 4, "team", to: round.isMultiple(of: 2) ? "B" : "A"),
          LinkerTests.Event(hour + 5, "solved"), LinkerTests.Event(hour + 9, "reopened"),
        ]
      })
    let (replies, solves) = (made[.reply] ?? [], made[.solve] ?? [])
    #expect(replies.count == rounds)
    #expect(
      replies.last == [
        "asked": "199991", "replied": "199993", "is_first": "0", "is_next": "1",
        "replier": "Ada", "team": "B", "place": "\(5 * (rounds - 1) + 1)", "ticket_row": "0",
        "replied_after_opening": "199993", "ended_unseen": "0",
      ])
    // The last solve, then the end that is still open.
    #expect(solves.count == rounds + 1)
    #expect(solves[rounds - 1]["replies"] == "\(rounds)")
    #expect(solves[rounds - 1]["team"] == "A")
    // Each round is split by its change of team, but the first, which had the same before.
    #expect(made[.spell]?.count == 2 * rounds)
  }
}
