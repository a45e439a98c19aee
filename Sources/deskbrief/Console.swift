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

  /// Prints what went wrong and gives the exit code of the first error.
  static func report(_ error: Diagnostic) -> ExitCode {
    note(error.description)
    let first = error.all.first { $0.severity == .error } ?? error
    return ExitCode(first.failure.rawValue)
  }
}

/// Runs a command's body; what it throws is printed, and becomes the exit code.
func reporting(_ body: () async throws -> Void) async throws {
  do {
    try await body()
  } catch let error as Diagnostic {
    throw Console.report(error)
  }
}
