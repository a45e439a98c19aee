public import Columnar
import Foundation
import GRDB

/// The durable memory of a pipeline: its runs, the files they read, and what they published.
///
/// A class, because it owns a connection to the database.
public final class Catalog: Sendable {
  public struct Run: Sendable {
    /// The hash of the inputs.
    public var id: String
    public var pipeline: String
    public var asOf: String
    /// When the run began, as the caller's clock says; nothing published depends on it.
    public var startedAt: String
    public var program: String
    public var read: Int
    public var kept: Int
    public var superseded: Int
    public var dropped: Int
    public var rejected: Int

    public init(
      id: String, pipeline: String, asOf: String, startedAt: String, program: String, read: Int,
      kept: Int, superseded: Int, dropped: Int, rejected: Int
    ) {
      self.id = id
      self.pipeline = pipeline
      self.asOf = asOf
      self.startedAt = startedAt
      self.program = program
      self.read = read
      self.kept = kept
      self.superseded = superseded
      self.dropped = dropped
      self.rejected = rejected
    }
  }

  public struct File: Sendable {
    public var source: String
    public var path: String
    public var bytes: Int
    public var rows: Int
    public var rejected: Int
    /// How the file was read, in words.
    public var layout: String

    public init(source: String, path: String, bytes: Int, rows: Int, rejected: Int, layout: String)
    {
      self.source = source
      self.path = path
      self.bytes = bytes
      self.rows = rows
      self.rejected = rejected
      self.layout = layout
    }
  }

  public struct Publication: Sendable {
    public var report: String
    public var period: String
    public var edition: String
    /// SHA-256 of `metrics.json`, in hex.
    public var digest: String
    /// `metrics.json` itself: what was published is never lost or altered.
    public var metrics: [UInt8]

    public init(report: String, period: String, edition: String, digest: String, metrics: [UInt8]) {
      self.report = report
      self.period = period
      self.edition = edition
      self.digest = digest
      self.metrics = metrics
    }
  }

  /// A column of a source's files, as the last run found it.
  public struct Column: Sendable, Equatable {
    public var source: String
    public var name: String
    /// How many of a hundred records have a value.
    public var filled: Int
    /// In words; empty where no record has a value.
    public var type: String

    public init(source: String, name: String, filled: Int, type: String) {
      self.source = source
      self.name = name
      self.filled = filled
      self.type = type
    }
  }

  private let database: DatabaseQueue
  private let path: String

  /// Opens the catalog, and makes it where there is none.
  public init(path: String) throws(Diagnostic) {
    self.path = path
    do {
      database = try DatabaseQueue(path: path)
      try Self.migrations.migrate(database)
    } catch {
      throw Diagnostic(
        .catalogFailed("\(error)"), at: .init(file: path), failure: .cannotCreate)
    }
  }

  private static var migrations: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("runs") { database in
      try database.execute(
        sql: """
          CREATE TABLE run (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL, pipeline TEXT NOT NULL,
            as_of TEXT NOT NULL, started_at TEXT NOT NULL, program TEXT NOT NULL,
            "read" INTEGER NOT NULL, kept INTEGER NOT NULL, superseded INTEGER NOT NULL,
            rejected INTEGER NOT NULL) STRICT;
          CREATE TABLE file (
            run INTEGER NOT NULL REFERENCES run(number), source TEXT NOT NULL, path TEXT NOT NULL,
            bytes INTEGER NOT NULL, rows INTEGER NOT NULL, rejected INTEGER NOT NULL) STRICT;
          CREATE INDEX file_run ON file(run);
          CREATE TABLE publication (
            run INTEGER NOT NULL REFERENCES run(number), report TEXT NOT NULL,
            period TEXT NOT NULL, edition TEXT NOT NULL, digest TEXT NOT NULL,
            metrics BLOB NOT NULL) STRICT;
          CREATE INDEX publication_report ON publication(report, period);
          """)
    }
    migrator.registerMigration("dropped rows, contracts") { database in
      try database.execute(
        sql: """
          ALTER TABLE run ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0;
          CREATE TABLE contract (
            source TEXT NOT NULL, "column" TEXT NOT NULL, filled INTEGER NOT NULL,
            type TEXT NOT NULL, PRIMARY KEY (source, "column")) STRICT;
          ALTER TABLE file ADD COLUMN layout TEXT NOT NULL DEFAULT '';
          """)
    }
    return migrator
  }

  /// Records a run with its files and what it published, all or nothing; returns its number.
  @discardableResult
  public func record(
    _ run: Run, files: [File], publications: [Publication], contract: [Column]
  ) throws(Diagnostic) -> Int64 {
    do {
      return try database.write { database in
        try database.execute(
          sql: """
            INSERT INTO run (id, pipeline, as_of, started_at, program, "read", kept, superseded, dropped,
              rejected)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            run.id, run.pipeline, run.asOf, run.startedAt, run.program, run.read, run.kept,
            run.superseded, run.dropped, run.rejected,
          ])
        let number = database.lastInsertedRowID
        for file in files {
          try database.execute(
            sql: "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
              number, file.source, file.path, file.bytes, file.rows, file.rejected, file.layout,
            ])
        }
        for publication in publications {
          try database.execute(
            sql: "INSERT INTO publication VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
              number, publication.report, publication.period, publication.edition,
              publication.digest, Data(publication.metrics),
            ])
        }
        try database.execute(sql: "DELETE FROM contract")
        for column in contract {
          try database.execute(
            sql: "INSERT INTO contract VALUES (?, ?, ?, ?)",
            arguments: [column.source, column.name, column.filled, column.type])
        }
        return number
      }
    } catch {
      throw Diagnostic(
        .catalogFailed("\(error)"), at: .init(file: path), failure: .inputOutput)
    }
  }
}

extension Catalog {
  /// The id of the run that was the first to publish a period of a report after it was over; nil where
  /// none did.
  ///
  /// - Parameter end: the first day behind the period, as `yyyy-MM-dd`.
  public func firstPublisher(report: String, period: String, end: String) throws(Diagnostic)
    -> String?
  {
    do {
      return try database.read { database in
        try String.fetchOne(
          database,
          sql: """
            SELECT run.id FROM publication JOIN run ON run.number = publication.run
            WHERE report = ? AND period = ? AND as_of >= ? ORDER BY run.number LIMIT 1
            """, arguments: [report, period, end])
      }
    } catch {
      throw Diagnostic(
        .catalogFailed("\(error)"), at: .init(file: path), failure: .inputOutput)
    }
  }

  /// The columns of all sources, as the last run found them.
  public func contract() throws(Diagnostic) -> [Column] {
    do {
      return try database.read { database in
        try Row.fetchAll(
          database, sql: "SELECT source, \"column\", filled, type FROM contract ORDER BY rowid"
        )
        .map { Column(source: $0[0], name: $0[1], filled: $0[2], type: $0[3]) }
      }
    } catch {
      throw Diagnostic(
        .catalogFailed("\(error)"), at: .init(file: path), failure: .inputOutput)
    }
  }
}

extension Diagnostic.Message {
  static func catalogFailed(_ reason: String) -> Self { Self("the catalog failed: \(reason)") }
}
