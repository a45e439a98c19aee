import Columnar
import Foundation
import GRDB

/// The workspace of early versions, `.deskbrief/` itself, which all pipeline files of a folder shared.
struct OldWorkspace {
  private let folder: String

  init(_ folder: String) { self.folder = folder }

  private var catalog: String { FileSystem.join(folder, "catalog.sqlite") }

  /// Moves what belongs to a pipeline into a workspace of its own, if that is new. What belongs to
  /// others stays for them.
  func move(to new: String, name: String) throws(Diagnostic) {
    let place = FileSystem.join(new, "catalog.sqlite")
    guard FileSystem.resolved(place) == nil, FileSystem.resolved(catalog) != nil else { return }
    let lock = try Lock(FileSystem.join(folder, "lock"), holder: "")
    defer { _ = lock.stale }
    do {
      // Read from, so that a journal left by a run that was ended is played back first.
      let runs = try DatabaseQueue(path: catalog).write {
        try Row.fetchAll($0, sql: "SELECT DISTINCT pipeline, id FROM run").map {
          (pipeline: $0[0] as String, id: $0[1] as String)
        }
      }
      let own = Set(runs.filter { $0.pipeline == name }.map(\.id))
      if own.isEmpty && !runs.isEmpty { return }
      try copyQuarantine(of: own, to: FileSystem.join(new, "quarantine"))
      let copy = place + ".new"
      try? FileManager.default.removeItem(atPath: copy)
      try DatabaseQueue(path: catalog).writeWithoutTransaction {
        try $0.execute(sql: "VACUUM INTO ?", arguments: [copy])
      }
      try keep(name, in: copy)
      try FileSystem.sync(copy)
      try FileSystem.rename(copy, to: place)
      try FileSystem.sync(new)
      if own.count == Set(runs.map(\.id)).count { try remove() }
    } catch let error as Diagnostic {
      throw error
    } catch {
      throw Diagnostic(.catalogFailed("\(error)"), at: .init(file: catalog), failure: .cannotCreate)
    }
  }

  /// Removes the runs of other pipelines.
  private func keep(_ name: String, in path: String) throws {
    let others = "(SELECT number FROM run WHERE pipeline <> ?)"
    try DatabaseQueue(path: path).write { database in
      for table in ["file", "publication"] {
        try database.execute(
          sql: "DELETE FROM \(table) WHERE run IN \(others)", arguments: [name])
      }
      try database.execute(sql: "DELETE FROM run WHERE pipeline <> ?", arguments: [name])
    }
  }

  private func copyQuarantine(of runs: Set<String>, to new: String) throws {
    let manager = FileManager.default
    let old = FileSystem.join(folder, "quarantine")
    let latest = FileSystem.join(old, "latest")
    for run in runs.sorted() {
      let file = FileSystem.join(old, "\(run).ndjson")
      guard let data = manager.contents(atPath: file) else { continue }
      try FileSystem.write(Array(data), to: FileSystem.join(new, "\(run).ndjson"), mode: 0o600)
    }
    if let run = try? String(contentsOfFile: latest, encoding: .utf8), runs.contains(run) {
      try FileSystem.write(Array(run.utf8), to: FileSystem.join(new, "latest"), mode: 0o600)
    }
  }

  private func remove() throws {
    let manager = FileManager.default
    try manager.removeItem(atPath: catalog)
    try? manager.removeItem(atPath: FileSystem.join(folder, "quarantine"))
    try? manager.removeItem(atPath: FileSystem.join(folder, "lock"))
  }
}
