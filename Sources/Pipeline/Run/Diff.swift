public import Civil
public import Columnar
public import Compare
public import Compose
import Privacy
public import Records
import Render

/// Two periods of a pipeline, side by side, from the exports as they are now.
public struct Diff {
  let engine: Engine
  let edition: Edition

  /// - Parameter audience: for whom; the analyst's own, if nothing else is said.
  public init(
    _ pipeline: PipelineFile, _ options: RunOptions, _ progress: Progress,
    audience: Audience = .internal
  ) {
    engine = Engine(pipeline: pipeline, options: options, progress: progress)
    edition = Edition(audience, engine)
  }

  /// Reads a period by its name, or one of `last` (the last whole one before as-of), `previous`
  /// (the one before `other`, or before the last), `year-before` (of `other`, or of the last).
  public func period(_ text: String, relativeTo other: Period?) throws(Diagnostic) -> Period {
    let pipeline = engine.pipeline
    let kind = other?.kind ?? pipeline.reports.first?.period ?? .month
    let last = engine.lastPeriod(kind)
    switch text {
    case "last": return last
    case "previous": return (other ?? last).advanced(by: -1)
    case "next": return (other ?? last).advanced(by: 1)
    case "year-before": return (other ?? last).yearBefore
    default: return try pipeline.period(text)
    }
  }

  /// Two periods side by side, and what departs from its course in the later one.
  public struct Result: Sendable {
    public let comparison: Comparison
    /// In which the signals were looked for; nil where the course is not known.
    public let course: ReportInput?
  }

  /// - Parameter dimensions: those asked for; nil for those of all reports. Changes by the reports' are
  ///   judged together in any case, as far as the audience may see them.
  public func compare(
    from: Period, to: Period, dimensions: [String]?
  ) async throws(Diagnostic) -> Result {
    guard from.kind == to.kind else {
      throw Diagnostic(.unlikePeriods(from, to), failure: .usage)
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
    let plan = engine.plan(axis: axis(from, to, days: days), dimensions: split, pairs: pairs)
    let reports = edition.audience.seesSmallN ? ReportPlans(engine) : try .suppressing(engine)
    let loaded = try await engine.load(
      [plan] + reports.plans, from: try engine.files())
    var parts = [
      Publication.Part(try await engine.aggregate(plan, loaded).snapshot, for: edition)
    ]
    var more: (period: Period, days: Int)?
    if let open, let soFar, soFar != days {
      let plan = engine.plan(
        axis: PeriodAxis([open], first: soFar, zone: pipeline.zone), dimensions: split,
        pairs: pairs)
      parts.append(.init(try await engine.aggregate(plan, loaded).snapshot, for: edition))
      more = (open, soFar)
    }
    let meetings = try await reports.meetings(loaded, and: split, as: plan)
    let run = try await reports.publication(loaded, meetings).publication
    let shown = try reports.publication(parts, meetings, after: run).shown
    let comparison = Comparison(
      .init(shown[0], from: from, to: to), from: from, to: to, days: days,
      soFar: more.map { .init(period: $0.period, days: $0.days, snapshot: shown[1]) },
      worth: pipeline.worth,
      isPlanned: { group in group.dimensions.allSatisfy(planned.contains) },
      printsAlike: PrintedValues(currency: pipeline.currency).areAlike)
    let hasCourse = days == nil && shown[0].periods.last == to
    return Result(
      comparison: comparison,
      course: hasCourse
        ? course(shown[0], split, Nesting(meetings: meetings.map(edition.named))) : nil)
  }

  /// The periods that are compared; where both are over, those before the later one too, as reports have
  /// them.
  private func axis(_ from: Period, _ to: Period, days: Int?) -> PeriodAxis {
    let pipeline = engine.pipeline
    guard days == nil else { return PeriodAxis([from, to], first: days, zone: pipeline.zone) }
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

  /// - Parameter asOf: when the data ended; nil for the day of this command.
  func course(
    _ snapshot: ShownSnapshot, _ dimensions: [String], _ nesting: Nesting, asOf: CivilDate? = nil
  ) -> ReportInput {
    let pipeline = engine.pipeline
    var input = ReportInput(
      pipeline: pipeline.name, title: pipeline.title, report: "diff", zone: pipeline.zone.name,
      asOf: asOf ?? engine.options.asOf, dataTo: nil, runID: "", edition: "original",
      program: engine.options.program, currency: pipeline.currency, snapshot: snapshot,
      targets: pipeline.targets, scorecard: pipeline.reports.first?.scorecard ?? [],
      dimensions: dimensions, sources: [], rejections: [], leftOut: [], coverage: [], missing: [])
    input.worth = pipeline.worth
    input.milestones = pipeline.milestones
    input.nesting = nesting
    return input.searched()
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
  static func unlikePeriods(_ a: Period, _ b: Period) -> Self {
    Self("\(a) and \(b) are periods of different kinds; expected two of one kind")
  }

  static func notPublished(_ name: String, _ audience: Audience, _ published: [String]) -> Self {
    Self(
      "a comparison for '\(audience.rawValue)' may be split only as reports are that suppress values of "
        + "few records, and none is by '\(name)'\(suggestion(for: name, among: published))")
  }
}
