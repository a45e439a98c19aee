public import Aggregate

/// A figure of ours beside that of a vendor, rule by rule.
public struct VendorComparison: Sendable {
  /// A rule, with what it makes of the figure.
  public struct Step: Sendable {
    public let rule: VendorRule
    /// nil where the rule cannot be computed.
    public let value: MetricValue?
    public let unit: Metric.Unit
    /// Why it cannot be computed; empty where it is.
    public let lacks: String

    public init(rule: VendorRule, value: MetricValue?, unit: Metric.Unit, lacks: String = "") {
      self.rule = rule
      self.value = value
      self.unit = unit
      self.lacks = lacks
    }
  }

  public let vendor: Vendor
  /// nil where the vendor's documents say nothing of such a figure.
  public let figure: VendorFigure?
  public let steps: [Step]

  public init(vendor: Vendor, figure: VendorFigure?, steps: [Step]) {
    self.vendor = vendor
    self.figure = figure
    self.steps = steps
  }

  /// The vendor's value: that of the last rule that can be computed; nil where none can.
  var last: Step? { steps.last { $0.value != nil } }
}
