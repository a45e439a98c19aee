import ArgumentParser
import Columnar
import Pipeline
import Records
import Render

struct InspectCommand: AsyncParsableCommand {
  enum DateOrder: String, ExpressibleByArgument, CaseIterable { case dmy, mdy, ymd }
  enum DecimalMark: String, ExpressibleByArgument, CaseIterable { case point, comma }

  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what an export is and holds, and draft a source for the pipeline file.",
    discussion: """
      Container, encoding, format, delimiter and record path are found; what can be read in two \
      ways is an error that names both.

      Examples:
        deskbrief inspect tickets.csv.gz
        deskbrief inspect calls.csv --dates dmy
        deskbrief inspect tickets.json --records data.tickets
        deskbrief inspect exports.zip#tickets.xml --records incident
      """)

  @Argument(help: "The export; the member of a zip archive after '#'.", completion: .file())
  var file: String

  @Option(help: "\(Inspection.formats.joined(separator: ", ")). (default: as found)")
  var format: String?

  @Option(help: "The encoding, such as windows-1252. (default: as found)")
  var encoding: String?

  @Option(help: "What ends a field of delimited text. (default: as found)")
  var delimiter: String?

  @Option(help: "The path of the records in JSON, or the record element in XML.")
  var records = ""

  @Option(help: "How dates such as 03/04/2026 are meant: dmy, mdy or ymd.")
  var dates: DateOrder?

  @Option(help: "The decimal mark in numbers such as 1.234: point or comma.")
  var decimal: DecimalMark?

  func run() async throws {
    try await reporting {
      var hints = Inspection.Hints()
      hints.format = try format.map { try choice($0, "--format", Inspection.formats) }
      hints.encoding = try encoding.map { try choice($0, "--encoding", Inspection.encodings) }
      hints.delimiter = delimiter == "tab" ? "\t" : delimiter
      hints.records = records
      hints.dateOrder = dates.flatMap { .init(rawValue: $0.rawValue) }
      hints.usesDecimalComma = decimal.map { $0 == .comma }
      let found = try Inspection(file, hints)
      try Console.print("\(found.path): \(found.layout)\n")
      try Console.print("\(found.rows) rows looked at, \(found.broken) of them broken\n\n")
      let head = ["Column", "Type", "Field", "Examples", "Missing", "Distinct"]
      let rows = found.columns.map { column in
        [
          column.name, column.types.map(\.name).joined(separator: " or "), column.field ?? "",
          column.examples.map { "'\($0.prefix(24))'" }.joined(separator: ", "),
          "\(found.rows == 0 ? 0 : column.missing * 100 / found.rows) %",
          column.distinct.map { "\($0)" } ?? "many",
        ]
      }
      try Console.print(TextTable.aligned([head] + rows, leading: 4))
      if let preset = found.preset { try Console.print("\nNearest preset: \(preset)\n") }
      try Console.print("\nsources:\n\(found.stanza)")
      for doubt in found.doubts { Console.note(doubt.description) }
      if let first = found.doubts.first { throw ExitCode(first.failure.rawValue) }
    }
  }

  private func choice(
    _ text: String, _ option: String, _ choices: [String]
  ) throws(Diagnostic) -> String {
    guard choices.contains(text) else {
      throw Diagnostic(
        .init("\(option) cannot be '\(text)'\(suggestion(for: text, among: choices))"),
        failure: .usage)
    }
    return text
  }
}
