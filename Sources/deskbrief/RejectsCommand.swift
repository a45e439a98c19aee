import ArgumentParser
import Columnar
import Foundation
import Language
import Pipeline
import Records
import Render

struct RejectsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rejects",
    abstract: "List the rows that a run rejected, or write them back to be corrected.",
    discussion: """
      Rows are counted by source, field and reason, with the first of each. With --file they are \
      written as they stood in the export, each with its place and its reason in one column more, \
      so that they can be corrected and sent again beside the first file. Files of another header, \
      dialect or encoding go into further files: rejected-2.csv, rejected-3.csv.

      A row that is kept with that column clears the row whose place it names. Of the versions of \
      one record the latest counts, as ever: a rejected row of which a later version was kept is \
      corrected, too, and is listed no more.

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
        for (path, rows) in try rejects.write(to: { Self.path(file, $0) }) {
          Console.note("\(path): \(rows) \(rows == 1 ? "row" : "rows") of run \(rejects.run)")
        }
        return
      }
      if json {
        return try rejects.forEachJSON { (row) throws(Diagnostic) in try Console.print(row) }
      }
      let corrected = rejects.corrected == 0 ? "" : ", \(rejects.corrected) more corrected since"
      try Console.print("run \(rejects.run): \(rejects.total) rows rejected\(corrected)\n")
      if rejects.total == 0 { return }
      let rows = rejects.counts.map { count in
        [
          "\(count.rows)", count.source,
          count.field.isEmpty ? Language.english.unknown : count.field,
          count.reason, count.value.isEmpty ? "" : "'\(count.value.prefix(24))'", "\(count.first)",
        ]
      }
      try Console.print(
        "\n"
          + TextTable.aligned(
            [["Rows", "Source", "Field", "Reason", "First value", "First place"]] + rows,
            leading: 6))
    }
  }

  /// The path of one of several files: `rejected.csv`, `rejected-2.csv`.
  private static func path(_ path: String, _ number: Int) -> String {
    if number == 1 { return path }
    let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    let dot = name.dropFirst().lastIndex(of: ".") ?? path.endIndex
    return "\(path[..<dot])-\(number)\(path[dot...])"
  }
}
