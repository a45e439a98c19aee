import ArgumentParser
import Columnar
import Foundation
import Pipeline

/// Where data and messages go.
enum Console {
  /// Data, to standard output; nothing in it that a terminal would obey.
  static func print(_ text: String) {
    FileHandle.standardOutput.write(Data(text.visible(keepingLines: true).utf8))
  }

  /// A message, to standard error, on a line of its own.
  static func note(_ text: String) {
    FileHandle.standardError.write(Data((text.visible(keepingLines: true) + "\n").utf8))
  }

  static var isTerminal: Bool { isatty(FileHandle.standardError.fileDescriptor) == 1 }

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
