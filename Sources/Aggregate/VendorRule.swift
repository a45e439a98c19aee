/// A rule by which a vendor counts otherwise than we do.
public struct VendorRule: Sendable {
  enum Change: Sendable {
    /// The same figure by the rule.
    case makes(@Sendable (Metric) -> Metric)
    /// It cannot be computed from the common schema, which lacks this.
    case needs(String)
  }

  public let name: String
  /// One sentence, ours.
  public let words: String
  /// The vendor's page that says so.
  public let source: String
  let change: Change
  /// The fields of tickets that must be told for the rule to make a difference.
  let reads: [String]

  init(
    _ name: String, _ words: String, _ source: String, reads: [String] = [],
    _ change: @escaping @Sendable (Metric) -> Metric
  ) {
    self.name = name
    self.words = words
    self.source = source
    self.change = .makes(change)
    self.reads = reads
  }

  /// A rule that is named, though exports do not tell what it asks.
  init(_ name: String, _ words: String, _ source: String, needs what: String) {
    self.name = name
    self.words = words
    self.source = source
    change = .needs(what)
    reads = []
  }

  // MARK: Changes of a metric

  typealias MeasureChange = @Sendable (Measure) -> Measure

  /// Every measure changed alike.
  static func all(_ change: @escaping MeasureChange) -> @Sendable (Metric) -> Metric {
    { $0.changing(numerator: change, denominator: change) }
  }

  static func numerator(_ change: @escaping MeasureChange) -> @Sendable (Metric) -> Metric {
    { $0.changing(numerator: change, denominator: { $0 }) }
  }

  static func denominator(_ change: @escaping MeasureChange) -> @Sendable (Metric) -> Metric {
    { $0.changing(numerator: { $0 }, denominator: change) }
  }

  /// By the instant of another field.
  static func by(_ field: String) -> @Sendable (Metric) -> Metric { all { $0.by(field) } }

  /// With the tickets that agents opened, of whose replies the message that opened them is none.
  static let afterOpening = all {
    $0.without("direction").reading("replied_after_opening", for: "replied")
      .reading("replies_after_opening", for: "replies")
  }

  /// With the tickets that agents opened.
  static let ofAgentsToo = all { $0.without("direction") }

  /// Only the last solve of tickets that are solved now.
  static let solvedNow = all {
    $0.with([MetricTable.flag("is_last"), MetricTable.flag("is_done")])
  }

  /// Reopened at any time, instead of within 7 days of the solve.
  static let everReopened: @Sendable (Metric) -> Metric = { metric in
    metric.changing(
      numerator: {
        $0.without("reopened_in_7d")
          .with([
            MetricTable.present("reopens"), FieldTest("reopens", .compares(.greater, 0)),
          ])
      },
      denominator: { $0.without("reopened_in_7d").with(MetricTable.present("reopens")) })
  }

  /// The mean of the values instead of a quantile.
  static let mean: @Sendable (Metric) -> Metric = { metric in
    guard let quantile = metric.formula as? QuantileFormula else { return metric }
    return metric.with(.mean(quantile.measure))
  }
}
