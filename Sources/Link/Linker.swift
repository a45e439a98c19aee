public import Columnar
public import Records

/// Makes moments of the tickets of a partition, with what their events, contacts and surveys tell:
/// replies, solves and stretches in the backlog, each with the team, priority and agent of its time.
///
/// All that is about one ticket lies in one partition, so partitions are linked side by side.
public struct Linker: Sendable {
  /// The records of one partition, as they were loaded.
  public struct Partition: Sendable {
    public var batches: [RecordKind: RecordBatch]
    public var locators: [RecordKind: [Locator]]

    public init(batches: [RecordKind: RecordBatch], locators: [RecordKind: [Locator]]) {
      self.batches = batches
      self.locators = locators
    }
  }

  /// The records of one partition with their moments.
  public struct Linked: Sendable {
    public var batches: [RecordKind: RecordBatch] = [:]
    public var timelines = StatusTimelines()
    /// Records that name a ticket which is not among the exports.
    public var orphans: [RecordKind: Int] = [:]
    public var endings = Endings()
  }

  /// What each kind has once it is linked.
  public let schemas: [RecordKind: Schema]
  let dictionaries: [String: TextDictionary]
  let codes: Codes
  public let survey: EventSurvey

  /// The instant at which the data is taken to end: events from then on have not happened yet.
  let cutoff: Int64

  /// By the number of a file.
  public let files: [FileTraits]
  public let elapsed: ElapsedTime

  static let week: Int64 = 7 * 86_400

  /// - Parameters:
  ///   - schemas: for each kind that is wanted its fields: those loaded, those of its moments, and
  ///     those of the tickets that it is about.
  ///   - leftOut: the statuses whose tickets count in no figure.
  public init(
    schemas: [RecordKind: Schema], dictionaries: [String: TextDictionary], leftOut: [String],
    survey: EventSurvey, files: [FileTraits], elapsed: ElapsedTime = .exact, cutoff: Int64 = .max
  ) {
    self.elapsed = elapsed
    self.files = files
    self.schemas = schemas
    self.dictionaries = dictionaries
    self.survey = survey
    self.cutoff = cutoff
    codes = Codes(dictionaries, leftOut: leftOut)
  }

  public func link(_ partition: Partition) -> Linked {
    var linked = Linked()
    for kind in [RecordKind.staff, .cost, .event] {
      guard let batch = partition.batches[kind], let schema = schemas[kind] else { continue }
      linked.batches[kind] = batch.projected(onto: schema)
    }
    let tickets = partition.batches[.ticket]
    let isLinked = tickets?.schema.index(of: Field.ticketLink.name) != nil
    let map = LinkMap(isLinked ? tickets?.values(Field.ticketLink.name) ?? [] : [])
    var log = EventLog.none
    if let tickets, let events = partition.batches[.event] {
      log = EventLog(
        events, partition.locators[.event] ?? [], map, tickets: tickets.count, codes,
        files, before: cutoff)
      linked.orphans[.event] = log.orphans
    } else if let events = partition.batches[.event] {
      linked.orphans[.event] = events.count
    }
    var solves: [Int64] = []
    if let tickets {
      solves = TicketLinking(
        linker: self, tickets: tickets, locators: partition.locators[.ticket] ?? [], log: log
      ).run(&linked)
    }
    for kind in [RecordKind.contact, .survey] {
      guard let batch = partition.batches[kind], let schema = schemas[kind] else { continue }
      let about = About(
        linker: self, batch: batch, locators: partition.locators[kind] ?? [], tickets: tickets,
        map: map, log: log)
      linked.batches[kind] = about.filled(schema, solves: solves)
      linked.orphans[kind] = about.orphans
    }
    return linked
  }
}
