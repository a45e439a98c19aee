import Aggregate
import Columnar
import Privacy
import Records

extension ReportPlans {
  /// A report's values, as they were counted and as they are shown.
  struct Values {
    let aggregated: Engine.Aggregated
    let shown: ShownSnapshot
    let parts: [(days: Int, shown: ShownSnapshot)]
  }

  /// All reports; it is decided together what of them is suppressed.
  func publication(
    _ loaded: Engine.Loaded
  ) async throws(Diagnostic) -> (publication: Publication, values: [Values]) {
    var counted: [Engine.Aggregated] = []
    var parts: [Publication.Part] = []
    for planned in reports {
      let (edition, limits) = (
        Edition(planned.report.audience, engine), planned.report.memberLimits
      )
      for (place, plan) in planned.all.enumerated() {
        let aggregated = try await engine.aggregate(plan, loaded, limits: limits)
        parts.append(.init(aggregated.snapshot, for: edition))
        if place == 0 { counted.append(aggregated) }
      }
    }
    let publication = try await publication(parts, loaded)
    var first = 0
    let values = zip(reports, counted).map { planned, aggregated in
      let shown = publication.shown[first..<first + planned.all.count]
      first += planned.all.count
      return Values(
        aggregated: aggregated, shown: shown[shown.startIndex],
        parts: zip(planned.parts.map(\.days), shown.dropFirst()).map { ($0, $1) })
    }
    return (publication, values)
  }

  /// - Parameter earlier: what stands already.
  func publication(
    _ parts: [Publication.Part], _ loaded: Engine.Loaded, after earlier: Publication? = nil
  ) async throws(Diagnostic) -> Publication {
    var meetings = earlier?.meetings ?? []
    if meetings.isEmpty && Publication.suppresses(parts, after: earlier) {
      meetings = try await self.meetings(loaded)
    }
    let mapped = engine.pipeline.availability.mapped
    return try Publication(parts, after: earlier, meetings: meetings) { name, kind in
      (DerivedFields.field(name, kind) ?? mapped[kind]?.first { $0.name == name }
        ?? mapped[.ticket]?.first { $0.name == name })?.type == .boolean
    }
  }

  /// Which members of two dimensions have records in common: a region is the sum of its teams,
  /// though no report shows the pair.
  private func meetings(_ loaded: Engine.Loaded) async throws(Diagnostic) -> [Group] {
    let reports = self.reports.map(\.report).filter { !$0.audience.seesSmallN }
    let dimensions = Set(reports.flatMap(\.splits)).sorted()
    guard let first = self.reports.first, dimensions.count > 1 else { return [] }
    let limits = reports.reduce(into: [String: Int]()) { limits, report in
      for name in report.splits {
        let own = report.memberLimits[name] ?? MemberLimit.usual
        limits[name] = max(limits[name] ?? 0, own)
      }
    }
    // One metric of each kind of moment: what a ticket's moments are split by may differ. What staff
    // and costs lack would make tickets of it that nobody has.
    var kinds: Set<RecordKind> = []
    let all = first.plan.metrics.filter { kinds.insert($0.leading.kind).inserted }
    let ofTickets = all.filter { [.ticket, .solve, .spell, .reply].contains($0.leading.kind) }
    let metrics = ofTickets.isEmpty ? all : ofTickets
    func plan(_ pairs: [[String]]) -> AggregationPlan {
      AggregationPlan(
        metrics: metrics, availability: engine.pipeline.availability, dimensions: dimensions,
        pairs: pairs, axis: first.plan.axis)
    }
    // Dimensions of so many members each that all their pairs would be too many are left out.
    var room = 100_000
    func members(_ name: String) -> Int {
      min(limits[name] ?? 0, loaded.ingest.dictionaries[name]?.texts.count ?? 0) + 2
    }
    let pairs = dimensions.indices.flatMap { a in
      dimensions.indices.dropFirst(a + 1).map { [dimensions[a], dimensions[$0]] }
    }.filter { pair in
      let count = members(pair[0]) * members(pair[1])
      if count > room { return false }
      room -= count
      return true
    }
    return try await engine.aggregate(plan(pairs), loaded, limits: limits).snapshot.groups
  }
}
