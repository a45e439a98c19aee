import Aggregate
import Columnar
import Link
import Records

/// The loaded records on their way to a plan: linked partition by partition.
struct Linkage: Sendable {
  private let records: TicketPartitions
  private let dictionaries: [String: TextDictionary]
  private let plan: AggregationPlan
  private let linker: Linker
  private let cutoff: Int64
  private let days: DayPrecision

  init(_ plan: AggregationPlan, _ loaded: Engine.Loaded, cutoff: Int64) {
    days = loaded.days.precision
    self.plan = plan
    self.cutoff = cutoff
    let records = loaded.outcome.records
    self.records = records
    dictionaries = loaded.ingest.dictionaries
    let survey = EventSurvey(records.batches(.event), dictionaries) {
      guard let agent = records.schema(.ticket)?.index(of: "agent") else { return [] }
      return Set((0..<TicketPartitions.count).flatMap { records.values(.ticket, agent, $0) })
    }
    linker = Linker(
      schemas: plan.linked, dictionaries: dictionaries,
      leftOut: MetricTable.leftOutStatuses, survey: survey, files: loaded.traits,
      elapsed: days.elapsed, cutoff: cutoff)
  }

  /// Words of events that are no status or priority, and so change nothing.
  var unknownWords: [String] { linker.survey.unknownWords.sorted() }

  /// The fields of tickets whose course over time events tell.
  var histories: [String] { linker.survey.histories }

  /// The records of one partition, with their moments.
  func link(_ index: Int) -> Linker.Linked { linker.link(partition(index)) }

  /// The records of one partition, with what is known of them to the day only.
  private func partition(_ index: Int) -> Linker.Partition {
    var partition = records.partition(index)
    if !days.isEmpty {
      for (kind, places) in partition.locators {
        partition.batches[kind]?.append(.dayFields, places.map(days.fields))
      }
    }
    return partition
  }

  /// Where the records of a kind of one partition came from, row by row.
  func locators(_ kind: RecordKind, ofPartition index: Int) -> [Locator] {
    records.locators(kind, index)
  }

  /// All records of a kind as they were loaded.
  func batches(_ kind: RecordKind) -> some Sequence<RecordBatch> { records.batches(kind) }

  /// When requesters came; nothing where no metric asks for it.
  func visits(workers: Int) async -> RequesterVisits {
    let asks = plan.metrics.contains { metric in
      metric.measures.contains {
        $0.fields.contains { $0 == "returned_72h" || $0 == "repeated_7d" }
      }
    }
    guard asks, let schema = records.schema(.ticket) else { return RequesterVisits() }
    guard records.schema(.event) != nil else {
      return RequesterVisits(batches(.ticket), dictionaries)
    }
    // Tickets that events removed do not count: only linking tells.
    let tickets = Linker(
      schemas: [.ticket: schema], dictionaries: dictionaries,
      leftOut: MetricTable.leftOutStatuses, survey: linker.survey, files: linker.files,
      elapsed: linker.elapsed, cutoff: cutoff)
    let shared = SharedCounter()
    let parts = await inParallel(max(1, workers)) { _ in
      var batches: [RecordBatch] = []
      while let index = shared.next(below: TicketPartitions.count) {
        var partition = partition(index)
        partition.batches[.contact] = nil
        partition.batches[.survey] = nil
        if let batch = tickets.link(partition).batches[.ticket] { batches.append(batch) }
      }
      return batches
    }
    return RequesterVisits(Array(parts.joined()), dictionaries)
  }

  /// How many records each member of the dimensions has: tickets where they have the
  /// dimension, else the first kind that does.
  func memberLimits(_ limits: [String: Int]) -> [String: MemberLimit] {
    var result: [String: MemberLimit] = [:]
    for dimension in Set(plan.groupings.joined()) {
      let limit = limits[dimension] ?? MemberLimit.usual
      let kind = RecordKind.allCases.first { records.schema($0)?.index(of: dimension) != nil }
      guard let kind, let column = records.schema(kind)?.index(of: dimension) else { continue }
      let members = dictionaries[dimension]?.count ?? 0
      // Where all members stay it makes no difference how many records each has.
      var frequencies = [Int](repeating: 0, count: members > limit ? members : 0)
      for index in 0..<TicketPartitions.count where !frequencies.isEmpty {
        for code in records.values(kind, column, index) where code != .missing {
          frequencies[Int(code)] += 1
        }
      }
      result[dimension] = MemberLimit(count: limit, frequencies: frequencies)
    }
    return result
  }
}
