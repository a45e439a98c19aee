import Columnar
import Crypto
import Foundation
import Privacy
import Publish

extension Run {
  /// What a run has read.
  struct Intake {
    let loaded: Engine.Loaded
    let runID: String
    /// The columns of all sources.
    let contract: [Catalog.Column]
    /// The file of rejected rows; nil where there were none.
    let quarantine: String?
    /// How many rows were rejected, and why.
    let rejected: Quarantine.Counts
  }

  /// Reads the exports, and writes down what was rejected.
  func ingest(
    _ plans: ReportPlans, _ desk: Desk
  ) async throws(Diagnostic) -> Intake {
    let files = try engine.files()
    let (contract, gone) = try await contract(files, desk.catalog)
    let loaded = try await engine.load(
      plans.plans, from: zip(files, gone).map { $0.without($1) },
      spillFolder: desk.workspace.quarantineFolder)
    let runID = runID(loaded)
    let written = try quarantine(loaded, desk.workspace, runID)
    return Intake(
      loaded: loaded, runID: runID, contract: contract,
      quarantine: written.path, rejected: written.counts)
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
      let edition = Privacy.Edition(report.audience, engine)
      if !edition.hidden(report.splits).isEmpty {
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
  ) throws(Diagnostic) -> (path: String?, counts: Quarantine.Counts) {
    let quarantine = Quarantine(folder: workspace.quarantineFolder)
    return try quarantine.write(loaded.ingest, loaded.outcome, run: runID)
  }

  /// The columns of all sources, and for each file those that it may do without, as its source had
  /// them before or has them in other files. What changed since the last run is told, and stops the run where a source is strict.
  private func contract(
    _ files: [Ingest.File], _ catalog: Catalog
  ) async throws(Diagnostic) -> (columns: [Catalog.Column], gone: [Set<String>]) {
    var columns: [Catalog.Column] = []
    var gone = [Set<String>](repeating: [], count: files.count)
    var changes: [Diagnostic] = []
    let before = try catalog.contract()
    let contracts = pipeline.sources.map { Contract(pipeline: pipeline, source: $0) }
    let known = pipeline.sources.map { source in before.filter { $0.source == source.name } }
    let found = await inParallel(options.threads, jobs: contracts.count) { index in
      contracts[index].columns(of: files.filter { $0.source == index }, before: known[index])
    }
    for (index, contract) in contracts.enumerated() {
      let (known, now) = (known[index], found[index])
      let own = files.indices.filter { files[$0].source == index }
      changes += contract.changes(from: known, to: now.columns)
      for (file, lacks) in zip(own, contract.lacking(in: now, known: known)) {
        gone[file] = Set(lacks)
        changes += contract.warnings(of: files[file], lacks, now)
      }
      columns += now.columns
    }
    engine.progress.say(changes.filter { $0.severity != .error })
    let errors = changes.filter { $0.severity == .error }
    if !errors.isEmpty { throw Diagnostic(errors) }
    return (columns, gone)
  }
}
