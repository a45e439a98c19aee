import Aggregate
import ArgumentParser
import Pipeline
import Render

struct MetricsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics",
    abstract: "List the metrics: all that are built in, or what a pipeline can compute.",
    discussion: """
      Examples:
        deskbrief metrics
        deskbrief metrics pipeline.yml
        deskbrief metrics --markdown > docs/metrics.md
      """)

  @Argument(
    help: "A pipeline file.", completion: .file(extensions: ["yml", "yaml"]))
  var pipeline: String?

  @Flag(help: "Print the reference page, with definitions.")
  var markdown = false

  func run() async throws {
    try await reporting {
      let file = try pipeline.map(PipelineFile.read)
      if markdown {
        try Console.print(
          MetricReference.markdown(
            (file?.metrics ?? MetricTable.builtIn) + MetricTable.ahead))
        return
      }
      let catalogue = MetricCatalogue(file)
      let rows = catalogue.lines.map { line in
        [line.metric.id, line.metric.label, line.metric.unit.rawValue, line.metric.good.rawValue]
          + (file == nil
            ? [] : [line.lacks.isEmpty ? "yes" : "needs " + line.lacks.joined(separator: ", ")])
      }
      let head = ["Id", "Label", "Unit", "Good"] + (file == nil ? [] : ["Computed"])
      try Console.print(TextTable.aligned([head] + rows, leading: 5))
    }
  }
}
