import Aggregate
public import Columnar
import Publish
public import Render

/// A nightly run: read, check, aggregate, render, publish.
public struct Run {
  /// What a run has made.
  public struct Result: Sendable {
    public struct Published: Sendable {
      public let report: String
      public let period: String
      public let folder: String
      public let scorecard: String
    }

    public let runID: String
    public let published: [Published]
    public let sources: [ReportInput.SourceCounts]
    /// The file of rejected rows; nil where there were none.
    public let quarantine: String?
  }

  let engine: Engine

  public init(_ pipeline: PipelineFile, _ options: RunOptions, _ progress: Progress) {
    engine = Engine(pipeline: pipeline, options: options, progress: progress)
  }

  var pipeline: PipelineFile { engine.pipeline }
  var options: RunOptions { engine.options }

  /// Runs everything. Nothing is published unless all of it succeeds.
  public func run() async throws(DiagnosticList) -> Result {
    let workspace: Workspace
    let plans: [Engine.ReportPlan]
    do {
      workspace = try Workspace(beside: pipeline.folder)
      plans = try engine.reportPlans()
    } catch {
      throw DiagnosticList([error])
    }
    let lacking = plans.compactMap { $0.report.lacksKey(engine) }
    if !lacking.isEmpty { throw DiagnosticList(lacking) }
    let (unmet, reports) = (Unmet(pipeline: pipeline), plans.map(\.report))
    warn(unmet.otherPeriods(options.period, published: reports) + unmet.metrics(of: reports))
    let intake = try await ingest(plans, workspace)
    try gate(intake)
    let snapshots = try await snapshots(plans, intake)
    warn(unmet.targets(snapshots.map(\.snapshot)))
    do {
      let compared = try compare(snapshots, intake, workspace)
      let rendered = try render(compared, plans)
      return try commit(rendered, intake, workspace)
    } catch {
      throw DiagnosticList([error])
    }
  }

  private func warn(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics { engine.progress.note(diagnostic.description) }
  }
}
