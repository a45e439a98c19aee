import Columnar
import Publish
import Render

extension Run {
  /// A report as it is published; without files where those of its edition stay.
  struct Rendered {
    let compared: Compared
    let source: Medium.Source
    let files: [PublishedFile]
  }

  func render(_ compared: [Compared]) async throws(Diagnostic) -> [Rendered] {
    engine.progress.begin("rendering")
    let inputs = compared.map { (input: $0.input, template: $0.planned.report.template) }
    let sources = await inParallel(options.threads, jobs: inputs.count) {
      Medium.Source(inputs[$0].input, template: inputs[$0].template)
    }
    // A job a file.
    let media = Medium.all
    let jobs = compared.indices.filter { compared[$0].decision.needsFiles }
      .flatMap { report in media.map { (report: report, medium: $0) } }
    let texts = await inParallel(options.threads, jobs: jobs.count) { job in
      Swift.Result { () throws(Diagnostic) in
        try jobs[job].medium.write(sources[jobs[job].report])
      }
    }
    var files = compared.map { _ in [PublishedFile]() }
    for (job, text) in zip(jobs, texts) {
      files[job.report].append(
        PublishedFile(name: job.medium.file, bytes: Array(try text.get().utf8)))
    }
    return compared.indices.map {
      Rendered(compared: compared[$0], source: sources[$0], files: files[$0])
    }
  }

  /// Publishes all reports and records the run.
  func commit(
    _ rendered: [Rendered], _ intake: Intake, _ desk: Desk
  ) throws(Diagnostic) -> Result {
    try desk.publisher.commit(
      record(intake), files: files(intake),
      publications: rendered.map {
        ReportRecord($0.compared.candidate, $0.compared.decision, files: $0.files)
      },
      contract: intake.contract)
    let shown = rendered.filter { $0.compared.decision.isShown }
    return Result(
      runID: intake.runID,
      published: shown.map { report in
        let input = report.compared.input
        let (name, period) = (input.report, input.period.description)
        return .init(
          report: name, period: period,
          folder: FileSystem.join(FileSystem.join(desk.root, name), period),
          scorecard: TextTable.scorecard(report.source.document))
      },
      sources: intake.loaded.counts, quarantine: intake.quarantine,
      notes: rendered.compactMap {
        $0.compared.decision.said(
          of: $0.compared.candidate, at: $0.compared.planned.report.location)
      })
  }

  private func record(_ intake: Intake) -> Catalog.Run {
    let totals = intake.loaded.counts
    return .init(
      id: intake.runID, pipeline: pipeline.name, asOf: options.asOf.description,
      startedAt: options.startedAt, program: options.program,
      read: totals.reduce(0) { $0 + $1.read }, kept: totals.reduce(0) { $0 + $1.kept },
      superseded: totals.reduce(0) { $0 + $1.superseded },
      dropped: totals.reduce(0) { $0 + $1.dropped },
      rejected: totals.reduce(0) { $0 + $1.rejected })
  }

  private func files(_ intake: Intake) -> [Catalog.File] {
    zip(intake.loaded.ingest.files, intake.loaded.outcome.files).map { file, result in
      .init(
        source: pipeline.sources[file.source].name, path: file.path, bytes: file.bytes,
        rows: result.counts.read, rejected: result.counts.rejected,
        layout: file.layout)
    }
  }
}
