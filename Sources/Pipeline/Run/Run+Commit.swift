import Civil
import Columnar
import Crypto
import Foundation
import Publish
import Render

extension Run {
  /// A report as it is published.
  struct Rendered {
    let input: ReportInput
    let files: [(name: String, text: String)]

    var metrics: [UInt8] {
      files.first { $0.name == "metrics.json" }.map { Array($0.text.utf8) } ?? []
    }
  }

  /// Tells of each report whether it is an original or a restated edition.
  func compare(
    _ inputs: [ReportInput], _ intake: Intake, _ workspace: Workspace
  ) throws(Diagnostic) -> [ReportInput] {
    var inputs = inputs
    for index in inputs.indices {
      inputs[index].edition = try edition(of: inputs[index], intake.runID, workspace)
    }
    return inputs
  }

  func render(_ inputs: [ReportInput], _ plans: [Engine.ReportPlan]) throws(Diagnostic)
    -> [Rendered]
  {
    engine.progress.begin("rendering")
    var rendered: [Rendered] = []
    for (input, planned) in zip(inputs, plans) {
      let template = planned.report.template
      rendered.append(
        Rendered(
          input: input,
          files: [
            ("index.html", try BoardReport.html(input, template: template)),
            ("report.md", try BoardReport.markdown(input)),
            ("metrics.json", MetricsFile.json(input)), ("metrics.csv", MetricsFile.csv(input)),
          ]))
    }
    return rendered
  }

  /// Publishes all reports and records the run.
  func commit(
    _ rendered: [Rendered], _ intake: Intake, _ workspace: Workspace
  ) throws(Diagnostic) -> Result {
    var publisher = Publisher(
      root: options.out ?? FileSystem.join(pipeline.folder, "reports"))
    var published: [Result.Published] = []
    var publications: [Catalog.Publication] = []
    for report in rendered {
      let (name, period) = (report.input.report, report.input.period.description)
      let folder = try publisher.stage(report: name, period: period, files: report.files)
      published.append(
        .init(
          report: name, period: period, folder: folder,
          scorecard: TextTable.scorecard(report.input)))
      publications.append(
        .init(
          report: name, period: period, edition: report.input.edition,
          digest: hexadecimal(SHA256.hash(data: Data(report.metrics))), metrics: report.metrics))
    }
    try publisher.publish()
    try record(intake, publications, workspace)
    return Result(
      runID: intake.runID, published: published, sources: intake.loaded.counts,
      quarantine: intake.quarantine)
  }

  /// Whether this is the first report on a period that is over, or another took its place: then the
  /// figures may differ from those that were published, which the catalog keeps.
  private func edition(
    of input: ReportInput, _ runID: String, _ workspace: Workspace
  ) throws(Diagnostic) -> String {
    let first = try Catalog(path: workspace.catalogPath).firstPublisher(
      report: input.report, period: input.period.description, end: input.period.end.description)
    return first.map { $0 == runID } ?? true ? "original" : "restated"
  }

  private func record(
    _ intake: Intake, _ publications: [Catalog.Publication], _ workspace: Workspace
  ) throws(Diagnostic) {
    let loaded = intake.loaded
    let totals = loaded.counts
    try Catalog(path: workspace.catalogPath).record(
      .init(
        id: intake.runID, pipeline: pipeline.name, asOf: options.asOf.description,
        startedAt: options.startedAt, program: options.program,
        read: totals.reduce(0) { $0 + $1.read }, kept: totals.reduce(0) { $0 + $1.kept },
        superseded: totals.reduce(0) { $0 + $1.superseded },
        dropped: totals.reduce(0) { $0 + $1.dropped },
        rejected: totals.reduce(0) { $0 + $1.rejected }),
      files: zip(loaded.ingest.files, loaded.outcome.files).map { file, result in
        .init(
          source: pipeline.sources[file.source].name, path: file.path, bytes: file.bytes,
          rows: result.counts.read, rejected: result.counts.rejected,
          layout: file.layout)
      },
      publications: publications, contract: intake.contract)
  }
}
