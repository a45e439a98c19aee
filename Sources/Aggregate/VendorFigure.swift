/// A vendor's figure beside a metric of ours: the rules that part them, in the order in which they
/// are applied, each upon those before it.
public struct VendorFigure: Sendable {
  /// The id of our metric.
  public let metric: String
  /// The vendor's name of its figure; empty where it has none.
  public let title: String
  public let rules: [VendorRule]
  /// What was checked and found to be as ours; where there is no such figure, why.
  public let note: String

  init(_ metric: String, as title: String, _ rules: [VendorRule] = [], note: String) {
    self.metric = metric
    self.title = title
    self.rules = rules
    self.note = note
  }

  /// A metric that the vendor does not have.
  static func none(_ metric: String, _ why: String) -> VendorFigure {
    VendorFigure(metric, as: "", note: why)
  }

  public var isCounterpart: Bool { !title.isEmpty }

  /// A rule, and what it makes of the metric.
  public struct Step: Sendable {
    public enum Outcome: Sendable {
      /// The metric by this rule and all before it that can be computed.
      case computed(Metric)
      /// Fields that no source maps.
      case lacks([String])
      /// What no export of the common schema tells.
      case needs(String)
    }

    public let rule: VendorRule
    public let outcome: Outcome
  }

  /// The rules applied one upon the other; one that cannot be computed is passed over. Each variant has
  /// an id of its own.
  public func steps(of metric: Metric, _ availability: FieldAvailability) -> [Step] {
    var current = metric
    return rules.enumerated().map { index, rule in
      switch rule.change {
      case .needs(let what): return Step(rule: rule, outcome: .needs(what))
      case .makes(let change):
        let next = change(current).named("\(metric.id)@\(index + 1)")
        let missing =
          availability.missing(next)
          + rule.reads.flatMap { availability.missing($0, .ticket).sorted() }
        if !missing.isEmpty { return Step(rule: rule, outcome: .lacks(missing)) }
        current = next
        return Step(rule: rule, outcome: .computed(next))
      }
    }
  }
}
