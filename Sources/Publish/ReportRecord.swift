import Columnar
import Foundation
import GRDB

/// What a run records of one report.
public struct ReportRecord: Sendable {
  let candidate: Candidate
  let decision: Decision
  /// Empty where the edition's own files stay.
  let files: [PublishedFile]

  public init(_ candidate: Candidate, _ decision: Decision, files: [PublishedFile]) {
    self.candidate = candidate
    self.decision = decision
    self.files = files
  }

  /// Writes it down; from then on it counts, though nothing can be seen of it yet.
  func record(in database: Database, run: Int64) throws {
    switch decision {
    case .keepsWhole: break
    case .confirms(let standing):
      try database.execute(
        sql: "INSERT INTO confirmation VALUES (?, ?)", arguments: [standing.id, run])
    case .renders(let standing):
      try database.execute(
        sql: "INSERT INTO confirmation VALUES (?, ?)", arguments: [standing.id, run])
      let number = 1 + (try Self.rendition(standing.id, in: database))
      try Self.record(files, of: standing.id, number, in: database)
      try record(
        candidate.sources, of: standing.id, isFirst: standing.sources == nil, in: database)
      try show(standing.id, number, in: database)
    case .publishes(let edition, let changes):
      let id = try Self.insert(
        edition, candidate.series, run: run, dataTo: candidate.dataTo, in: database)
      try record(candidate.sources, of: id, isFirst: true, in: database)
      try Self.record(files, of: id, 1, in: database)
      try record(changes, of: id, in: database)
      try show(id, 1, in: database)
    }
  }

  static func insert(
    _ edition: Edition, _ series: Series, run: Int64?, dataTo: Int64?, in database: Database
  ) throws -> Int64 {
    try database.execute(
      sql: """
        INSERT INTO edition (run, pipeline, root, report, member, period, number, kind, as_of,
          data_to)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run, series.pipeline, series.root, series.report, series.member, series.period,
        edition.number, edition.kind.rawValue, edition.asOf, dataTo,
      ])
    return database.lastInsertedRowID
  }

  static func record(
    _ files: [PublishedFile], of edition: Int64, _ rendition: Int, in database: Database
  ) throws {
    for file in files {
      try database.execute(
        sql: "INSERT INTO rendition VALUES (?, ?, ?, ?)",
        arguments: [edition, rendition, file.name, try Content.keep(file.bytes, in: database)])
    }
  }

  /// The number of the latest rendition of an edition.
  static func rendition(_ edition: Int64, in database: Database) throws -> Int {
    try Int.fetchOne(
      database, sql: "SELECT max(number) FROM rendition WHERE edition = ?", arguments: [edition])
      ?? 0
  }

  static func show(
    _ series: Series, _ edition: Int64, _ rendition: Int, kind: String, isVisible: Bool,
    in database: Database
  ) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO shown VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        series.pipeline, series.root, series.report, series.member, series.period, edition,
        rendition, kind, isVisible,
      ])
  }

  private func show(_ edition: Int64, _ rendition: Int, in database: Database) throws {
    try Self.show(
      candidate.series, edition, rendition, kind: candidate.kind, isVisible: false, in: database)
  }

  /// - Parameter isFirst: whether the edition has none yet; else its rows stay those of its figures.
  private func record(
    _ sources: Sources, of edition: Int64, isFirst: Bool, in database: Database
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let definitions = Array(try encoder.encode(sources.definitions))
    try database.execute(
      sql: """
        UPDATE edition SET definitions = ?, pipeline_file = ?, program = ?, form = ? WHERE id = ?
        """,
      arguments: [
        try Content.keep(definitions, in: database), sources.pipelineFile, sources.program,
        sources.form, edition,
      ])
    guard isFirst else { return }
    try database.execute(
      sql: "UPDATE edition SET data_to = ? WHERE id = ?", arguments: [candidate.dataTo, edition])
    for file in sources.files {
      try database.execute(
        sql: "INSERT INTO input VALUES (?, ?, ?, ?, ?)",
        arguments: [edition, file.source, file.path, file.fingerprint, file.rows])
    }
  }

  private func record(
    _ changes: Decision.Changes, of edition: Int64, in database: Database
  ) throws {
    for revision in changes.revisions {
      try database.execute(
        sql: "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          edition, revision.key.metric, revision.key.period, revision.key.group, revision.old,
          revision.new, revision.oldN, revision.newN,
          revision.reasons.map(\.rawValue).joined(separator: ", "),
        ])
    }
    for change in changes.rows {
      try database.execute(
        sql: "INSERT INTO row_change VALUES (?, ?, ?, ?, ?)",
        arguments: [edition, change.reason.rawValue, change.source, change.path, change.rows])
    }
  }
}
