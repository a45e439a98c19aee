public import Aggregate
public import Civil
public import Compare
public import Privacy
public import Records

/// Everything that a report shows, as plain values.
public struct ReportInput: Sendable {
  public struct RejectionCount: Sendable {
    public var source: String
    public var field: String
    public var reason: String
    public var count: Int

    public init(source: String, field: String, reason: String, count: Int) {
      self.source = source
      self.field = field
      self.reason = reason
      self.count = count
    }
  }

  public struct MissingMetric: Sendable {
    public var metric: Metric
    public var fields: [String]

    public init(metric: Metric, fields: [String]) {
      self.metric = metric
      self.fields = fields
    }
  }

  public var pipeline: String
  public var title: String
  public var report: String
  /// Who reads it.
  public var audience = Audience.board
  public var zone: String
  public var asOf: CivilDate
  /// When the latest record was written, as text in the report's zone; nil where no record says.
  public var dataTo: String?
  /// A hash of the inputs, in hex.
  public var runID: String
  /// `original`, `provisional` or `restated`.
  public var edition: String
  /// From 1 for each period that is reported on.
  public var editionNumber = 1
  public var program: String
  public var currency: String
  /// Its last period is the one reported on.
  public var snapshot: ShownSnapshot
  /// What it takes to be shown plainly, and at all; nothing is suppressed where that is 0.
  public var smallN = SmallN()
  /// How many days of the period lie before the day of the report; nil where it is over.
  public var daysSoFar: Int?
  /// How many first days it is held against those of another period; none where it is over.
  var parts: [Period: Int] = [:]
  /// Values of so many first days of the periods.
  var partSnapshots: [Int: ShownSnapshot] = [:]
  /// What is said of each change; see `judged`.
  var judgements: [CellPair: Judgement] = [:]
  /// What departs from its course, the weightiest first; see `judged`.
  public internal(set) var signals: [Signal] = []
  /// What the periods to come are expected to bring.
  public var forecasts = Forecasts.none
  /// The agents that the period asked for; nil where the pipeline file does not ask, or no load is known.
  public var staffing: Staffing?
  public var staffingRules = StaffingRules(shrinkage: 0)
  /// What customers wrote more of, and less; nil where the pipeline file does not ask.
  public var topics: Topics?
  var isJudged = false
  /// The least change of each metric that is worth a word.
  public var worth = Worth()
  /// Which groups lie in others.
  public var nesting = Nesting.none
  /// Which sources fed which of its periods.
  public var feeds = Feeds([])
  /// By the ids of metrics what stands for all that their values mean.
  public var definitions: [String: String] = [:]
  public var targets: Targets
  /// What happened that may have moved figures.
  public var milestones: [Milestone] = []
  /// The metrics of the scorecard; empty for the default.
  public var scorecard: [String]
  public var dimensions: [String]
  public var sources: [SourceCounts]
  public var rejections: [RejectionCount]
  /// Records left out of every figure, by reason.
  public var leftOut: [(reason: String, count: Int)]
  /// Records that name a ticket which is not among the exports, by kind; only kinds that have any.
  public var orphans: [(kind: String, count: Int)] = []
  /// The instants that are known to the day only, and their sources, in words; nil where none is.
  public var knownDays: String?
  /// What cannot be true of some records.
  public var oddities: [Oddity] = []
  /// How many records were written on the as-of day or after it.
  public var updatedLater = 0
  /// The fields of tickets whose course over time events tell.
  public var histories: [String] = []
  public var coverage: [FieldCoverage]
  public var missing: [MissingMetric]

  public init(
    pipeline: String, title: String, report: String, zone: String, asOf: CivilDate,
    dataTo: String?, runID: String, edition: String, program: String, currency: String,
    snapshot: ShownSnapshot, targets: Targets, scorecard: [String], dimensions: [String],
    sources: [SourceCounts], rejections: [RejectionCount],
    leftOut: [(reason: String, count: Int)], coverage: [FieldCoverage], missing: [MissingMetric]
  ) {
    self.pipeline = pipeline
    self.title = title
    self.report = report
    self.zone = zone
    self.asOf = asOf
    self.dataTo = dataTo
    self.runID = runID
    self.edition = edition
    self.program = program
    self.currency = currency
    self.snapshot = snapshot
    self.targets = targets
    self.scorecard = scorecard
    self.dimensions = dimensions
    self.sources = sources
    self.rejections = rejections
    self.leftOut = leftOut
    self.coverage = coverage
    self.missing = missing
  }

  public var period: Period { snapshot.periods[snapshot.periods.count - 1] }

  /// The period before, where the snapshot holds it.
  var previous: Period? { snapshot.periods.dropLast().last }

  /// The same period a year before, where the snapshot holds it.
  var yearBefore: Period? {
    let wanted = period.yearBefore
    return snapshot.periods.contains(wanted) ? wanted : nil
  }

  /// What the whole is to reach in the period reported on.
  func target(_ metric: String) -> Target? { targets.target(metric, period) }
}
