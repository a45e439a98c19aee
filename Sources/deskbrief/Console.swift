import ArgumentParser
import Columnar
import Foundation
import Pipeline

/// Where data and messages go.
enum Console {
  /// Data, to standard output; nothing in it that a terminal would obey. A reader that has gone,
  /// such as `head`, ends no command.
  static func print(_ text: String) throws(Diagnostic) {
    try StandardStreams.write(
      text.visible(keepingLines: true), to: StandardStreams.output, named: "standard output")
  }

  /// A message, to standard error, on a line of its own.
  static func note(_ text: String) { show(text.visible(keepingLines: true) + "\n") }

  /// Text to standard error. Where it cannot be written, nothing can be said of it either.
  static func show(_ text: String) {
    try? StandardStreams.write(text, to: StandardStreams.error, named: "standard error")
  }

  static var isTerminal: Bool { isatty(StandardStreams.error) == 1 }

  /// Prints all diagnostics and gives the exit code of the first.
  static func report(_ list: DiagnosticList) -> ExitCode {
    for diagnostic in list.diagnostics { note(diagnostic.description) }
    let first = list.diagnostics.first { $0.severity == .error } ?? list.diagnostics.first
    return ExitCode(first?.failure.rawValue ?? 70)
  }
}

/// Runs a command's body; what it throws is printed, and becomes the exit code.
func reporting(_ body: () async throws -> Void) async throws {
  do {
    try await body()
  } catch let list as DiagnosticList {
    throw Console.report(list)
  } catch let diagnostic as Diagnostic {
    throw Console.report(DiagnosticList([diagnostic]))
  }
}
