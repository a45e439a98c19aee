import Columnar
import Records

/// The metrics that Deskbrief knows by itself, in the order of the report's appendix. Of several rows
/// with one id the first that a pipeline's sources allow is used.
public enum MetricTable {
  static let day: Int64 = 86_400
  static let week: Int64 = 7 * 86_400
  /// The states in which a ticket waits for somebody.
  public static let openStatuses = ["new", "open", "pending", "on_hold"]
  /// The states whose tickets are left out of every figure.
  public static let leftOutStatuses = ["deleted", "spam", "merged", "test"]

  public static let builtIn: [Metric] = table(ContactThresholds())

  /// The table with a pipeline's own thresholds for contacts.
  public static func table(_ thresholds: ContactThresholds) -> [Metric] {
    demand + backlog + speed + serviceLevels + quality + voice + contacts(thresholds) + automation
      + people + money
  }

  /// The table without the rows that stand in for others of the same id.
  public static var firstOfEach: [Metric] {
    var ids: Set<String> = []
    return builtIn.filter { ids.insert($0.id).inserted }
  }

  // MARK: Shorthand

  static func flag(_ field: String) -> FieldTest { FieldTest(field, .compares(.equal, 1)) }

  static func zero(_ field: String) -> FieldTest { FieldTest(field, .compares(.equal, 0)) }

  static func present(_ field: String) -> FieldTest { FieldTest(field, .present) }

  static func share(_ numerator: Measure, _ denominator: Measure) -> RatioFormula {
    .ratio(numerator, denominator)
  }

  /// Σ of one field ÷ Σ of another, over the same records.
  static func quotient(
    _ kind: RecordKind, at: String, _ numerator: String, _ denominator: String
  ) -> RatioFormula {
    let both = Measure(
      kind, .at(at), .field(denominator), [present(numerator), present(denominator)])
    return .ratio(both.of(.field(numerator)), both)
  }

  /// Of a ticket and its moments: that no agent opened it.
  static let inward = FieldTest("direction", .isNone(of: ["outbound"]))
  static let opened = Measure(.ticket, .at("created"))
  /// Tickets that customers opened.
  static let created = opened.with(inward)
  /// Each solve.
  static let solves = Measure(.solve, .at("solved"))
  /// Each ticket with a solve.
  static let solvedOnce = Measure(.solve, .at("solved"), countsTicketsOnce: true)
  static let lastSolves = solves.with(flag("is_last"))
}
