import Foundation
import Testing

/// Whole runs of the command: each folder of `Tests/Cases` holds a command, its input, and what it
/// must print and exit with. `RECORD=1` rewrites what is expected, and fails.
@Suite struct CasesTests {
  static let root = RunTests.root
  static let cases =
    (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/Tests/Cases"))?
    .filter { !$0.hasPrefix(".") }.sorted() ?? []

  struct Outcome: Equatable {
    var output: String
    var messages: String
    var status: String
  }

  /// Runs a command line in a folder, with the command just built on the path.
  static func run(_ command: String, in folder: String) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = "\(products):" + (environment["PATH"] ?? "")
    process.environment = environment
    let output = Pipe()
    // Messages go to a file, so that neither stream can block the other.
    let messages = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).messages"
    defer { try? FileManager.default.removeItem(atPath: messages) }
    _ = FileManager.default.createFile(atPath: messages, contents: nil)
    process.standardOutput = output
    process.standardError = FileHandle(forWritingAtPath: messages)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let lines = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: messages)), as: UTF8.self
    )
    .split(separator: "\n", omittingEmptySubsequences: false)
    // The one line that tells the time that a run took.
    .filter { !$0.contains(" rows/s)") }
    return Outcome(
      output: text, messages: lines.joined(separator: "\n"),
      status: "\(process.terminationStatus)\n")
  }

  @Test func `there are cases`() { #expect(Self.cases.count >= 10) }

  @Test(arguments: cases) func `a run prints and exits as expected`(name: String) throws {
    let source = "\(Self.root)/Tests/Cases/\(name)"
    let folder = try RunTests.Folder(copying: source)
    let command = String(decoding: try folder.read("cmd"), as: UTF8.self)
    let outcome = try Self.run(command, in: folder.path)
    let files = [
      ("expout", outcome.output), ("experr", outcome.messages), ("status", outcome.status),
    ]
    if ProcessInfo.processInfo.environment["RECORD"] != nil {
      for (file, text) in files {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(source)/\(file)"))
      }
      Issue.record("recorded \(name); review the difference")
      return
    }
    for (file, text) in files {
      let expected = try? String(decoding: folder.read(file), as: UTF8.self)
      #expect(text == expected, "\(name)/\(file)")
    }
  }

  @Test func `the README's run prints what the README says`() throws {
    let folder = try RunTests.Folder()
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/pipelines", withIntermediateDirectories: true)
    let demo = "\(folder.path)/pipelines/demo"
    try FileManager.default.copyItem(atPath: "\(Self.root)/pipelines/demo", toPath: demo)
    for made in ["reports", ".deskbrief"] {
      try? FileManager.default.removeItem(atPath: "\(demo)/\(made)")
    }
    let outcome = try Self.run(
      "deskbrief run pipelines/demo/pipeline.yml --as-of 2026-11-02", in: folder.path)
    let readme = try String(contentsOfFile: "\(Self.root)/README.md", encoding: .utf8)
    #expect(readme.contains(outcome.output), "\(outcome.output)")
  }

  @Test func `the reference of fields is up to date`() throws {
    let page = try String(contentsOfFile: "\(Self.root)/docs/fields.md", encoding: .utf8)
    #expect(try Self.run("deskbrief fields --markdown", in: Self.root).output == page)
  }

  @Test func `the reference of metrics is up to date`() throws {
    let page = try String(contentsOfFile: "\(Self.root)/docs/metrics.md", encoding: .utf8)
    #expect(try Self.run("deskbrief metrics --markdown", in: Self.root).output == page)
  }
}
