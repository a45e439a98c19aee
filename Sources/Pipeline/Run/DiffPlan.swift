import Aggregate
import Civil
import Columnar
import Privacy
import Records

/// What is aggregated for a comparison, and beside what it must give nothing away.
struct DiffPlan {
  let from: Period
  let to: Period
  /// How many first days of each are compared, where one of them is not over yet.
  let days: Int?
  /// The dimensions of reports, by which changes are judged together.
  let planned: [String]
  /// Those, and others that were asked for.
  let dimensions: [String]
  let plan: AggregationPlan
  /// All days so far of the one that is not over, where those are more than are compared.
  let soFar: (period: Period, days: Int, plan: AggregationPlan)?
  let reports: ReportPlans

  /// The comparison's own.
  var own: [AggregationPlan] { [plan] + [soFar?.plan].compactMap { $0 } }
  var all: [AggregationPlan] { own + reports.plans }
}

extension Diff {
  func plan(
    from: Period, to: Period, dimensions: [String]?
  ) throws(Diagnostic) -> DiffPlan {
    guard from.kind == to.kind else {
      throw Diagnostic(.unlikePeriods(from, to), failure: .usage)
    }
    guard from.end <= to.first || to.end <= from.first else {
      throw Diagnostic(.sharedDays(from, to), failure: .usage)
    }
    let pipeline = engine.pipeline
    var planned: [String] = []
    for name in pipeline.reports.flatMap(\.dimensions) where !planned.contains(name) {
      planned.append(name)
    }
    let known = pipeline.textFields
    let asked = dimensions ?? planned
    for name in asked where !known.contains(name) {
      throw Diagnostic(.unknownDimension(name, known), failure: .usage)
    }
    let place = Diagnostic.Location(file: pipeline.path)
    planned.removeAll { name in
      !asked.contains(name)
        && (!edition.hidden([name]).isEmpty && edition.key == nil
          || unpublished([name], at: place) != nil)
    }
    let split = planned + asked.filter { !planned.contains($0) }
    if let mistake = edition.mistake("the comparison", Set(split), pipeline, at: place)
      ?? unpublished(split, at: place)
    {
      throw mistake
    }
    // Never part with whole: where one is not over yet, the like parts are compared.
    let open = [to, from].first { engine.daysSoFar($0) != nil }
    let soFar = open.flatMap(engine.daysSoFar)
    let days = soFar.map { min($0, from.dayCount, to.dayCount) }
    var pairs: [[String]] = []
    for pair in pipeline.reports.filter({
      edition.audience.seesSmallN || !$0.audience.seesSmallN
    }).flatMap(\.pairs)
    where pair.allSatisfy(planned.contains) && !pairs.contains(pair) {
      pairs.append(pair)
    }
    func plan(_ axis: PeriodAxis) -> AggregationPlan {
      engine.plan(axis: axis, dimensions: split, pairs: pairs)
    }
    var more: (period: Period, days: Int, plan: AggregationPlan)?
    if let open, let soFar, soFar != days {
      more = (open, soFar, plan(PeriodAxis([open], first: soFar, zone: pipeline.zone)))
    }
    return DiffPlan(
      from: from, to: to, days: days, planned: planned, dimensions: split,
      plan: plan(axis(from, to, days: days)), soFar: more,
      reports: edition.audience.seesSmallN ? ReportPlans(engine) : try .suppressing(engine))
  }

  /// The periods that are compared; where both are over, those before the later one too, as reports have
  /// them.
  private func axis(_ from: Period, _ to: Period, days: Int?) -> PeriodAxis {
    let pipeline = engine.pipeline
    guard days == nil, from.kind != .range else {
      return PeriodAxis([from, to], first: days, zone: pipeline.zone)
    }
    let last = max(from, to)
    let first = min(from, to)
    let history =
      pipeline.reports.filter { $0.period == last.kind }.map(\.history).max()
      ?? PipelineFileParser.history(last.kind)
    var count = 1
    while count < history || last.advanced(by: 1 - count) > first { count += 1 }
    return PeriodAxis(
      endingWith: last, count: count, zone: pipeline.zone, before: engine.options.asOf)
  }

  /// That it splits by what no report does whose values of few records are suppressed: two such
  /// comparisons could give away together what each of them hides.
  private func unpublished(
    _ dimensions: [String], at place: Diagnostic.Location
  ) -> Diagnostic? {
    if edition.audience.seesSmallN { return nil }
    let published = Set(
      engine.pipeline.reports.filter { !$0.audience.seesSmallN }.flatMap(\.splits))
    guard let name = dimensions.first(where: { !published.contains($0) }) else { return nil }
    return Diagnostic(
      .notPublished(name, edition.audience, published.sorted()), at: place,
      failure: .configuration)
  }
}

extension Diagnostic.Message {
  static func notARange(_ text: String) -> Self {
    Self(
      "'\(text)' is not a range of days; expected a first and a last one, as 2026-10-05..2026-10-11"
    )
  }

  static func sharedDays(_ a: Period, _ b: Period) -> Self {
    Self("\(a) and \(b) have days in common; expected two periods that lie apart")
  }

  static func unlikePeriods(_ a: Period, _ b: Period) -> Self {
    Self("\(a) and \(b) are periods of different kinds; expected two of one kind")
  }

  static func notPublished(_ name: String, _ audience: Audience, _ published: [String]) -> Self {
    Self(
      "a comparison for '\(audience.rawValue)' may be split only as reports are that suppress values of "
        + "few records, and none is by '\(name)'\(suggestion(for: name, among: published))")
  }
}
