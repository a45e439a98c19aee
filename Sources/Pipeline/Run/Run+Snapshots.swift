import Aggregate
import Columnar
import Compare
import Compose
import Language
import Privacy

extension Run {
  /// The figures of a report.
  struct Snapshot {
    let planned: ReportPlan
    let input: ReportInput
  }

  /// What each report shows, in the order of the pipeline file.
  func snapshots(
    _ plans: ReportPlans, _ intake: Intake
  ) async throws(Diagnostic) -> [Snapshot] {
    let loaded = intake.loaded
    var oddities = await Oddities(
      loaded.outcome.records, cutoff: engine.cutoff,
      zone: loaded.days.precision.isEmpty ? nil : pipeline.zone, workers: options.threads)
    let meetings = try await plans.meetings(loaded)
    let values = try await plans.publication(loaded, meetings).values
    if let first = values.first?.aggregated {
      oddities.add(first.endings)
      warn(oddities.found, first, loaded)
    }
    let updatedLater = loaded.outcome.records.updatedCount(since: engine.cutoff)
    var snapshots: [Snapshot] = []
    for (planned, values) in zip(plans.reports, values) {
      var input = input(planned, values, intake)
      for (days, part) in values.parts { input.add(part, ofDays: days) }
      input.oddities = oddities.found
      let edition = Edition(planned.report.audience, engine)
      input.nesting = Nesting(meetings: meetings.map(edition.named))
      input.feeds = await engine.feeds(
        loaded, planned.plan.axis, planned.report.splits.sorted(), as: edition)
      input.updatedLater = updatedLater
      snapshots.append(Snapshot(planned: planned, input: input))
    }
    return snapshots
  }

  private func input(
    _ planned: ReportPlan, _ values: ReportPlans.Values, _ intake: Intake
  ) -> ReportInput {
    let (report, loaded, aggregated) = (planned.report, intake.loaded, values.aggregated)
    var input = ReportInput(
      pipeline: pipeline.name, title: pipeline.title, report: report.name,
      zone: pipeline.zone.name, asOf: options.asOf,
      dataTo: aggregated.latest.map(localTime), runID: intake.runID,
      edition: "original", program: options.program, currency: pipeline.currency,
      snapshot: values.shown, targets: pipeline.targets,
      scorecard: report.scorecard,
      dimensions: report.dimensions, sources: loaded.counts,
      rejections: rejections(intake.rejected.all),
      leftOut: aggregated.leftOut, coverage: aggregated.coverage,
      missing: planned.plan.lacking.map { .init(metric: $0.metric, fields: $0.fields) })
    input.audience = report.audience
    input.milestones = pipeline.milestones
    input.worth = pipeline.worth
    input.definitions = pipeline.fingerprints(values.shown.metrics)
    input.smallN = Edition(report.audience, engine).smallN
    input.daysSoFar = engine.daysSoFar(input.period)
    input.orphans = aggregated.orphans
    input.histories = aggregated.histories
    input.knownDays = loaded.days.words(pipeline)
    return input
  }

  /// What makes figures doubtful although nothing was rejected.
  private func warn(
    _ oddities: [Oddity], _ aggregated: Engine.Aggregated,
    _ loaded: Engine.Loaded
  ) {
    engine.progress.say(oddities.map { .warning(.oddity($0)) })
    if !aggregated.unknownWords.isEmpty {
      engine.progress.say(
        .warning(.unknownWords(aggregated.unknownWords), at: location(ofThe: "event")))
    }
    for orphan in aggregated.orphans {
      let kept = loaded.counts.filter { $0.kind == orphan.kind }.reduce(0) { $0 + $1.kept }
      guard orphan.count * 4 > kept else { continue }
      engine.progress.say(
        .warning(
          .orphans(orphan.count, of: kept, orphan.kind), at: location(ofThe: orphan.kind)))
    }
  }

  /// Where the one source of a kind is described; nil where there are several.
  private func location(ofThe kind: String) -> Diagnostic.Location? {
    let sources = pipeline.sources.filter { $0.mapping.kind.kind.rawValue == kind }
    return sources.count == 1 ? sources[0].location : nil
  }

  /// An instant as date and time of day in the reporting zone.
  private func localTime(_ instant: Int64) -> String {
    let local = instant + pipeline.zone.offset(at: instant)
    let date = pipeline.zone.date(at: instant)
    let seconds = Int(local) - date.day * 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(date) \(two(seconds / 3600)):\(two(seconds / 60 % 60))"
  }
}

extension Diagnostic.Message {
  /// As reports have it.
  static func oddity(_ oddity: Oddity) -> Self {
    Self(
      Language.english.text(oddity.what, ["count": "\(oddity.count)"], number: oddity.count))
  }

  /// - Parameter words: of events.
  static func unknownWords(_ words: [String]) -> Self {
    let listed = words.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    return Self(
      "events say \(listed), which is neither a status nor a priority and changes nothing; expected "
        + "'values' on the fields 'from' and 'to' of their source")
  }

  static func orphans(_ count: Int, of all: Int, _ kind: String) -> Self {
    Self(
      "\(count) of \(all) \(kind)s \(count == 1 ? "names" : "name") a ticket that is not among the "
        + "exports; where it is one of another system, their source needs 'ticket_system'")
  }
}
