public import Columnar
public import Records

/// A nightly run: read, check, aggregate, render, publish.
public struct Run {
  /// What a run has made.
  public struct Result: Sendable {
    /// A report, published or confirmed.
    public struct Published: Sendable {
      public let report: String
      public let period: String
      public let folder: String
      public let scorecard: String
    }

    public let runID: String
    public let published: [Published]
    public let sources: [SourceCounts]
    /// The file of rejected rows; nil where there were none.
    public let quarantine: String?
    /// What became of reports that are not simply new.
    public let notes: [Diagnostic]
  }

  let engine: Engine

  public init(_ pipeline: PipelineFile, _ options: RunOptions, _ progress: Progress) {
    engine = Engine(pipeline: pipeline, options: options, progress: progress)
  }

  var pipeline: PipelineFile { engine.pipeline }
  var options: RunOptions { engine.options }

  /// Runs everything. Nothing is published unless all of it succeeds.
  public func run() async throws(Diagnostic) -> Result {
    let plans = try plan()
    let desk = try open()
    let intake = try await ingest(plans, desk)
    try gate(intake)
    let counted = try await snapshots(plans, intake)
    let snapshots = await withTopics(await staffed(await lookingAhead(counted)), intake)
    engine.progress.say(Unmet(pipeline: pipeline).targets(snapshots.map(\.input.snapshot)))
    let compared = try await compare(snapshots, intake, desk)
    let rendered = try await render(compared)
    return try commit(rendered, intake, desk)
  }
}
