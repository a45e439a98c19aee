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
    _ plans: [Engine.ReportPlan], _ workspace: Workspace
  ) async throws(DiagnosticList) -> Intake {
    let files = try engine.files()
    let (contract, gone) = try contract(files, workspace)
    let loaded = try await engine.load(
      plans.flatMap(\.all), from: files.map { $0.without(gone[$0.source]) },
      spillFolder: workspace.quarantineFolder)
    let runID = runID(loaded)
    let written = try quarantine(loaded, workspace, runID)
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
      let edition = Edition(report.audience, engine)
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
  ) throws(DiagnosticList) -> (path: String?, counts: Quarantine.Counts) {
    do {
      let quarantine = Quarantine(folder: workspace.quarantineFolder)
      return try quarantine.write(loaded.ingest, loaded.outcome, run: runID)
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
}
