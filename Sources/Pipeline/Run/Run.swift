import Aggregate
import Civil
public import Columnar
import Compare
import Crypto
import Foundation
import Load
public import Render
import Transform

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

  private var pipeline: PipelineFile { engine.pipeline }
  private var options: RunOptions { engine.options }

  /// Runs everything. Nothing is published unless all of it succeeds.
  public func run() async throws(DiagnosticList) -> Result {
    let workspace: Workspace
    let reports: [PipelineFile.Report]
    var plans: [AggregationPlan] = []
    var partPlans: [AggregationPlan?] = []
    do {
      workspace = try Workspace(beside: pipeline.folder)
      reports = try engine.reports()
      for report in reports {
        plans.append(try engine.plan(report))
        partPlans.append(try engine.partPlan(report))
      }
    } catch {
      throw DiagnosticList([error])
    }
    let lacking = reports.compactMap { $0.lacksKey(engine) }
    if !lacking.isEmpty { throw DiagnosticList(lacking) }
    let files = try engine.files()
    let (contract, gone) = try contract(files, workspace)
    let loaded = try await engine.load(plans, from: files.map { $0.without(gone[$0.source]) })
    let runID = runID(loaded)
    let quarantine = try quarantine(loaded, workspace, runID)
    try gate(loaded, quarantine)
    let oddities = Oddities(loaded.ingest.states, cutoff: engine.cutoff).found

    var publisher = Publisher(root: options.out ?? Glob.join(pipeline.folder, "reports"))
    var published: [Result.Published] = []
    var publications: [Catalog.Publication] = []
    for (index, report) in reports.enumerated() {
      let (plan, limits) = (plans[index], report.memberLimits)
      let aggregated = try await engine.aggregate(plan, loaded, limits: limits)
      if index == 0 { warn(oddities, aggregated, loaded) }
      var parts: Engine.Aggregated?
      if let plan = partPlans[index] {
        parts = try await engine.aggregate(plan, loaded, limits: limits)
      }
      var input = try input(report, plan, aggregated, parts, loaded, runID)
      input.oddities = oddities
      do throws(Diagnostic) {
        input.edition = try edition(of: report, input.period, runID, workspace)
      } catch {
        throw DiagnosticList([error])
      }
      engine.progress.begin("rendering")
      let metrics = MetricsFile.json(input)
      do throws(Diagnostic) {
        let folder = try publisher.stage(
          report: report.name, period: input.period.description,
          files: [
            ("index.html", try BoardReport.html(input, template: report.template)),
            ("report.md", try BoardReport.markdown(input)), ("metrics.json", metrics),
            ("metrics.csv", MetricsFile.csv(input)),
          ])
        published.append(
          .init(
            report: report.name, period: input.period.description, folder: folder,
            scorecard: TextTable.scorecard(input)))
      } catch {
        throw DiagnosticList([error])
      }
      publications.append(
        .init(
          report: report.name, period: input.period.description, edition: input.edition,
          digest: hexadecimal(SHA256.hash(data: Data(metrics.utf8))), metrics: Array(metrics.utf8)))
    }
    do {
      try publisher.publish()
      try record(loaded, publications, contract, workspace, runID)
    } catch {
      throw DiagnosticList([error])
    }
    return Result(
      runID: runID, published: published, sources: loaded.counts, quarantine: quarantine)
  }

  /// A hash of all that the outcome depends on: the program, the pipeline file, the day, the
  /// period, and the records whatever files they came in.
  private func runID(_ loaded: Engine.Loaded) -> String {
    var hash = SHA256()
    func add(_ text: String) { hash.update(data: Data("\(text.utf8.count):\(text)".utf8)) }
    add(options.program)
    add(pipeline.canonicalText)
    for report in pipeline.reports {
      add(report.template ?? "")
      // Another key makes other names.
      let edition = Edition(report.audience, engine)
      if !edition.audience.hidden.isDisjoint(with: report.splits) {
        add(edition.key?.fingerprint ?? "")
      }
    }
    add(options.asOf.description)
    add(options.period ?? "")
    for (source, fingerprint) in zip(pipeline.sources, loaded.fingerprints) {
      add(source.name)
      add("\(fingerprint.count) \(fingerprint.low) \(fingerprint.high)")
    }
    return String(hexadecimal(hash.finalize()).prefix(16))
  }

  private func quarantine(
    _ loaded: Engine.Loaded, _ workspace: Workspace, _ runID: String
  ) throws(DiagnosticList) -> String? {
    do {
      let quarantine = Quarantine(folder: workspace.quarantineFolder)
      return try quarantine.write(
        loaded.outcome.rejections, of: loaded.ingest.files, pipeline.sources, run: runID)
    } catch {
      throw DiagnosticList([error])
    }
  }

  /// The columns of all sources, and for each source those that it may do without, having had them
  /// before. What changed since the last run is told, and stops the run where a source is strict.
  private func contract(
    _ files: [Ingest.File], _ workspace: Workspace
  ) throws(DiagnosticList) -> (columns: [Catalog.Column], gone: [Set<String>]) {
    var columns: [Catalog.Column] = []
    var gone: [Set<String>] = []
    var changes: [Diagnostic] = []
    do throws(Diagnostic) {
      let before = try Catalog(path: workspace.catalogPath).contract()
      for (index, source) in pipeline.sources.enumerated() {
        let contract = Contract(pipeline: pipeline, source: source)
        let known = before.filter { $0.source == source.name }
        let now = contract.columns(of: files.filter { $0.source == index }, before: known)
        changes += contract.changes(from: known, to: now)
        gone.append(contract.gone(from: known, to: now))
        columns += now
      }
    } catch {
      throw DiagnosticList([error])
    }
    for change in changes where change.severity != .error {
      engine.progress.note(change.description)
    }
    let errors = changes.filter { $0.severity == .error }
    if !errors.isEmpty { throw DiagnosticList(errors) }
    return (columns, gone)
  }

  /// Stops the run where too many rows of a source were rejected, and not corrected since.
  private func gate(_ loaded: Engine.Loaded, _ quarantine: String?) throws(DiagnosticList) {
    var failures: [Diagnostic] = []
    let open = rejections(loaded, open: true)
    for (source, counts) in zip(pipeline.sources, loaded.counts) {
      let reasons = open.filter { $0.source == source.name }
      let rejected = reasons.reduce(0) { $0 + $1.count }
      guard Double(rejected) > source.rejectAbove * Double(counts.read) else { continue }
      failures.append(
        Diagnostic(
          .gateFailed(source.name, rejected, counts.read, source.rejectAbove),
          at: source.location, failure: .dataGate))
      for (reason, count) in reasons.prefix(3).map({
        ("\($0.field.isEmpty ? "" : "\($0.field): ")\($0.reason)", $0.count)
      }) {
        failures.append(
          Diagnostic(
            .gateReason(count, reason), at: quarantine.map { .init(file: $0) }, severity: .note,
            failure: .dataGate))
      }
    }
    if !failures.isEmpty { throw DiagnosticList(failures) }
  }

  /// Rejections counted by source, field and reason, the most frequent first.
  /// - Parameter open: whether those that were corrected since are left out.
  private func rejections(
    _ loaded: Engine.Loaded, open: Bool = false
  ) -> [ReportInput.RejectionCount] {
    var counts: [[String]: Int] = [:]
    for rejection in loaded.outcome.rejections where !(open && rejection.isCorrected) {
      let source = pipeline.sources[loaded.ingest.files[rejection.locator.file].source].name
      counts[[source, rejection.field, rejection.category], default: 0] += 1
    }
    return counts.map { .init(source: $0[0], field: $0[1], reason: $0[2], count: $1) }
      .sorted {
        $0.count == $1.count
          ? [$0.source, $0.field, $0.reason].lexicographicallyPrecedes([
            $1.source, $1.field, $1.reason,
          ])
          : $0.count > $1.count
      }
  }

  private func input(
    _ report: PipelineFile.Report, _ plan: AggregationPlan, _ aggregated: Engine.Aggregated,
    _ parts: Engine.Aggregated?, _ loaded: Engine.Loaded, _ runID: String
  ) throws(DiagnosticList) -> ReportInput {
    let edition = Edition(report.audience, engine)
    let snapshot: MetricSnapshot
    var partSnapshot: MetricSnapshot?
    do {
      snapshot = try edition.snapshot(aggregated.snapshot)
      if let parts { partSnapshot = try edition.snapshot(parts.snapshot) }
    } catch {
      throw DiagnosticList([error])
    }
    var input = ReportInput(
      pipeline: pipeline.name, title: pipeline.title, report: report.name,
      zone: pipeline.zone.name, asOf: options.asOf,
      dataTo: aggregated.latest.map(localTime) ?? Format.unknown, runID: runID,
      edition: "original", program: options.program, currency: pipeline.currency,
      snapshot: snapshot, targets: pipeline.targets,
      scorecard: report.scorecard,
      dimensions: report.dimensions, sources: loaded.counts, rejections: rejections(loaded),
      leftOut: aggregated.leftOut, coverage: aggregated.coverage,
      missing: plan.lacking.map { .init(metric: $0.metric, fields: $0.fields) })
    input.smallN = edition.smallN
    if let partSnapshot, let days = engine.daysSoFar(input.period) {
      input.parts = .init(days: days, snapshot: partSnapshot)
    }
    input.orphans = aggregated.orphans
    input.histories = aggregated.histories
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

  /// Whether this is the first report on a period that is over, or another took its place: then the
  /// figures may differ from those that were published, which the catalog keeps.
  private func edition(
    of report: PipelineFile.Report, _ period: Period, _ runID: String, _ workspace: Workspace
  ) throws(Diagnostic) -> String {
    let first = try Catalog(path: workspace.catalogPath).firstPublisher(
      report: report.name, period: period.description, end: period.end.description)
    return first.map { $0 == runID } ?? true ? "original" : "restated"
  }

  /// An instant as date and time of day in the reporting zone.
  private func localTime(_ instant: Int64) -> String {
    let local = instant + pipeline.zone.offset(at: instant)
    let date = pipeline.zone.date(at: instant)
    let seconds = Int(local) - date.day * 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(date) \(two(seconds / 3600)):\(two(seconds / 60 % 60))"
  }

  private func record(
    _ loaded: Engine.Loaded, _ publications: [Catalog.Publication],
    _ contract: [Catalog.Column], _ workspace: Workspace, _ runID: String
  ) throws(Diagnostic) {
    let totals = loaded.counts
    try Catalog(path: workspace.catalogPath).record(
      .init(
        id: runID, pipeline: pipeline.name, asOf: options.asOf.description,
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
      publications: publications, contract: contract)
  }
}

extension Diagnostic.Message {
  static func gateFailed(_ source: String, _ rejected: Int, _ read: Int, _ limit: Double) -> Self {
    let share = Format.fixed(Double(rejected) / Double(max(1, read)) * 100, 2)
    return Self(
      "\(rejected) of \(read) rows of the source '\(source)' were rejected (\(share) %); at most "
        + "\(Format.fixed(limit * 100, 2)) % are taken, so nothing was published")
  }

  static func gateReason(_ count: Int, _ reason: String) -> Self {
    Self("\(count) \(count == 1 ? "row" : "rows"): \(reason)")
  }
}
