import ArgumentParser
import Columnar
import Pipeline
import Render

struct InspectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what an export holds: its columns, how full they are, some values.",
    discussion: """
      Examples:
        deskbrief inspect tickets.csv.gz
        deskbrief inspect tickets.json --records data.tickets
        deskbrief inspect unload.xml --records incident
      """)

  @Argument(help: "The export.", completion: .file())
  var file: String

  @Option(help: "csv, json, ndjson or xml. (default: by the file's name)")
  var format: String?

  @Option(help: "The path of the records in JSON, or the record element in XML.")
  var records = ""

  func run() async throws {
    try await reporting {
      let found = try Inspection(file, format: format, records: records, delimiter: nil)
      Console.print(
        "\(found.path): \(found.format), \(found.layout), \(found.rows) rows looked at\n\n")
      let rows = found.columns.map { column in
        [
          column.name, "\(found.rows == 0 ? 0 : column.filled * 100 / found.rows) %",
          column.examples.map { "'\($0.prefix(28))'" }.joined(separator: ", "),
        ]
      }
      Console.print(TextTable.aligned([["Column", "Filled", "Examples"]] + rows, leading: 3))
    }
  }
}
