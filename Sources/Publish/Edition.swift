/// A report of a pipeline on one period, published in one place: all that its editions share.
public struct Series: Sendable, Hashable {
  /// The pipeline's name.
  public let pipeline: String
  /// The folder that the reports are in, as messages name it.
  public let root: String
  public let report: String
  /// Whom it is for, where there is one edition a member; empty where there is one for all.
  public let member: String
  /// `2026-10`.
  public let period: String

  public init(
    pipeline: String, root: String, report: String, member: String = "", period: String
  ) {
    self.pipeline = pipeline
    self.root = root
    self.report = report
    self.member = member
    self.period = period
  }

  /// `board 2026-10`.
  public var name: String {
    "\(report) \(member.isEmpty ? "" : "\(member) ")\(period)"
  }
}

/// What is known of a period by its name; this module has no calendar.
public struct PeriodSpan: Sendable, Equatable {
  /// `month`.
  public let kind: String
  /// The first day, and the first after the period, as `yyyy-MM-dd`.
  public let first: String
  public let end: String

  public init(kind: String, first: String, end: String) {
    self.kind = kind
    self.first = first
    self.end = end
  }

  /// Reads a period's name; nil where it is none.
  public typealias Reader = @Sendable (String) -> PeriodSpan?
}

/// What was published once, and never changes.
public struct Edition: Sendable, Equatable {
  public enum Kind: String, Sendable {
    /// The first after the period was over.
    case original
    /// Made while the period was not over.
    case provisional
    /// Figures differ from those of the edition before.
    case restated
  }

  /// From 1 in its series.
  public var number: Int
  public var kind: Kind
  /// `yyyy-MM-dd`.
  public var asOf: String

  public init(number: Int, kind: Kind, asOf: String) {
    self.number = number
    self.kind = kind
    self.asOf = asOf
  }
}

/// Where the figures of an edition come from.
public struct Sources: Sendable, Equatable {
  /// What a file of a source has to do with the period.
  public struct File: Sendable, Equatable {
    public let source: String
    public let path: String
    /// Of the records in it, whatever the file's name.
    public let fingerprint: String
    /// How many of its records are the latest of their key and have a time in the period.
    public let rows: Int
    /// How many of these were written after the edition before had its data; nil where the source
    /// does not say when its records were written.
    public let rowsSince: Int?

    public init(source: String, path: String, fingerprint: String, rows: Int, rowsSince: Int?) {
      self.source = source
      self.path = path
      self.fingerprint = fingerprint
      self.rows = rows
      self.rowsSince = rowsSince
    }
  }

  public var files: [File]
  /// The metrics by their ids, each as it is defined.
  public var definitions: [String: String]
  /// The pipeline file without its layout.
  public var pipelineFile: String
  public var program: String
  /// All else that the files of a report are made of, such as its template.
  public var form: String

  public init(
    files: [File], definitions: [String: String], pipelineFile: String, program: String,
    form: String
  ) {
    self.files = files
    self.definitions = definitions
    self.pipelineFile = pipelineFile
    self.program = program
    self.form = form
  }
}

/// The edition of a series that counts, as the catalog has it.
public struct StandingEdition: Sendable {
  let id: Int64
  public let edition: Edition
  /// The latest time of any record, in seconds since 1970; nil where it is not known.
  public let dataTo: Int64?
  let cells: CellLines
  /// Nil where its history is lost, or was not kept.
  let sources: Sources?
  /// Whether all its files are in the catalog, not its figures alone.
  let isWhole: Bool
}

/// What a run has to say in a series.
public struct Candidate: Sendable {
  public let series: Series
  public let span: PeriodSpan
  /// The kind of period that the report is on, if no other is asked for: what `latest` points at.
  public let kind: String
  public let asOf: String
  public let dataTo: Int64?
  public let cells: CellLines
  public let sources: Sources

  public init(
    series: Series, span: PeriodSpan, kind: String, asOf: String, dataTo: Int64?, cells: CellLines,
    sources: Sources
  ) {
    self.series = series
    self.span = span
    self.kind = kind
    self.asOf = asOf
    self.dataTo = dataTo
    self.cells = cells
    self.sources = sources
  }

  /// Whether the period was not over when the data ended. Days as text sort as days.
  var isProvisional: Bool { asOf < span.end }
}
