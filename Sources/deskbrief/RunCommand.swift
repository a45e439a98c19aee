import ArgumentParser
import Pipeline

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Read the exports and publish the reports.",
    discussion: """
      Without --period, reports on the last whole period before --as-of, with the ones before it \
      for trends. Nothing is published unless all of it succeeds; the last report stays.

      Examples:
        deskbrief run pipeline.yml
        deskbrief run pipeline.yml --as-of 2026-11-02 --period 2026-10
        deskbrief run pipeline.yml --exports /mnt/exports --out /srv/reports
      """)

  @OptionGroup var common: CommonOptions

  @Option(help: "The period to report on: 2026-10, 2026-W44, 2026-Q4, 2026-10-31, FY2026-Q3.")
  var period: String?

  @Option(
    help: "The folder to write reports to. (default: reports/ beside the pipeline file)",
    completion: .directory)
  var out: String?

  func run() async throws {
    try await reporting {
      let file = try PipelineFile.read(common.pipeline)
      let display = ProgressDisplay()
      let run = Run(file, try common.options(for: file, period: period, out: out), display.progress)
      let result = try await display.showing { try await run.run() }
      display.finish()
      for source in result.sources {
        Console.note(
          "\(source.name): \(source.read) read = \(source.kept) kept + \(source.superseded) "
            + "superseded + \(source.rejected) rejected"
            + (source.dropped > 0 ? " + \(source.dropped) dropped" : ""))
      }
      if let quarantine = result.quarantine { Console.note("rejected rows: \(quarantine)") }
      for note in result.notes { Console.note(note.description) }
      for report in result.published {
        try Console.print(
          "\(file.title): \(report.report) \(report.period) (run \(result.runID))\n\n")
        try Console.print(report.scorecard)
        try Console.print("\n\(report.folder)/index.html\n")
      }
    }
  }
}
