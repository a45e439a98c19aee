import Aggregate
import Columnar
import Render

extension Run {
  /// The figures of a report.
  struct Snapshot {
    let planned: Planned
    let input: ReportInput
  }

  /// What each report shows, in the order of the pipeline file.
  func snapshots(
    _ plans: [Planned], _ intake: Intake
  ) async throws(DiagnosticList) -> [Snapshot] {
    let loaded = intake.loaded
    var oddities = Oddities(
      loaded.outcome.records, cutoff: engine.cutoff,
      zone: loaded.days.precision.isEmpty ? nil : pipeline.zone)
    let updatedLater = loaded.outcome.records.updatedCount(since: engine.cutoff)
    var snapshots: [Snapshot] = []
    for planned in plans {
      let limits = planned.report.memberLimits
      let aggregated = try await engine.aggregate(planned.plan, loaded, limits: limits)
      if snapshots.isEmpty {
        oddities.add(aggregated.endings)
        warn(oddities.found, aggregated, loaded)
      }
      var input = try input(planned, aggregated, intake)
      for (days, plan) in planned.parts {
        let part = try await engine.aggregate(plan, loaded, limits: limits)
        input.add(try shown(part.snapshot, to: planned.report), ofDays: days)
      }
      input.oddities = oddities.found
      input.updatedLater = updatedLater
      snapshots.append(Snapshot(planned: planned, input: input))
    }
    return snapshots
  }

  private func input(
    _ planned: Planned, _ aggregated: Engine.Aggregated, _ intake: Intake
  ) throws(DiagnosticList) -> ReportInput {
    let (report, loaded) = (planned.report, intake.loaded)
    var input = ReportInput(
      pipeline: pipeline.name, title: pipeline.title, report: report.name,
      zone: pipeline.zone.name, asOf: options.asOf,
      dataTo: aggregated.latest.map(localTime) ?? Format.unknown, runID: intake.runID,
      edition: "original", program: options.program, currency: pipeline.currency,
      snapshot: try shown(aggregated.snapshot, to: report), targets: pipeline.targets,
      scorecard: report.scorecard,
      dimensions: report.dimensions, sources: loaded.counts,
      rejections: rejections(intake.rejected.all),
      leftOut: aggregated.leftOut, coverage: aggregated.coverage,
      missing: planned.plan.lacking.map { .init(metric: $0.metric, fields: $0.fields) })
    input.smallN = Edition(report.audience, engine).smallN
    input.daysSoFar = engine.daysSoFar(input.period)
    input.orphans = aggregated.orphans
    input.histories = aggregated.histories
    input.knownDays = loaded.days.words(pipeline)
    return input
  }

  private func shown(
    _ snapshot: MetricSnapshot, to report: PipelineFile.Report
  ) throws(DiagnosticList) -> MetricSnapshot {
    do {
      return try Edition(report.audience, engine).snapshot(snapshot)
    } catch {
      throw DiagnosticList([error])
    }
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
        "warning: events say \(listed), which is no status or priority and changes nothing; expected "
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
