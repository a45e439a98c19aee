public import Aggregate
public import Civil

/// A figure taken apart: what it means, what it is made of, what was left out and why, and the rows
/// of the exports behind it.
public struct Explanation: Sendable {
  /// A measure of the metric.
  public struct Part: Sendable {
    public let role: MetricPart.Role
    /// What is counted or added up, by what instant.
    public let words: String
    public let tests: [String]
    /// How many of the tests are those of the denominator, of whose records it takes some; nil
    /// where it takes others.
    public let shared: Int?
    public let count: Int
    /// Of the values, in the metric's units; nil where only the single values count.
    public let sum: Double?
    /// Of the values; `count` where each record counts one.
    public let unit: Metric.Unit

    public init(
      role: MetricPart.Role, words: String, tests: [String], shared: Int?, count: Int,
      sum: Double?, unit: Metric.Unit
    ) {
      self.role = role
      self.words = words
      self.tests = tests
      self.shared = shared
      self.count = count
      self.sum = sum
      self.unit = unit
    }
  }

  /// Why some records do not count.
  public struct Reason: Sendable, Equatable {
    public let count: Int
    public let text: String

    public init(count: Int, text: String) {
      self.count = count
      self.text = text
    }
  }

  /// A line of a file; the decompressed text's, where it is compressed.
  public struct Place: Sendable, Equatable, CustomStringConvertible {
    public let file: String
    public let line: Int

    public init(file: String, line: Int) {
      self.file = file
      self.line = line
    }

    public var description: String { "\(file):\(line)" }
  }

  /// A row of an export, and the event that decided when it counts.
  public struct Row: Sendable {
    public let role: MetricPart.Role
    public let source: String
    public let place: Place
    /// Empty where records of the kind have none.
    public let id: String
    public let event: Place?
    /// In the zone, with its offset.
    public let instant: String
    /// In the metric's units; nil for words, which are not shown.
    public let value: Double?
    /// In the order of the values, from 1; for quantiles.
    public let rank: Int?
    /// Whether the quantile lies at this rank, or between it and another such.
    public let isAtQuantile: Bool

    public init(
      role: MetricPart.Role, source: String, place: Place, id: String, event: Place?,
      instant: String, value: Double?, rank: Int? = nil, isAtQuantile: Bool = false
    ) {
      self.role = role
      self.source = source
      self.place = place
      self.id = id
      self.event = event
      self.instant = instant
      self.value = value
      self.rank = rank
      self.isAtQuantile = isAtQuantile
    }
  }

  /// Some rows under a heading.
  public struct Listing: Sendable {
    public let title: String
    public let total: Int
    public let rows: [Row]
    /// Of the values.
    public let unit: Metric.Unit

    public init(title: String, total: Int, rows: [Row], unit: Metric.Unit) {
      self.title = title
      self.total = total
      self.rows = rows
      self.unit = unit
    }
  }

  /// What became of the rows of the exports.
  public struct Records: Sendable {
    public var read = 0
    public var kept = 0
    public var superseded = 0
    public var dropped = 0
    public var rejected = 0

    public init() {}
  }

  public var metric: Metric
  public var period: Period
  /// Its first instant, and the first that no longer belongs to it, in the zone.
  public var bounds: (from: String, to: String)
  public var zone: String
  public var asOf: CivilDate
  /// As the pipeline file has it; empty where it names none.
  public var currency: String
  public var group: Group
  public var value: MetricValue
  public var parts: [Part]
  /// The fields that the parts read, and what they mean.
  public var fields: [(name: String, meaning: String)] = []
  public var records = Records()
  /// Records left out of what the value rests on.
  public var leftOut: [Reason] = []
  /// Records of the denominator that are not in the numerator.
  public var notInNumerator: [Reason] = []
  public var listings: [Listing] = []
  /// Whether the value is suppressed for every audience but the internal one.
  public var isInternal = false
  /// Beside the period before, and its course; nil where that was not asked for.
  public var diff: DiffReport?
  /// By a vendor's rules, where one is asked for.
  public var vendor: VendorComparison?

  public init(
    metric: Metric, period: Period, bounds: (from: String, to: String), zone: String,
    asOf: CivilDate, currency: String, group: Group, value: MetricValue, parts: [Part]
  ) {
    self.metric = metric
    self.period = period
    self.bounds = bounds
    self.zone = zone
    self.asOf = asOf
    self.currency = currency
    self.group = group
    self.value = value
    self.parts = parts
  }
}
