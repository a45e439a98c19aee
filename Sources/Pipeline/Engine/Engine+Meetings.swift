import Aggregate
import Columnar
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
    let ofTickets = all.filter { [.ticket, .solve, .spell, .reply].contains($0.leading.kind) }
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
    return try await aggregate(paired, loaded, limits: limits).snapshot.groups
  }
}
