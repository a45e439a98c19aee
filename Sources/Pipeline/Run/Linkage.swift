import Aggregate
import Columnar
import Link
import Load

/// The loaded records on their way to a plan: linked partition by partition.
struct Linkage: Sendable {
  private let states: [RecordKind: LatestState]
  private let dictionaries: [String: TextDictionary]
  private let plan: AggregationPlan
  private let linker: Linker
  private let cutoff: Int64
  private let days: DayPrecision

  init(_ plan: AggregationPlan, _ ingest: Ingest, days: DayPrecision, cutoff: Int64) {
    self.days = days
    self.plan = plan
    self.cutoff = cutoff
    states = ingest.states
    dictionaries = ingest.dictionaries
    let survey = EventSurvey(ingest.states[.event]?.batches ?? [], ingest.dictionaries)
    linker = Linker(
      schemas: plan.linked, dictionaries: ingest.dictionaries,
      leftOut: MetricTable.leftOutStatuses, survey: survey, cutoff: cutoff)
  }

  /// Words of events that are no status or priority, and so change nothing.
  var unknownWords: [String] { linker.survey.unknownWords.sorted() }

  /// The fields of tickets whose course over time events tell.
  var histories: [String] { linker.survey.histories }

  /// The records of one partition, with their moments.
  func link(_ index: Int) -> Linker.Linked { linker.link(partition(index)) }

  private func partition(_ index: Int) -> Linker.Partition {
    let locators = states.mapValues { $0.locators(ofPartition: index) }
    var batches = states.mapValues { $0.records(ofPartition: index) }
    if !days.isEmpty {
      for (kind, places) in locators { batches[kind]?.append(.dayFields, places.map(days.fields)) }
    }
    return Linker.Partition(batches: batches, locators: locators)
  }

  /// Where the records of a kind of one partition came from, row by row.
  func locators(_ kind: RecordKind, ofPartition index: Int) -> [Locator] {
    states[kind]?.locators(ofPartition: index) ?? []
  }

  /// All records of a kind as they were loaded.
  func batches(_ kind: RecordKind) -> [RecordBatch] { states[kind]?.batches ?? [] }

  /// When requesters came; nothing where no metric asks for it.
  func visits(workers: Int) async -> RequesterVisits {
    let asks = plan.metrics.contains { metric in
      metric.measures.contains {
        $0.fields.contains { $0 == "returned_72h" || $0 == "repeated_7d" }
      }
    }
    guard asks, let state = states[.ticket] else { return RequesterVisits() }
    guard states[.event] != nil else { return RequesterVisits(batches(.ticket), dictionaries) }
    // Tickets that events removed do not count: only linking tells.
    let tickets = Linker(
      schemas: [.ticket: state.schema], dictionaries: dictionaries,
      leftOut: MetricTable.leftOutStatuses, survey: linker.survey, cutoff: cutoff)
    let shared = SharedCounter()
    let parts = await inParallel(max(1, workers)) { _ in
      var batches: [RecordBatch] = []
      while let index = shared.next(below: LatestState.partitionCount) {
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
      let kind = RecordKind.allCases.first { states[$0]?.schema.index(of: dimension) != nil }
      guard let kind, let column = states[kind]?.schema.index(of: dimension) else { continue }
      var frequencies = [Int](repeating: 0, count: dictionaries[dimension]?.count ?? 0)
      for batch in batches(kind) {
        for code in batch.columns[column] where code != .missing { frequencies[Int(code)] += 1 }
      }
      result[dimension] = MemberLimit(count: limit, frequencies: frequencies)
    }
    return result
  }
}
