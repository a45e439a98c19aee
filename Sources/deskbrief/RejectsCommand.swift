import ArgumentParser
import Columnar
import Foundation
import Pipeline
import Render

struct RejectsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rejects",
    abstract: "List the rows that a run rejected, or write them back to be corrected.",
    discussion: """
      Rows are counted by source, field and reason, with the first of each. With --file they are \
      written as they stood in the export, each with its reason in one column more, so that they \
      can be corrected and sent again beside the first file. Of the versions of one record the \
      latest counts, as ever: a rejected row of which a later version was kept is corrected, and is \
      listed no more.

      Examples:
        deskbrief rejects pipeline.yml
        deskbrief rejects pipeline.yml --source emea-tickets --file rejected.xml
        deskbrief rejects pipeline.yml --json
      """)

  @Argument(help: "The pipeline file.", completion: .file(extensions: ["yml", "yaml"]))
  var pipeline: String

  @Option(help: "The id of a run. (default: the last run)")
  var run: String?

  @Option(help: "The name of one source. (default: all)")
  var source: String?

  @Option(help: "Write the rows to this file, in their original form.", completion: .file())
  var file: String?

  @Flag(help: "One JSON object a row.")
  var json = false

  func run() async throws {
    try await reporting {
      let rejects = try Rejects(try PipelineFile.read(pipeline), run: run, source: source)
      if let file {
        let (bytes, rows) = try rejects.file()
        try write(bytes, to: file)
        Console.note("\(file): \(rows) \(rows == 1 ? "row" : "rows") of run \(rejects.run)")
        return
      }
      if json { return Console.print(rejects.json) }
      let corrected = rejects.corrected == 0 ? "" : ", \(rejects.corrected) more corrected since"
      Console.print("run \(rejects.run): \(rejects.total) rows rejected\(corrected)\n")
      if rejects.total == 0 { return }
      let rows = rejects.counts.map { count in
        [
          "\(count.rows)", count.source, count.field.isEmpty ? Format.unknown : count.field,
          count.reason, count.value.isEmpty ? "" : "'\(count.value.prefix(24))'", "\(count.first)",
        ]
      }
      Console.print(
        "\n"
          + TextTable.aligned(
            [["Rows", "Source", "Field", "Reason", "First value", "First place"]] + rows,
            leading: 6))
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Diagnostic(
        .init("cannot write the file: \(error.localizedDescription)"), at: .init(file: path),
        failure: .cannotCreate)
    }
  }
}
