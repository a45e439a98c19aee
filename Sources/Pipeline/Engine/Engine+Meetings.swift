import Aggregate
import Columnar
import Link
import Records

extension Engine {
  /// Which members of two dimensions have records in common: a region is the sum of its teams, though
  /// no report shows the pair.
  ///
  /// - Parameters:
  ///   - plan: whose metrics and periods are looked at.
  ///   - limits: by dimension how many members stay on their own.
  /// - Returns: groups of single dimensions and of pairs.
  func meetings(
    of dimensions: Set<String>, _ plan: AggregationPlan, _ loaded: Loaded, limits: [String: Int]
  ) async throws(Diagnostic) -> [Group] {
    let dimensions = dimensions.sorted()
    if dimensions.count < 2 { return [] }
    // One metric of each kind of moment: what a ticket's moments are split by may differ. What staff
    // and costs lack would make tickets of it that nobody has.
    var kinds: Set<RecordKind> = []
    let all = plan.metrics.filter { kinds.insert($0.leading.kind).inserted }
    let ofTickets = all.filter { Self.ticketKinds.contains($0.leading.kind) }
    // Dimensions of so many members each that all their pairs would be too many are left out.
    var room = 100_000
    func members(_ name: String) -> Int {
      min(
        limits[name] ?? MemberLimit.usual, loaded.ingest.dictionaries[name]?.texts.count ?? 0) + 2
    }
    let pairs = dimensions.indices.flatMap { a in
      dimensions.indices.dropFirst(a + 1).map { [dimensions[a], dimensions[$0]] }
    }.filter { pair in
      let count = members(pair[0]) * members(pair[1])
      if count > room { return false }
      room -= count
      return true
    }
    let paired = AggregationPlan(
      metrics: ofTickets.isEmpty ? all : ofTickets, availability: pipeline.availability,
      dimensions: dimensions, pairs: pairs, axis: plan.axis)
    let linkage = Linkage(paired, loaded, cutoff: cutoff)
    let aggregation = try await aggregation(
      paired, loaded, linkage, limits: linkage.memberLimits(limits))
    return await groups(aggregation, loaded.outcome.records, linkage)
  }

  /// The groups of an aggregation that have records; nothing is counted by period.
  private func groups(
    _ aggregation: Aggregation, _ records: TicketPartitions, _ linkage: Linkage
  ) async -> [Group] {
    let programs = aggregation.programs
    // Without events a ticket's moments are in its own groups.
    let tickets = programs.firstIndex { $0.kind == .ticket }.flatMap { place in
      let isAlone =
        records.schema(.event) == nil && programs.allSatisfy { Self.ticketKinds.contains($0.kind) }
        && aggregation.plan.groupings.joined().allSatisfy {
          records.schema(.ticket)?.index(of: $0) != nil
        }
      return isAlone ? place : nil
    }
    let shared = SharedCounter()
    let works = await inParallel(max(1, options.threads)) { _ in
      var partials = programs.map { PartialAggregate($0) }
      while let index = shared.next(below: TicketPartitions.count) {
        if let tickets {
          let schema = programs[tickets].linked
          if let batch = records.records(schema, index) { partials[tickets].note(groupsOf: batch) }
          continue
        }
        let linked = linkage.link(index)
        for (place, program) in programs.enumerated() {
          if let batch = linked.batches[program.kind] { partials[place].note(groupsOf: batch) }
        }
      }
      return partials
    }
    return Finish(
      aggregation,
      programs.indices.map { place in
        works.dropFirst().reduce(into: works[0][place]) { $0.merge($1[place]) }
      }
    ).groups
  }

  /// Tickets, and what linking makes of them.
  private static let ticketKinds: Set<RecordKind> = [.ticket, .solve, .spell, .reply]
}
