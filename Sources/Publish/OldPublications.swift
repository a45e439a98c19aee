import Foundation
import GRDB

/// The publications of catalogs before there were editions: a row for each night, most of them with
/// the figures of the night before, of `metrics.json` alone.
struct OldPublications {
  private let database: Database
  private let spans: PeriodSpan.Reader

  /// Where they were published: `--out` was not kept, and this is what nearly all had.
  private static let root = "reports"

  init(_ database: Database, _ spans: @escaping PeriodSpan.Reader) {
    self.database = database
    self.spans = spans
  }

  /// Makes editions of them, by the rules of today.
  func migrate() throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT publication.run, pipeline, report, period, as_of, metrics FROM publication
        JOIN run ON run.number = publication.run ORDER BY publication.rowid
        """)
    var last: [Series: (id: Int64, edition: Edition, cells: CellLines)] = [:]
    while let row = try rows.next() {
      let series = Series(
        pipeline: row["pipeline"], root: Self.root, report: row["report"], period: row["period"])
      let metrics = Array(row["metrics"] as Data)
      let span = spans(series.period)
      // A period that cannot be read any more was over.
      let (end, kind) = (span?.end ?? "", span?.kind ?? "")
      guard let cells = CellLines(metrics: metrics) else { continue }
      let run: Int64 = row["run"]
      let asOf: String = row["as_of"]
      let files = [PublishedFile(name: "metrics.json", bytes: metrics)]
      guard
        let edition = try next(last[series].map { ($0.edition, $0.cells) }, cells, asOf, end)
      else {
        guard let standing = last[series] else { continue }
        if standing.edition.kind != .provisional && asOf < end {
          // A part took the place of the whole, which it does no more; its bytes are kept.
          _ = try Content.keep(metrics, in: database)
          continue
        }
        let number = 1 + (try ReportRecord.rendition(standing.id, in: database))
        try ReportRecord.record(files, of: standing.id, number, in: database)
        try database.execute(
          sql: "INSERT INTO confirmation VALUES (?, ?)", arguments: [standing.id, run])
        try ReportRecord.show(
          series, standing.id, number, kind: kind, isVisible: true, in: database)
        continue
      }
      let id = try ReportRecord.insert(edition, series, run: run, dataTo: nil, in: database)
      try ReportRecord.record(files, of: id, 1, in: database)
      try ReportRecord.show(series, id, 1, kind: kind, isVisible: true, in: database)
      last[series] = (id, edition, cells)
    }
  }

  /// The edition that a publication is; nil where it has the figures of the one before.
  private func next(
    _ standing: (edition: Edition, cells: CellLines)?, _ cells: CellLines, _ asOf: String,
    _ end: String
  ) throws -> Edition? {
    let isProvisional = asOf < end
    guard let standing else {
      return Edition(number: 1, kind: isProvisional ? .provisional : .original, asOf: asOf)
    }
    var edition = Edition(
      number: standing.edition.number + 1, kind: standing.edition.kind, asOf: asOf)
    if standing.edition.kind == .provisional {
      if isProvisional && cells == standing.cells { return nil }
      edition.kind = isProvisional ? .provisional : .original
      return edition
    }
    if isProvisional || cells == standing.cells { return nil }
    if try Decision.isRestated(cells, since: standing.cells) { edition.kind = .restated }
    return edition
  }
}
