import Aggregate
import Columnar
import Compose
import Privacy

extension Run {
  /// The figures of a report.
  struct Snapshot {
    let planned: Engine.ReportPlan
    let input: ReportInput
  }

  /// What each report shows, in the order of the pipeline file.
  func snapshots(
    _ plans: [Engine.ReportPlan], _ intake: Intake
  ) async throws(Diagnostic) -> [Snapshot] {
    let loaded = intake.loaded
    var oddities = await Oddities(
      loaded.outcome.records, cutoff: engine.cutoff,
      zone: loaded.days.precision.isEmpty ? nil : pipeline.zone, workers: options.threads)
    let values = try await engine.publication(plans, loaded).values
    if let first = values.first?.aggregated {
      oddities.add(first.endings)
      warn(oddities.found, first, loaded)
    }
    let updatedLater = loaded.outcome.records.updatedCount(since: engine.cutoff)
    return zip(plans, values).map { planned, values in
      var input = input(planned, values, intake)
      for (days, part) in values.parts { input.add(part, ofDays: days) }
      input.oddities = oddities.found
      input.updatedLater = updatedLater
      return Snapshot(planned: planned, input: input)
    }
  }

  private func input(
    _ planned: Engine.ReportPlan, _ values: Engine.ReportValues, _ intake: Intake
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
    input.smallN = Edition(report.audience, engine).smallN
    input.daysSoFar = engine.daysSoFar(input.period)
    input.orphans = aggregated.orphans
    input.histories = aggregated.histories
    input.knownDays = loaded.days.words(pipeline)
    return input
  }

  /// Tells what makes figures doubtful although nothing was rejected.
  private func warn(
    _ oddities: [(what: String, count: Int)], _ aggregated: Engine.Aggregated,
    _ loaded: Engine.Loaded
  ) {
    for oddity in oddities {
      engine.progress.note("warning: \(oddity.count) \(oddity.what)")
    }
    if !aggregated.unknownWords.isEmpty {
      let listed = aggregated.unknownWords.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
      engine.progress.note(
        "warning: events say \(listed), which is neither a status nor a priority and changes nothing; expected "
          + "'values' on the fields 'from' and 'to' of their source")
    }
    for orphan in aggregated.orphans {
      let kept = loaded.counts.filter { $0.kind == orphan.kind }.reduce(0) { $0 + $1.kept }
      guard orphan.count * 4 > kept else { continue }
      engine.progress.note(
        "warning: \(orphan.count) of \(kept) \(orphan.kind)s name a ticket that is not among the exports; "
          + "where it is one of another system, their source needs 'ticket_system'")
    }
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
