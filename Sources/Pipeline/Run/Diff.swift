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
    self.init(
      Engine(pipeline: pipeline, options: options, progress: progress), audience: audience)
  }

  init(_ engine: Engine, audience: Audience = .internal) {
    self.engine = engine
    edition = Edition(audience, engine)
  }

  /// Reads a period by its name or as a range of days such as `2026-10-05..2026-10-11`, or one of `last` (the last whole one before as-of), `previous`
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
    default:
      if let range = try range(text) { return range }
      return try pipeline.period(text)
    }
  }

  /// - Returns: nil where the text is none.
  private func range(_ text: String) throws(Diagnostic) -> Period? {
    guard let dots = text.firstRange(of: "..") else { return nil }
    guard let first = CivilDate(String(text[..<dots.lowerBound])),
      let last = CivilDate(String(text[dots.upperBound...])),
      let range = Period(first, through: last)
    else { throw Diagnostic(.notARange(text), failure: .usage) }
    return range
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
    let plan = try plan(from: from, to: to, dimensions: dimensions)
    return try await compare(plan, try await engine.load(plan.all, from: try engine.files()))
  }

  /// - Parameter loaded: with what the plan needs.
  func compare(_ plan: DiffPlan, _ loaded: Engine.Loaded) async throws(Diagnostic) -> Result {
    let (from, to, reports) = (plan.from, plan.to, plan.reports)
    var parts: [Publication.Part] = []
    for plan in plan.own {
      parts.append(.init(try await engine.aggregate(plan, loaded).snapshot, for: edition))
    }
    let meetings = try await reports.meetings(loaded, and: plan.dimensions, as: plan.plan)
    let run = try await reports.publication(loaded, meetings).publication
    let shown = try reports.publication(parts, meetings, after: run).shown
    let feeds = await engine.feeds(loaded, plan.plan.axis, plan.dimensions, as: edition)
    let comparison = Comparison(
      .init(shown[0], from: from, to: to, feeds: feeds), from: from, to: to, days: plan.days,
      soFar: plan.soFar.map { .init(period: $0.period, days: $0.days, snapshot: shown[1]) },
      worth: engine.pipeline.worth,
      isPlanned: { group in group.dimensions.allSatisfy(plan.planned.contains) },
      printsAlike: PrintedValues(currency: engine.pipeline.currency).areAlike)
    let hasCourse = plan.days == nil && shown[0].periods.last == to
    return Result(
      comparison: comparison,
      course: hasCourse
        ? course(
          shown[0], plan.dimensions, Nesting(meetings: meetings.map(edition.named)), feeds) : nil)
  }

  /// - Parameter asOf: when the data ended; nil for the day of this command.
  func course(
    _ snapshot: ShownSnapshot, _ dimensions: [String], _ nesting: Nesting, _ feeds: Feeds,
    asOf: CivilDate? = nil
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
    input.feeds = feeds
    return input.searched()
  }
}
