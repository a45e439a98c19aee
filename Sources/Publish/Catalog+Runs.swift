public import Columnar
import GRDB

extension Catalog {
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

  /// The columns of all sources, as the last run found them.
  public func contract() throws(Diagnostic) -> [Column] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT source, \"column\", filled, type FROM contract ORDER BY rowid"
      )
      .map { Column(source: $0[0], name: $0[1], filled: $0[2], type: $0[3]) }
    }
  }

  /// Records a run with its files and what it published, all or nothing; returns its number.
  @discardableResult
  func record(
    _ run: Run, files: [File], publications: [ReportRecord], contract: [Column]
  ) throws(Diagnostic) -> Int64 {
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO run (id, pipeline, as_of, started_at, program, "read", kept, superseded,
            dropped, rejected)
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
      for publication in publications { try publication.record(in: database, run: number) }
      try database.execute(sql: "DELETE FROM contract")
      for column in contract {
        try database.execute(
          sql: "INSERT INTO contract VALUES (?, ?, ?, ?)",
          arguments: [column.source, column.name, column.filled, column.type])
      }
      return number
    }
  }
}
