import Aggregate
import Civil
import Columnar
import Compare
import Link
import Privacy
import Records

extension Run {
  /// The reports with the topics of their period, where the pipeline file asks for them.
  func withTopics(_ snapshots: [Snapshot], _ intake: Intake) async -> [Snapshot] {
    guard let rules = pipeline.topics else { return snapshots }
    var made: [Snapshot] = []
    for snapshot in snapshots {
      var input = snapshot.input
      let texts = await TopicTexts.read(
        intake.loaded, rules, pipeline.zone, input.period, days: input.daysSoFar,
        workers: options.threads)
      input.topics = texts.topics(rules, Edition(input.audience, engine))
      made.append(Snapshot(planned: snapshot.planned, input: input))
    }
    return made
  }
}

/// What customers wrote in a period and in the one before, as codes of dictionaries.
struct TopicTexts {
  /// What one customer wrote in one record; in a column a field, beside when and of whom it is.
  private struct Rows {
    var requesters: [Int64] = []
    var isNow: [Bool] = []
    var created: [Int64] = []
    /// Of tickets; missing where they are not read.
    var ids: [Int64] = []
    /// By field.
    var codes: [[Int64]]

    mutating func append(_ other: Rows) {
      requesters += other.requesters
      isNow += other.isNow
      created += other.created
      ids += other.ids
      for field in codes.indices { codes[field] += other.codes[field] }
    }
  }

  private let rows: Rows
  private let fields: [String]
  private let dictionaries: [String: TextDictionary]
  private let period: Period
  private let days: Int?

  /// The names of what the exports must bring, by kind.
  static func wanted(_ rules: TopicRules, withIDs: Bool) -> [RecordKind: Set<String>] {
    let ofTickets = Set(rules.fields).subtracting(["comment"])
    let ids: Set<String> = withIDs ? ["id"] : []
    return [
      .ticket: ofTickets.union(["requester", "created", "account", "agent"]).union(ids),
      .survey: rules.fields.contains("comment") ? ["comment", "responded", "sent"] : [],
    ]
  }

  static func read(
    _ loaded: Engine.Loaded, _ rules: TopicRules, _ zone: Zone, _ period: Period, days: Int?,
    workers: Int
  ) async -> TopicTexts {
    func span(_ period: Period) -> Range<Int64> {
      let end = days.map { min(period.first + $0, period.end) } ?? period.end
      return zone.start(of: period.first)..<zone.start(of: end)
    }
    let (now, before) = (span(period), span(period.advanced(by: -1)))
    let records = loaded.outcome.records
    let leftOut = Set(
      MetricTable.leftOutStatuses.compactMap {
        loaded.ingest.dictionaries["status"]?.knownCode(of: $0)
      })
    let parts = await inParallel(workers, jobs: TicketPartitions.count) { index in
      Self.rows(records, index, rules.fields, now: now, before: before, leftOut: leftOut)
    }
    var rows = Rows(codes: rules.fields.map { _ in [] })
    for part in parts { rows.append(part) }
    return TopicTexts(
      rows: rows, fields: rules.fields, dictionaries: loaded.ingest.dictionaries, period: period,
      days: days)
  }

  private static func rows(
    _ records: TicketPartitions, _ index: Int, _ fields: [String], now: Range<Int64>,
    before: Range<Int64>, leftOut: Set<Int64>
  ) -> Rows {
    var rows = Rows(codes: fields.map { _ in [] })
    var requesters: [Int64: Int64] = [:]
    if let tickets = records.records(.ticket, index) {
      func column(_ name: String) -> [Int64]? {
        tickets.schema.index(of: name).map { tickets.columns[$0] }
      }
      let (created, requester) = (column("created"), column("requester"))
      let (status, merged, link, id) = (
        column("status"), column("merged_into"), column(Field.ticketLink.name), column("id")
      )
      let columns = fields.map(column)
      for row in 0..<tickets.count {
        guard let who = requester?[row], who != .missing else { continue }
        if let link { requesters[link[row]] = who }
        guard let at = created?[row], now.contains(at) || before.contains(at) else { continue }
        if let status, leftOut.contains(status[row]) { continue }
        if let merged, merged[row] != .missing { continue }
        rows.requesters.append(who)
        rows.isNow.append(now.contains(at))
        rows.created.append(at)
        rows.ids.append(id?[row] ?? .missing)
        for (place, column) in columns.enumerated() {
          rows.codes[place].append(column?[row] ?? .missing)
        }
      }
    }
    guard let place = fields.firstIndex(of: "comment"),
      let surveys = records.records(.survey, index),
      let comment = surveys.schema.index(of: "comment"),
      let link = surveys.schema.index(of: Field.ticketLink.name)
    else { return rows }
    let responded = surveys.schema.index(of: "responded") ?? surveys.schema.index(of: "sent")
    for row in 0..<surveys.count {
      // Whose answer it is only its ticket tells.
      guard let who = requesters[surveys.columns[link][row]], let responded,
        case let at = surveys.columns[responded][row], now.contains(at) || before.contains(at)
      else { continue }
      rows.requesters.append(who)
      rows.isNow.append(now.contains(at))
      rows.created.append(at)
      rows.ids.append(.missing)
      for field in fields.indices {
        rows.codes[field].append(field == place ? surveys.columns[comment][row] : .missing)
      }
    }
    return rows
  }

  // MARK: Terms

  /// The terms of the texts of a field by their numbers, made once a text.
  private struct Numbered {
    var terms: [String] = []
    var number: [String: UInt64] = [:]
    /// By field, then code.
    var ofText: [[Int64: [UInt64]]]
  }

  func topics(_ rules: TopicRules, _ edition: Edition) -> Topics {
    var numbered = Numbered(ofText: fields.map { _ in [:] })
    var used: [UInt64] = []
    var requesters: [Int64: UInt64] = [:]
    // A customer counts once a term and period, however often they wrote.
    for row in rows.requesters.indices {
      let next = UInt64(requesters.count)
      let who = requesters[rows.requesters[row], default: next]
      requesters[rows.requesters[row]] = who
      for field in fields.indices {
        for term in terms(field, rows.codes[field][row], &numbered) {
          used.append(term << 33 | (rows.isNow[row] ? 1 : 0) << 32 | who)
        }
      }
    }
    used.sort()
    var now = [Int](repeating: 0, count: numbered.terms.count)
    var before = now
    for (place, one) in used.enumerated() where place == 0 || used[place - 1] != one {
      if one >> 32 & 1 == 1 { now[Int(one >> 33)] += 1 } else { before[Int(one >> 33)] += 1 }
    }
    let counts = numbered.terms.indices.map {
      Topics.Count(numbered.terms[$0], now: now[$0], before: before[$0])
    }
    var topics = Topics(
      counts, rules, period: period, before: period.advanced(by: -1), days: days,
      names: names(edition))
    if edition.shown.contains("id") { addExamples(&topics, &numbered) }
    return topics
  }

  private func terms(_ field: Int, _ code: Int64, _ numbered: inout Numbered) -> [UInt64] {
    if code == .missing { return [] }
    if let known = numbered.ofText[field][code] { return known }
    let text = dictionaries[fields[field]]?.text(of: code) ?? ""
    let made = TermReader.terms(text).map { term in
      if let known = numbered.number[term] { return known }
      let number = UInt64(numbered.terms.count)
      numbered.number[term] = number
      numbered.terms.append(term)
      return number
    }
    numbered.ofText[field][code] = made
    return made
  }

  /// The words of the names that an audience may not see.
  private func names(_ edition: Edition) -> Set<String> {
    var names: Set<String> = []
    for field in ["agent", "account"] where !edition.shown.contains(field) {
      for text in dictionaries[field]?.texts ?? [] { names.formUnion(TermReader.terms(text)) }
    }
    if !edition.shown.contains("requester"), let dictionary = dictionaries["requester"] {
      for code in Set(rows.requesters) {
        names.formUnion(TermReader.terms(dictionary.text(of: code)))
      }
    }
    return names
  }

  private static let mostExamples = 3

  /// The latest tickets that use a term.
  private func addExamples(_ topics: inout Topics, _ numbered: inout Numbered) {
    let ids = dictionaries["id"]
    for place in topics.all.indices {
      let topic = topics.all[place]
      guard let wanted = numbered.number[topic.count.term] else { continue }
      let using = rows.ids.indices.filter { row in
        rows.ids[row] != .missing && rows.isNow[row] == topic.hasRisen
          && fields.indices.contains { field in
            numbered.ofText[field][rows.codes[field][row]]?.contains(wanted) ?? false
          }
      }
      let named = using.map { (at: rows.created[$0], id: ids?.text(of: rows.ids[$0]) ?? "") }
      topics.all[place].examples = named.sorted { a, b in
        a.at == b.at ? a.id < b.id : a.at > b.at
      }.prefix(Self.mostExamples).map(\.id)
    }
  }
}
