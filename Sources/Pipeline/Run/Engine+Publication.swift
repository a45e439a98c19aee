import Aggregate
import Columnar
import Privacy
import Records

extension Engine {
  /// A report with its plan, and those of the like parts where its period is not over.
  struct ReportPlan {
    let report: PipelineFile.Report
    let plan: AggregationPlan
    let parts: [(days: Int, plan: AggregationPlan)]

    var all: [AggregationPlan] { [plan] + parts.map(\.plan) }
  }

  /// A report's values, as they were counted and as they are shown.
  struct ReportValues {
    let aggregated: Aggregated
    let shown: ShownSnapshot
    let parts: [(days: Int, shown: ShownSnapshot)]
  }

  func reportPlans() throws(Diagnostic) -> [ReportPlan] {
    var plans: [ReportPlan] = []
    for report in try reports() {
      plans.append(
        ReportPlan(report: report, plan: try plan(report), parts: try partPlans(report)))
    }
    return plans
  }

  /// The reports of a run in which values of few records are suppressed, beside which another figure
  /// must give nothing away.
  func suppressedPlans() throws(Diagnostic) -> [ReportPlan] {
    if pipeline.smallN.suppress == 0 { return [] }
    // One without a key is not published.
    return try reportPlans().filter {
      !$0.report.audience.seesSmallN && $0.report.lacksKey(self) == nil
    }
  }

  /// All that a run publishes; it is decided together what of it is suppressed.
  func publication(
    _ plans: [ReportPlan], _ loaded: Loaded
  ) async throws(Diagnostic) -> (publication: Publication, values: [ReportValues]) {
    var counted: [Aggregated] = []
    var parts: [Publication.Part] = []
    for plan in plans {
      let (edition, limits) = (Edition(plan.report.audience, self), plan.report.memberLimits)
      for (place, own) in plan.all.enumerated() {
        let aggregated = try await aggregate(own, loaded, limits: limits)
        parts.append(.init(aggregated.snapshot, for: edition))
        if place == 0 { counted.append(aggregated) }
      }
    }
    let publication = try await publication(parts, plans, loaded)
    var first = 0
    let values = zip(plans, counted).map { plan, aggregated in
      let shown = publication.shown[first..<first + plan.all.count]
      first += plan.all.count
      return ReportValues(
        aggregated: aggregated, shown: shown[shown.startIndex],
        parts: zip(plan.parts.map(\.days), shown.dropFirst()).map { ($0, $1) })
    }
    return (publication, values)
  }

  /// - Parameters:
  ///   - plans: those of a run.
  ///   - earlier: what stands already.
  func publication(
    _ parts: [Publication.Part], _ plans: [ReportPlan], _ loaded: Loaded,
    after earlier: Publication? = nil
  ) async throws(Diagnostic) -> Publication {
    var meetings = earlier?.meetings ?? []
    if meetings.isEmpty && Publication.suppresses(parts, after: earlier) {
      meetings = try await self.meetings(plans, loaded)
    }
    let mapped = pipeline.availability.mapped
    return try Publication(parts, after: earlier, meetings: meetings) { name, kind in
      (DerivedFields.field(name, kind) ?? mapped[kind]?.first { $0.name == name }
        ?? mapped[.ticket]?.first { $0.name == name })?.type == .boolean
    }
  }

  /// Which members of two dimensions have records in common: a region is the sum of its teams,
  /// though no report shows the pair.
  private func meetings(
    _ plans: [ReportPlan], _ loaded: Loaded
  ) async throws(Diagnostic) -> [Group] {
    let reports = plans.map(\.report).filter { !$0.audience.seesSmallN }
    let dimensions = Set(reports.flatMap(\.splits)).sorted()
    guard let first = plans.first, dimensions.count > 1 else { return [] }
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
        metrics: metrics, availability: pipeline.availability, dimensions: dimensions,
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
    return try await aggregate(plan(pairs), loaded, limits: limits).snapshot.groups
  }
}
