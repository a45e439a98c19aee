import Aggregate
import Columnar
import Privacy

extension ReportPlans {
  /// A report's values, as they were counted and as they are shown.
  struct Values {
    let aggregated: Engine.Aggregated
    let shown: ShownSnapshot
    let parts: [(days: Int, shown: ShownSnapshot)]
  }

  /// All reports; it is decided together what of them is suppressed.
  func publication(
    _ loaded: Engine.Loaded, _ meetings: [Group]
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
    let publication = try publication(parts, meetings)
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

  /// - Parameters:
  ///   - earlier: what stands already.
  ///   - meetings: of the dimensions of all parts, and others too.
  func publication(
    _ parts: [Publication.Part], _ meetings: [Group], after earlier: Publication? = nil
  ) throws(Diagnostic) -> Publication {
    let published = reports.map(\.report).filter { !$0.audience.seesSmallN }
      .reduce(into: Set<String>()) { $0.formUnion($1.splits) }
    let mapped = engine.pipeline.availability.mapped
    return try Publication(
      parts, after: earlier,
      meetings: meetings.filter { $0.dimensions.allSatisfy(published.contains) }
    ) { name, kind in
      (DerivedFields.field(name, kind) ?? mapped[kind]?.first { $0.name == name }
        ?? mapped[.ticket]?.first { $0.name == name })?.type == .boolean
    }
  }

  /// Of the dimensions of all reports, and of more.
  ///
  /// - Parameter plan: whose metrics and periods are looked at, where there is no report.
  func meetings(
    _ loaded: Engine.Loaded, and more: [String] = [], as plan: AggregationPlan? = nil
  ) async throws(Diagnostic) -> [Group] {
    guard let plan = reports.first?.plan ?? plan else { return [] }
    var limits: [String: Int] = [:]
    var dimensions = Set(more)
    for report in reports.map(\.report) {
      dimensions.formUnion(report.splits)
      for name in report.splits {
        limits[name] = max(limits[name] ?? 0, report.memberLimits[name] ?? MemberLimit.usual)
      }
    }
    return try await engine.meetings(of: dimensions, plan, loaded, limits: limits)
  }
}
