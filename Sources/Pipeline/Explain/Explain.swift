public import Aggregate
public import Civil
public import Columnar
import Privacy
public import Render

/// Takes one figure of a run apart, down to the rows of the exports.
public struct Explain {
  /// What is asked for.
  public struct Question: Sendable {
    public var metric: String
    public var period: Period
    /// By dimension; none for the whole.
    public var members: [String: String]
    /// How many rows of each kind are listed; nil for all.
    public var limit: Int?
    /// Whether rows are listed by the parts of the formula, as a machine reads them, or as a person
    /// does: those of the numerator, and those of the denominator alone.
    public var listsParts: Bool
    /// By whose rules the figure is computed again.
    public var vendor: Vendor?
    /// Whether the figure is held against its course: the period before, and those of its control chart.
    public var isCompared: Bool

    public init(
      metric: String, period: Period, members: [String: String] = [:], limit: Int? = 10,
      listsParts: Bool = false, vendor: Vendor? = nil, isCompared: Bool = false
    ) {
      self.metric = metric
      self.period = period
      self.members = members
      self.limit = limit
      self.listsParts = listsParts
      self.vendor = vendor
      self.isCompared = isCompared
    }
  }

  let engine: Engine

  public init(_ pipeline: PipelineFile, _ options: RunOptions, _ progress: Progress) {
    engine = Engine(pipeline: pipeline, options: options, progress: progress)
  }

  /// The period asked for; the last whole one before as-of where none is.
  public func period(_ text: String?) throws(Diagnostic) -> Period {
    let pipeline = engine.pipeline
    if let text { return try pipeline.period(text) }
    return engine.lastPeriod(pipeline.reports.first?.period ?? .month)
  }

  public func explain(_ question: Question) async throws(Diagnostic) -> Explanation {
    let dimensions = question.members.keys.sorted()
    var plan = engine.tracedPlan(question.period, dimensions: dimensions)
    let metric = try metric(question.metric, plan)
    try check(question.members, metric, plan)
    let vendor = question.vendor.map { AskedVendor($0, metric, plan, dimensions: dimensions) }
    if let vendor {
      plan = engine.tracedPlan(question.period, dimensions: dimensions, own: vendor.variants)
    }
    let others = try ReportPlans.suppressing(engine)
    let diff = Diff(engine)
    let compared =
      question.isCompared
      ? try diff.plan(
        from: question.period.advanced(by: -1), to: question.period, dimensions: dimensions)
      : nil
    let loaded = try await engine.load(
      [plan] + others.plans + (compared?.all ?? []), from: try engine.files())
    warn(loaded)
    let linkage = Linkage(plan, loaded, cutoff: engine.cutoff)
    let group = try AskedGroup(question.members, engine, loaded)
    let aggregation = try await engine.aggregation(
      plan, loaded, linkage, limits: group.limits(linkage, engine))
    let aggregated = try await engine.aggregate(aggregation, loaded, linkage)
    let part = Publication.Part(aggregated.snapshot, for: Edition(.internal, engine))
    let snapshot = try others.publication([part], []).shown[0]
    let isInternal = try await isInternal(
      metric, question.period, group.own, aggregated.snapshot, others, loaded)
    engine.progress.begin("tracing")
    func value(_ metric: Metric) -> MetricValue? {
      snapshot.value(metric.id, question.period, group.shown)
    }
    var explanation = Explanation(
      metric: metric, period: question.period, bounds: bounds(question.period),
      zone: engine.pipeline.zone.name, asOf: engine.options.asOf,
      currency: engine.pipeline.currency, group: group.shown,
      value: value(metric) ?? .unknown, parts: [])
    explanation.isInternal = isInternal
    if let compared {
      let result = try await diff.compare(compared, loaded)
      explanation.diff = DiffReport(
        title: engine.pipeline.title, comparison: result.comparison, course: result.course,
        currency: engine.pipeline.currency)
    }
    explanation.vendor = vendor?.comparison(value)
    guard let tracer = aggregation.tracer(metric, period: 0, group: group.own) else {
      return explanation
    }
    let tracing = Tracing(
      aggregation: aggregation, linkage: linkage, workers: engine.options.threads)
    let trace = await tracing.run([tracer])[0]
    let telling = TraceTelling(
      tracer: tracer, trace: trace, aggregation: aggregation, loaded: loaded, engine: engine)
    telling.tell(&explanation)
    explanation.listings = try telling.listings(question)
    return explanation
  }

  /// Whether a figure is suppressed where others than internal readers may see it: as they would see
  /// it beside the reports of a run.
  private func isInternal(
    _ metric: Metric, _ period: Period, _ group: Group, _ snapshot: MetricSnapshot,
    _ reports: ReportPlans, _ loaded: Engine.Loaded
  ) async throws(Diagnostic) -> Bool {
    guard let first = reports.reports.first else { return false }
    // Names do not matter here, and all of them are seen.
    let edition = Edition(
      first.report.audience, Edition(first.report.audience, engine).smallN, key: nil,
      shown: Set(snapshot.groups.flatMap(\.dimensions)))
    let meetings = try await reports.meetings(loaded)
    let run = try await reports.publication(loaded, meetings).publication
    let shown = try reports.publication(
      [.init(snapshot, for: edition)], meetings, after: run
    ).shown[0]
    return shown.value(metric.id, period, group)?.isSuppressed ?? false
  }

  // MARK: What can be asked for

  private func metric(_ id: String, _ plan: AggregationPlan) throws(Diagnostic) -> Metric {
    if let metric = plan.metrics.first(where: { $0.id == id }) { return metric }
    if let lacking = plan.lacking.first(where: { $0.metric.id == id }) {
      throw Diagnostic(
        .metricLacks(id, lacking.fields), at: .init(file: engine.pipeline.path),
        failure: .configuration)
    }
    throw Diagnostic(
      .noMetric(id, (plan.metrics + plan.lacking.map(\.metric)).map(\.id)), failure: .usage)
  }

  private func check(
    _ members: [String: String], _ metric: Metric, _ plan: AggregationPlan
  ) throws(Diagnostic) {
    var choices: [String] = []
    for field in plan.availability.mapped.sorted(by: { $0.key.rawValue < $1.key.rawValue })
      .flatMap(\.value)
    where field.type.isText && !Self.names.contains(field.name)
      && !choices.contains(field.name) && plan.availability.canSplit(metric, by: field.name)
    {
      choices.append(field.name)
    }
    for dimension in members.keys.sorted() {
      let types = plan.availability.mapped.values.joined().filter { $0.name == dimension }
      if let field = types.first, !field.type.isText {
        throw Diagnostic(.notText(dimension, field.type.name, choices), failure: .usage)
      }
      if !plan.availability.canSplit(metric, by: dimension) {
        throw Diagnostic(.cannotSplit(metric.id, dimension, choices), failure: .usage)
      }
    }
    if let mistake = Edition(.internal, engine).mistake(
      "the explanation", Set(members.keys), engine.pipeline,
      at: .init(file: engine.pipeline.path))
    {
      throw mistake
    }
  }

  /// Texts that name single records or are free words: nothing to suggest as a dimension.
  private static let names: Set<String> = [
    "id", "ticket", "ticket_system", "kind", "merged_into", "subject", "tags", "comment", "from",
    "to", "actor", "currency", "line", "easy_end",
  ]

  /// What `run` would not have published is explained all the same, and said to be so.
  private func warn(_ loaded: Engine.Loaded) {
    for (source, counts) in zip(engine.pipeline.sources, loaded.counts)
    where Double(counts.rejected) > source.rejectAbove * Double(counts.read) {
      engine.progress.say(
        .warning(
          .gateFailed(source.name, counts.rejected, counts.read, source.rejectAbove),
          at: source.location))
    }
  }

  private func bounds(_ period: Period) -> (from: String, to: String) {
    let zone = engine.pipeline.zone
    let end = engine.daysSoFar(period).map { period.first + $0 } ?? period.end
    return (
      RecordText.instant(zone.start(of: period.first), zone),
      RecordText.instant(zone.start(of: end), zone)
    )
  }
}

extension Diagnostic.Message {
  static func noMetric(_ id: String, _ ids: [String]) -> Self {
    Self("no metric '\(id)'\(suggestion(for: id, among: ids))")
  }

  static func metricLacks(_ id: String, _ fields: [String]) -> Self {
    let listed = fields.map { "'\($0)'" }.joined(separator: ", ")
    return Self("the metric '\(id)' cannot be computed; the pipeline lacks \(listed)")
  }

  static func notText(_ dimension: String, _ type: String, _ choices: [String]) -> Self {
    Self(
      "a dimension must be text, and '\(dimension)' is of the type '\(type)'"
        + suggestion(for: dimension, among: choices))
  }

  static func cannotSplit(_ metric: String, _ dimension: String, _ choices: [String]) -> Self {
    Self(
      "the metric '\(metric)' cannot be split by '\(dimension)'"
        + suggestion(for: dimension, among: choices))
  }
}
