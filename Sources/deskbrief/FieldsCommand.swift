import ArgumentParser
import Pipeline
import Records
import Render

struct FieldsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fields",
    abstract: "List the fields of the common schema, which sources map their columns onto.",
    discussion: """
      Examples:
        deskbrief fields
        deskbrief fields contact
        deskbrief fields --markdown > docs/fields.md
      """)

  @Argument(help: "A kind of record: \(FieldReference.kinds.joined(separator: ", ")).")
  var kind: String?

  @Flag(help: "Print the reference page.")
  var markdown = false

  func run() async throws {
    if let kind, !FieldReference.kinds.contains(kind) {
      throw ValidationError(
        "no kind '\(kind)'; expected \(FieldReference.kinds.joined(separator: ", "))")
    }
    try await reporting {
      let rows = [["Kind", "Field", "Type", ""]] + FieldReference.rows(kind)
      try Console.print(
        markdown ? FieldReference.markdown(kind) : TextTable.aligned(rows, leading: 4))
    }
  }
}
