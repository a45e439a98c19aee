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

  init(_ plan: AggregationPlan, _ loaded: Engine.Loaded, cutoff: Int64) {
    let ingest = loaded.ingest
    self.plan = plan
    self.cutoff = cutoff
    states = ingest.states
    dictionaries = ingest.dictionaries
    let survey = EventSurvey(ingest.states[.event]?.batches ?? [], ingest.dictionaries) {
      let column = ingest.states[.ticket]?.schema.index(of: "agent")
      let batches = ingest.states[.ticket]?.batches ?? []
      return column.map { column in Set(batches.map { Set($0.columns[column]) }.joined()) } ?? []
    }
    linker = Linker(
      schemas: plan.linked, dictionaries: ingest.dictionaries,
      leftOut: MetricTable.leftOutStatuses, survey: survey, files: loaded.traits, cutoff: cutoff)
  }

  /// Words of events that are no status or priority, and so change nothing.
  var unknownWords: [String] { linker.survey.unknownWords.sorted() }

  /// The fields of tickets whose course over time events tell.
  var histories: [String] { linker.survey.histories }

  /// The records of one partition, with their moments.
  func link(_ index: Int) -> Linker.Linked { linker.link(partition(index)) }

  private func partition(_ index: Int) -> Linker.Partition {
    Linker.Partition(
      batches: states.mapValues { $0.records(ofPartition: index) },
      locators: states.mapValues { $0.locators(ofPartition: index) })
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
      leftOut: MetricTable.leftOutStatuses, survey: linker.survey, files: linker.files,
      cutoff: cutoff)
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
