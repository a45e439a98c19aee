import ArgumentParser
import Columnar
import Pipeline

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find the mistakes of a pipeline file, and try the first rows of each source.",
    discussion: """
      Every mistake is printed with its line and column. Rows that would be rejected are warnings.

      Examples:
        deskbrief check pipeline.yml
        deskbrief check pipeline.yml --exports /mnt/exports
        deskbrief check pipeline.yml --records 3
      """)

  @OptionGroup var common: CommonOptions

  @Option(help: "Show so many records of each file as they are read, one JSON object a line.")
  var records = 0

  func run() async throws {
    try await reporting {
      let file = try PipelineFile.read(common.pipeline)
      let outcome = try Check(file, try common.options(for: file)).run(records: records)
      for sample in outcome.samples {
        let dropped = sample.dropped > 0 ? ", \(sample.dropped) would be dropped" : ""
        try Console.print(
          "\(sample.source): \(sample.path): \(sample.rows) rows tried, "
            + "\(sample.rejected) would be rejected\(dropped)\n")
        for record in sample.records { try Console.print(record + "\n") }
      }
      let errors = outcome.diagnostics.filter { $0.severity == .error }
      for diagnostic in outcome.diagnostics { Console.note(diagnostic.description) }
      if let first = errors.first { throw ExitCode(first.failure.rawValue) }
      try Console.print("\(common.pipeline): no mistakes\n")
    }
  }
}
