public import Columnar
public import Records

/// What the event logs of a run hold as a whole: what they cover, by system, and which words of
/// theirs stand for statuses, teams, priorities and agents. Taken before any ticket is linked.
public struct EventSurvey: Sendable {
  /// By the system of the tickets that logs are about.
  private(set) var coverage: [Int64: Families] = [:]
  /// The systems of whose tickets a log tells that bots took part.
  private var botSystems: Set<Int64> = []
  /// For codes of `from` and `to`, the code of the same word in another field's dictionary.
  private(set) var words: [EventKind.Family: [[Int64]]] = [:]
  /// For codes of `actor`, those of `agent`.
  private(set) var agents: [Int64] = []
  /// By the code of `actor`, whether it is an agent who opened a ticket.
  private var openers: [Bool] = []
  /// Words of events that are no status or priority.
  public private(set) var unknownWords: Set<String> = []

  /// The dictionary that the words of a family belong to.
  private static let fields: [(EventKind.Family, String)] = [
    (.states, "status"), (.teams, "team"), (.priorities, "priority"), (.assignees, "agent"),
  ]

  /// - Parameters:
  ///   - partitions: all events of the run.
  ///   - ticketAgents: the codes of all agents who have tickets; asked for only where somebody is said
  ///     to have opened one.
  public init(
    _ partitions: some Sequence<RecordBatch>, _ dictionaries: [String: TextDictionary],
    ticketAgents: () -> Set<Int64> = { [] }
  ) {
    let codes = Codes(dictionaries, leftOut: [])
    var used: [EventKind.Family: [Set<Int64>]] = [:]
    for (family, _) in Self.fields { used[family] = [[], []] }
    var actors: Set<Int64> = []
    var opening: Set<Int64> = []
    for batch in partitions {
      let schema = batch.schema
      let kind = schema.index(of: "kind")
      let systems = TicketSystems(schema, dictionaries)
      let places = [schema.index(of: "from"), schema.index(of: "to")]
      let actor = schema.index(of: "actor")
      for row in 0..<batch.count {
        guard let kind, let event = codes.eventKinds[batch.columns[kind][row]] else { continue }
        if event == .created, let actor { opening.insert(batch.columns[actor][row]) }
        guard let family = event.family else { continue }
        let system = systems.system(batch, row)
        coverage[system, default: []].insert(Families(family))
        if event == .botReply { botSystems.insert(system) }
        if event == .agentReply, let actor { actors.insert(batch.columns[actor][row]) }
        guard event == .status || event.family != .states else { continue }
        for (side, place) in places.enumerated() {
          if let place { used[family]?[side].insert(batch.columns[place][row]) }
        }
      }
    }
    for (family, field) in Self.fields {
      words[family] = ["from", "to"].enumerated().map { side, name in
        table(
          used[family]?[side] ?? [], dictionaries[name], dictionaries[field],
          isListed: family == .states || family == .priorities)
      }
    }
    agents = table(actors, dictionaries["actor"], dictionaries["agent"], isListed: false)
    noteOpeners(opening, ticketAgents, dictionaries)
  }

  /// Agents are those who have tickets, to whom tickets were assigned, or who replied in public.
  private mutating func noteOpeners(
    _ opening: Set<Int64>, _ ticketAgents: () -> Set<Int64>,
    _ dictionaries: [String: TextDictionary]
  ) {
    guard let actors = dictionaries["actor"], let names = dictionaries["agent"],
      opening.contains(where: { $0 != .missing })
    else { return }
    var known = ticketAgents().union(agents)
    for side in words[.assignees] ?? [] { known.formUnion(side) }
    openers = [Bool](repeating: false, count: actors.count)
    for code in opening where code != .missing {
      let agent = names.knownCode(of: actors.text(of: code))
      openers[Int(code)] = agent.map(known.contains) ?? false
    }
  }

  /// For each code of one dictionary the code of the same text in another; missing for those that
  /// are not used.
  ///
  /// - Parameter isListed: whether only words that the other knows are taken, in any case of letters.
  private mutating func table(
    _ used: Set<Int64>, _ from: TextDictionary?, _ to: TextDictionary?, isListed: Bool
  ) -> [Int64] {
    guard let from, let to else { return [] }
    var table = [Int64](repeating: .missing, count: from.count)
    for code in used where code != .missing {
      let text = from.text(of: code)
      if !isListed {
        table[Int(code)] = to.code(of: text)
      } else if let known = to.knownCode(of: text.lowercased()) {
        table[Int(code)] = known
      } else {
        unknownWords.insert(text)
      }
    }
    return table
  }

  /// The fields of tickets whose course over time some log tells.
  public var histories: [String] {
    let families = coverage.values.reduce(into: Families()) { $0.formUnion($1) }
    return zip(MomentField.histories, [EventKind.Family.teams, .priorities, .assignees])
      .filter { families.has($1) }.map(\.0)
  }

  enum Side: Int { case from, to }

  /// The word on one side of an event, as a code of the tickets' own field.
  func word(_ code: Int64, _ family: EventKind.Family, _ side: Side) -> Int64 {
    guard code != .missing, let table = words[family]?[side.rawValue], code < table.count else {
      return .missing
    }
    return table[Int(code)]
  }

  /// Whether an event says that an agent opened the ticket.
  func isOpenedByAgent(_ event: EventLog.Event) -> Bool {
    event.kind == .created && event.actor != .missing && event.actor < openers.count
      && openers[Int(event.actor)]
  }

  /// Whether some agent opened a ticket.
  var hasOpeners: Bool { openers.contains(true) }

  func agent(_ actor: Int64) -> Int64 {
    actor == .missing || actor >= agents.count ? .missing : agents[Int(actor)]
  }

  /// How many agents replied in public, missing where one is not named, and how many messages of
  /// customers followed the opening one.
  func people(
    _ events: ArraySlice<EventLog.Event>, since start: Int64, until end: Int64
  ) -> (repliers: Int64, customerReplies: Int64) {
    var repliers: Set<Int64> = []
    var messages: Int64 = 0
    for event in events where event.at <= end {
      if event.kind == .agentReply { repliers.insert(agent(event.actor)) }
      if event.kind == .customerReply && event.at > start { messages += 1 }
    }
    return (repliers.contains(.missing) ? .missing : Int64(repliers.count), messages)
  }

  func coversBots(_ system: Int64) -> Bool { botSystems.contains(system) }

  func covers(_ family: EventKind.Family, _ system: Int64) -> Bool {
    coverage[system]?.has(family) ?? false
  }
}
