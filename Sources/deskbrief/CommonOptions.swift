import ArgumentParser
import Civil
import Columnar
import Foundation
import Pipeline
import Privacy

/// The options of the commands that read a pipeline and its exports.
struct CommonOptions: ParsableArguments {
  @Argument(
    help: "The pipeline file.", completion: .file(extensions: ["yml", "yaml"]))
  var pipeline: String

  @Option(
    help:
      "The day on which the data is taken to end, as 2026-11-02. (default: today, in the pipeline's zone)"
  )
  var asOf: String?

  @Option(
    help: "The folder in which the exports lie. (default: the pipeline file's)",
    completion: .directory)
  var exports: String?

  @Option(help: "How many workers to use. (default: one a core)")
  var threads: Int?

  /// - Throws: a diagnostic, where the day is none.
  func options(
    for file: PipelineFile, period: String? = nil, out: String? = nil
  ) throws -> RunOptions {
    let now = Date()
    var day = file.day(at: Int64(now.timeIntervalSince1970.rounded(.down)))
    if let asOf {
      guard let date = CivilDate(asOf) else {
        throw Diagnostic(
          .init("'\(asOf)' is not a date; expected one such as 2026-11-02"), failure: .usage)
      }
      day = date
    }
    if let threads, threads < 1 {
      throw Diagnostic(.init("--threads must be at least 1; found \(threads)"), failure: .usage)
    }
    let secret = ProcessInfo.processInfo.environment["DESKBRIEF_KEY"] ?? ""
    return RunOptions(
      asOf: day, period: period, exports: exports, out: out,
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount,
      startedAt: now.formatted(.iso8601), program: Program.name,
      key: secret.isEmpty ? nil : try PseudonymKey(Array(secret.utf8), in: "DESKBRIEF_KEY"))
  }
}
