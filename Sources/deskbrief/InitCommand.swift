import ArgumentParser
import Columnar
import Foundation

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a first pipeline file, with a small export to try it on.",
    discussion: """
      Nothing that is there is overwritten.

      Examples:
        deskbrief init
        deskbrief init support && deskbrief run support/pipeline.yml --as-of 2026-11-02
      """)

  @Argument(help: "The folder to write to.", completion: .directory)
  var folder = "."

  func run() async throws {
    try await reporting {
      let files = [
        ("\(folder)/pipeline.yml", StarterPipeline.file),
        ("\(folder)/exports/tickets.csv", StarterPipeline.export),
      ]
      for (path, _) in files where FileManager.default.fileExists(atPath: path) {
        throw Diagnostic(
          .init("the file is there already; nothing was written"), at: .init(file: path),
          failure: .cannotCreate)
      }
      do {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/exports", withIntermediateDirectories: true)
        for (path, text) in files {
          try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }
      } catch let error as CocoaError {
        throw Diagnostic(
          .init("cannot write: \(error.localizedDescription)"), at: .init(file: folder),
          failure: .cannotCreate)
      }
      for (path, _) in files { try Console.print("\(path)\n") }
      Console.note("try: deskbrief run \(folder)/pipeline.yml --as-of 2026-11-02")
    }
  }
}
