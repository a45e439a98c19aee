import ArgumentParser
import Columnar
import Foundation

@main
struct Deskbrief: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deskbrief",
    abstract: "Turns the exports of support teams into the board's report, and says what changed.",
    discussion: """
      Start with 'deskbrief init', check the pipeline file with 'deskbrief check', make the \
      reports with 'deskbrief run' and compare periods with 'deskbrief diff'.

      Data goes to standard output, messages to standard error. Exit codes: 0 done; 64 usage; \
      65 a data gate failed, nothing published; 66 no input; 73 or 74 could not write; 75 another \
      run holds the lock; 78 the pipeline file is wrong. A reader of the output that leaves early, \
      such as 'head', changes neither the work nor its exit code.
      """,
    version: Program.version,
    subcommands: [
      InitCommand.self, RunCommand.self, DiffCommand.self, CheckCommand.self, InspectCommand.self,
      MetricsCommand.self, FieldsCommand.self, RejectsCommand.self, ExplainCommand.self,
    ])

  static func main() async {
    StandardStreams.prepare()
    Allocator.prepare()
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      Foundation.exit(end(error).rawValue)
    }
  }

  /// Prints what an error says, and so help, versions and completions, which are data.
  private static func end(_ error: any Error) -> ExitCode {
    let code = exitCode(for: error)
    let text = fullMessage(for: error)
    if text.isEmpty { return code }
    do {
      if code.isSuccess { try Console.print(text + "\n") } else { Console.note(text) }
      return code
    } catch {
      return Console.report(error)
    }
  }
}

enum Program {
  static let version = "0.1.0"
  static let name = "deskbrief \(version)"
}
