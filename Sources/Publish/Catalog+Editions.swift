public import Columnar
import Foundation
import GRDB

extension Catalog {
  /// A rendition that is to be seen in its place.
  struct Shown: Sendable {
    let series: Series
    /// The kind of period that `latest` points at.
    let kind: String
    let files: [PublishedFile]
  }

  private static let ofSeries =
    "pipeline = ? AND root = ? AND report = ? AND member = ? AND period = ?"

  private func arguments(_ series: Series) -> StatementArguments {
    [series.pipeline, series.root, series.report, series.member, series.period]
  }

  /// The latest edition of a series; nil where there is none.
  public func standing(_ series: Series) throws(Diagnostic) -> StandingEdition? {
    try read { database in
      guard
        let row = try Row.fetchOne(
          database,
          sql: "SELECT * FROM edition WHERE \(Self.ofSeries) ORDER BY number DESC LIMIT 1",
          arguments: arguments(series))
      else { return nil }
      let id: Int64 = row["id"]
      let files = try Self.files(
        of: id, try ReportRecord.rendition(id, in: database), in: database)
      guard let metrics = files.first(where: { $0.name == "metrics.json" }),
        let cells = CellLines(metrics: metrics.bytes)
      else { throw Diagnostic(.noCells(series), failure: .inputOutput) }
      return StandingEdition(
        id: id,
        edition: Edition(
          number: row["number"], kind: Edition.Kind(rawValue: row["kind"]) ?? .original,
          asOf: row["as_of"]),
        dataTo: row["data_to"], cells: cells, sources: try Self.sources(of: row, in: database),
        isWhole: files.count > 1)
    }
  }

  private static func sources(of row: Row, in database: Database) throws -> Sources? {
    guard let digest: String = row["definitions"] else { return nil }
    let definitions = try JSONDecoder().decode(
      [String: String].self, from: Data(try Content.bytes(digest, in: database)))
    let id: Int64 = row["id"]
    let files = try Row.fetchAll(
      database,
      sql: "SELECT source, path, fingerprint, rows FROM input WHERE edition = ? ORDER BY rowid",
      arguments: [id]
    ).map {
      Sources.File(
        source: $0[0], path: $0[1], fingerprint: $0[2], rows: $0[3], rowsSince: nil)
    }
    return Sources(
      files: files, definitions: definitions, pipelineFile: row["pipeline_file"] ?? "",
      program: row["program"] ?? "", form: row["form"] ?? "")
  }

  private static func files(
    of edition: Int64, _ rendition: Int, in database: Database
  ) throws -> [PublishedFile] {
    try Row.fetchAll(
      database,
      sql: "SELECT name, digest FROM rendition WHERE edition = ? AND number = ? ORDER BY rowid",
      arguments: [edition, rendition]
    ).map { PublishedFile(name: $0[0], bytes: try Content.bytes($0[1], in: database)) }
  }

  /// What is to be seen in a series; nil where nothing is.
  func shown(_ series: Series) throws(Diagnostic) -> Shown? {
    try shown("WHERE \(Self.ofSeries)", arguments(series)).first
  }

  /// What was recorded below a root, but may not be seen there yet.
  func pending(root: String) throws(Diagnostic) -> [Shown] {
    try shown("WHERE root = ? AND NOT is_visible", [root])
  }

  private func shown(
    _ condition: String, _ arguments: StatementArguments
  ) throws(Diagnostic) -> [Shown] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM shown \(condition) ORDER BY report, member, period",
        arguments: arguments
      ).map { row in
        Shown(
          series: Series(
            pipeline: row["pipeline"], root: row["root"], report: row["report"],
            member: row["member"], period: row["period"]),
          kind: row["kind"],
          files: try Self.files(of: row["edition"], row["rendition"], in: database))
      }
    }
  }

  /// Notes that what is to be seen can be.
  func markVisible(_ shown: [Series]) throws(Diagnostic) {
    if shown.isEmpty { return }
    try write { database in
      for series in shown {
        try database.execute(
          sql: "UPDATE shown SET is_visible = 1 WHERE \(Self.ofSeries)",
          arguments: arguments(series))
      }
    }
  }

  /// Takes over a report that was found in its place, whose history is lost.
  func adopt(
    _ edition: Edition, _ series: Series, kind: String, files: [PublishedFile]
  ) throws(Diagnostic) {
    try write { database in
      let id = try ReportRecord.insert(edition, series, run: nil, dataTo: nil, in: database)
      try ReportRecord.record(files, of: id, 1, in: database)
      try ReportRecord.show(series, id, 1, kind: kind, isVisible: true, in: database)
    }
  }
}

extension Catalog {
  /// The `metrics.json` of an edition, the latest of its period where no number is given; nil where there
  /// is none.
  public func metrics(
    of report: String, _ period: String, number: Int?, pipeline: String
  ) throws(Diagnostic) -> [UInt8]? {
    try read { database in
      var sql = "SELECT id FROM edition WHERE pipeline = ? AND report = ? AND period = ?"
      var arguments: StatementArguments = [pipeline, report, period]
      if let number {
        sql += " AND number = ?"
        arguments += [number]
      }
      guard
        let id = try Int64.fetchOne(
          database, sql: sql + " ORDER BY number DESC, id DESC LIMIT 1", arguments: arguments)
      else { return nil }
      return try Self.files(of: id, try ReportRecord.rendition(id, in: database), in: database)
        .first { $0.name == "metrics.json" }?.bytes
    }
  }
}

extension Catalog {
  /// All that was ever published, once each, in the order in which it first was.
  public func contents() throws(Diagnostic) -> [[UInt8]] {
    try read { database in
      try String.fetchAll(database, sql: "SELECT digest FROM content ORDER BY rowid").map {
        try Content.bytes($0, in: database)
      }
    }
  }
}

extension Diagnostic.Message {
  static func noCells(_ series: Series) -> Self {
    Self("the catalog has no figures of the standing edition of '\(series.name)'")
  }
}
