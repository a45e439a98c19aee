import Foundation
import GRDB
import Synchronization
import Testing

@testable import Columnar
@testable import Publish

/// Publications that fail, or are killed, at any of their steps.
@Suite struct InterruptedTests {
  /// A desk at which the figure 1 stands.
  static func published() throws -> Desk {
    let desk = try Desk()
    try desk.publish("1")
    #expect(desk.shown() == "1")
    return desk
  }

  /// Publishes the figure 2 in a process that is killed before a step.
  /// - Returns: the step; nil where it ended by itself.
  static func kill(at step: Int, _ desk: Desk) throws -> String? {
    let process = Process()
    let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    process.executableURL = products.appending(path: "publish-killed")
    process.arguments = [desk.folder, "2", "\(step)"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if process.terminationReason == .exit {
      #expect(process.terminationStatus == 0)
      return nil
    }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  @Test(arguments: [true, false])
  func `a kill before any step leaves a whole report, and the next run makes all agree`(
    isFirst: Bool
  ) throws {
    let base = try isFirst ? Desk() : Self.published()
    let old: (figure: String?, number: Int) = isFirst ? (nil, 0) : ("1", 1)
    var steps: [String] = []
    while steps.count < 100 {
      let desk = try Desk(copying: base)
      guard let step = try Self.kill(at: steps.count, desk) else { break }
      steps.append(step)
      let seen = desk.shown()
      #expect(seen == old.figure || seen == "2", "killed before: \(step)")
      // What is recorded counts, whether it can be seen yet or not.
      let recorded = try desk.recorded()
      #expect(recorded == "2" || seen == old.figure, "seen before it was recorded: \(step)")
      // A night with other exports: it begins with what the night before left.
      let decision = try desk.publish("3")
      #expect(
        decision.edition.number == old.number + (recorded == "2" ? 2 : 1), "killed before: \(step)")
      #expect(decision.edition.kind == (isFirst && recorded == nil ? .original : .restated))
      #expect(desk.shown() == "3" && desk.leftovers.isEmpty)
      #expect(try desk.recorded() == "3")
      #expect(
        try FileManager.default.destinationOfSymbolicLink(atPath: "\(desk.root)/board/latest")
          == "2026-10")
    }
    #expect(steps.filter { !$0.contains("/") } == ["mark", "record", "mark"], "\(steps)")
    #expect(steps.contains { $0.hasPrefix(isFirst ? "link " : "swap ") } && steps.count > 10)
  }

  @Test func `what was recorded and not seen is published by the next run though it fails`() throws
  {
    let desk = try Self.published()
    var step = 0
    while let name = try Self.kill(at: step, Desk(copying: desk)), !name.hasPrefix("swap") {
      step += 1
    }
    #expect(try Self.kill(at: step, desk)?.hasPrefix("swap") == true)
    #expect(desk.shown() == "1")
    let workspace = try desk.workspace()
    #expect(workspace.stale?.contains("since 2026-11-02T06:00:00Z") == true)
    let publisher = Publisher(
      catalog: try desk.catalog(workspace), root: desk.root, spans: Desk.spans)
    #expect(try publisher.recover(label: workspace.label).map(\.period) == ["2026-10"])
    #expect(desk.shown() == "2" && desk.leftovers.isEmpty)
    #expect(try publisher.recover(label: workspace.label).isEmpty)
  }

  @Test func `an error at any step leaves the last report, or the new one once it is recorded`()
    throws
  {
    let base = try Self.published()
    for last in 0..<100 {
      let desk = try Desk(copying: base)
      let count = Mutex(0)
      let failed = Mutex("")
      let steps = Steps { (step) throws(Diagnostic) in
        let number = count.withLock {
          $0 += 1; return $0 - 1
        }
        guard number == last else { return }
        failed.withLock { $0 = step }
        throw Diagnostic(.init("no space left on device"), failure: .inputOutput)
      }
      do {
        try desk.publish("2", steps: steps)
        #expect(last > 10)
        break
      } catch let error as Diagnostic {
        #expect(error.failure == .inputOutput)
      }
      let step = failed.withLock { $0 }
      let recorded = try desk.recorded()
      if recorded == "1" { #expect(desk.shown() == "1" && desk.leftovers.isEmpty, "\(step)") }
      let decision = try desk.publish("2")
      #expect(decision.edition.number == 2 && desk.shown() == "2", "failed at: \(step)")
      #expect(try desk.recorded() == "2" && desk.leftovers.isEmpty)
    }
  }

  @Test func `each file is on the disk before it is recorded, and recorded before it is seen`()
    throws
  {
    let desk = try Self.published()
    let log = Mutex<[String]>([])
    try desk.publish(
      "2", steps: Steps { (step) throws(Diagnostic) in log.withLock { $0.append(step) } })
    let steps = log.withLock { $0 }.map { $0.replacingOccurrences(of: desk.root, with: "R") }
    #expect(
      steps == [
        "mark", "make R/board/.2026-10.new", "write R/board/.2026-10.new/index.html",
        "write R/board/.2026-10.new/metrics.json", "sync R/board/.2026-10.new", "sync R/board",
        "record", "swap R/board/.2026-10.new", "sync R/board", "remove R/board/.2026-10.new",
        "mark",
      ])
  }

  @Test func `a reader that holds the catalog leaves the last report`() throws {
    let desk = try Self.published()
    let path = "\(desk.folder)/.deskbrief/pipeline/catalog.sqlite"
    let reader = try DatabaseQueue(path: path)
    try reader.writeWithoutTransaction { database in
      try database.execute(sql: "BEGIN")
      _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM run")
      #expect(throws: Diagnostic.self) { try desk.publish("2", patience: 0.05) }
      try database.execute(sql: "COMMIT")
    }
    #expect(desk.shown() == "1" && desk.leftovers.isEmpty)
    #expect(try desk.recorded() == "1")
    #expect(
      try desk.publish("2").edition == Edition(number: 2, kind: .restated, asOf: "2026-11-02"))
  }

  @Test(arguments: ["full", "read-only"])
  func `a full disk and a catalog that cannot be written leave the last report`(state: String)
    throws
  {
    let desk = try Self.published()
    do {
      // More than fits into the pages that are free.
      try desk.publish("2", form: String(repeating: "x", count: 100_000)) { workspace in
        try Catalog(path: workspace.catalogPath, spans: Desk.spans) { configuration in
          configuration.readonly = state == "read-only"
          configuration.prepareDatabase { database in
            if state == "full" { try database.execute(sql: "PRAGMA max_page_count = 1") }
          }
        }
      }
      Issue.record("it was published")
    } catch let error as Diagnostic {
      #expect([.inputOutput, .cannotCreate].contains(error.failure), "\(error)")
      #expect(error.message.text.hasPrefix("the catalog failed"))
    }
    #expect(desk.shown() == "1" && desk.leftovers.isEmpty)
    #expect(try desk.recorded() == "1")
  }

  @Test func `a system that cannot exchange folders at once renames them`() throws {
    let desk = try Desk()
    for name in ["a", "b"] {
      try FileSystem.makeFolder("\(desk.folder)/\(name)")
      try FileSystem.write(Array(name.utf8), to: "\(desk.folder)/\(name)/is")
    }
    func text(_ name: String) -> String? {
      try? String(contentsOfFile: "\(desk.folder)/\(name)/is", encoding: .utf8)
    }
    try FileSystem.swap("\(desk.folder)/a", with: "\(desk.folder)/b")
    #expect(text("a") == "b" && text("b") == "a")
    try FileSystem.swapByRenaming("\(desk.folder)/a", with: "\(desk.folder)/b")
    #expect(text("a") == "a" && text("b") == "b")
    #expect(throws: Diagnostic.self) {
      try FileSystem.swapByRenaming("\(desk.folder)/none", with: "\(desk.folder)/b")
    }
    #expect(text("b") == "b")
  }
}
