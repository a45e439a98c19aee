import GRDB

/// The tables of a catalog, version by version.
enum CatalogSchema {
  static func migrator(spans: @escaping PeriodSpan.Reader) -> DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("runs") { try $0.execute(sql: runs) }
    migrator.registerMigration("dropped rows, contracts") { try $0.execute(sql: contracts) }
    migrator.registerMigration("editions") { database in
      try database.execute(sql: editions)
      try OldPublications(database, spans).migrate()
      try database.execute(sql: "DROP TABLE publication")
    }
    return migrator
  }

  private static let runs = """
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
    """

  private static let contracts = """
    ALTER TABLE run ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE contract (
      source TEXT NOT NULL, "column" TEXT NOT NULL, filled INTEGER NOT NULL,
      type TEXT NOT NULL, PRIMARY KEY (source, "column")) STRICT;
    ALTER TABLE file ADD COLUMN layout TEXT NOT NULL DEFAULT '';
    """

  /// `content` has what was published, once each; `rendition` says what files an edition is made of,
  /// in each form that it had; `shown` says which of them is to be seen, whether it is, and of what kind
  /// of period the report's latest is.
  private static let editions = """
    CREATE TABLE content (
      digest TEXT PRIMARY KEY, bytes INTEGER NOT NULL, zstd BLOB NOT NULL) STRICT;
    CREATE TABLE edition (
      id INTEGER PRIMARY KEY, run INTEGER REFERENCES run(number), pipeline TEXT NOT NULL,
      root TEXT NOT NULL, report TEXT NOT NULL, member TEXT NOT NULL, period TEXT NOT NULL,
      number INTEGER NOT NULL, kind TEXT NOT NULL, as_of TEXT NOT NULL, data_to INTEGER,
      definitions TEXT REFERENCES content(digest), pipeline_file TEXT, program TEXT, form TEXT,
      UNIQUE (pipeline, root, report, member, period, number)) STRICT;
    CREATE TABLE rendition (
      edition INTEGER NOT NULL REFERENCES edition(id), number INTEGER NOT NULL,
      name TEXT NOT NULL, digest TEXT NOT NULL REFERENCES content(digest),
      PRIMARY KEY (edition, number, name)) STRICT;
    CREATE TABLE confirmation (
      edition INTEGER NOT NULL REFERENCES edition(id),
      run INTEGER NOT NULL REFERENCES run(number)) STRICT;
    CREATE TABLE input (
      edition INTEGER NOT NULL REFERENCES edition(id), source TEXT NOT NULL, path TEXT NOT NULL,
      fingerprint TEXT NOT NULL, rows INTEGER NOT NULL) STRICT;
    CREATE INDEX input_edition ON input(edition);
    CREATE TABLE revision (
      edition INTEGER NOT NULL REFERENCES edition(id), metric TEXT NOT NULL,
      period TEXT NOT NULL, members TEXT NOT NULL, old REAL, new REAL, old_n INTEGER,
      new_n INTEGER, reasons TEXT NOT NULL) STRICT;
    CREATE INDEX revision_edition ON revision(edition);
    CREATE TABLE row_change (
      edition INTEGER NOT NULL REFERENCES edition(id), reason TEXT NOT NULL,
      source TEXT NOT NULL, path TEXT NOT NULL, rows INTEGER) STRICT;
    CREATE TABLE shown (
      pipeline TEXT NOT NULL, root TEXT NOT NULL, report TEXT NOT NULL, member TEXT NOT NULL,
      period TEXT NOT NULL, edition INTEGER NOT NULL REFERENCES edition(id),
      rendition INTEGER NOT NULL, kind TEXT NOT NULL, is_visible INTEGER NOT NULL,
      PRIMARY KEY (pipeline, root, report, member, period)) STRICT;
    """
}
