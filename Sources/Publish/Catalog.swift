public import Columnar
import Foundation
import GRDB

/// The durable memory of a pipeline: its runs, the files they read, the editions they published with
/// all their bytes, and what can be seen of them. It is what holds: folders are made to agree with it.
///
/// A class, because it owns a connection to the database.
public final class Catalog: Sendable {
  private let database: DatabaseQueue
  private let path: String

  /// Opens the catalog, makes it where there is none, and migrates one of an earlier version.
  ///
  /// - Parameters:
  ///   - spans: what periods are, as the old ones did not say.
  ///   - patience: so many seconds it waits for others who read it.
  public convenience init(
    path: String, spans: @escaping PeriodSpan.Reader, patience: Double = 10
  ) throws(Diagnostic) {
    try self.init(path: path, spans: spans, patience: patience) { (_: inout Configuration) in }
  }

  init(
    path: String, spans: @escaping PeriodSpan.Reader, patience: Double = 10,
    configure: (inout Configuration) -> Void
  ) throws(Diagnostic) {
    self.path = path
    // SQLite gives its journal the mode of the database.
    if FileSystem.resolved(path) == nil { try FileSystem.write([], to: path, mode: 0o600) }
    try FileSystem.restrict(path, mode: 0o600)
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.prepareDatabase { database in
      // A commit is on the disk when it returns, and so is the name of its journal.
      try database.execute(sql: "PRAGMA synchronous = EXTRA")
    }
    configure(&configuration)
    do {
      database = try DatabaseQueue(path: path, configuration: configuration)
      try CatalogSchema.migrator(spans: spans).migrate(database)
    } catch {
      throw Diagnostic(.catalogFailed("\(error)"), at: .init(file: path), failure: .cannotCreate)
    }
  }

  func read<T>(_ body: (Database) throws -> T) throws(Diagnostic) -> T {
    do {
      return try database.read(body)
    } catch {
      throw failure(error)
    }
  }

  /// All or nothing.
  func write<T>(_ body: (Database) throws -> T) throws(Diagnostic) -> T {
    do {
      return try database.write(body)
    } catch {
      throw failure(error)
    }
  }

  private func failure(_ error: any Error) -> Diagnostic {
    error as? Diagnostic
      ?? Diagnostic(.catalogFailed("\(error)"), at: .init(file: path), failure: .inputOutput)
  }
}

extension Diagnostic.Message {
  static func catalogFailed(_ reason: String) -> Self { Self("the catalog failed: \(reason)") }
}
