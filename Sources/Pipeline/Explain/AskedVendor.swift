import Aggregate
import Columnar
import Render

/// The vendor that a question names, and the variants of the metric by its rules.
struct AskedVendor {
  let vendor: Vendor
  let figure: VendorFigure?
  private let steps: [VendorFigure.Step]
  private let dimensions: [String]
  private let availability: FieldAvailability

  init(_ vendor: Vendor, _ metric: Metric, _ plan: AggregationPlan, dimensions: [String]) {
    self.vendor = vendor
    self.dimensions = dimensions
    availability = plan.availability
    figure = vendor.figure(metric.id)
    steps = figure?.steps(of: metric, plan.availability) ?? []
  }

  /// To be computed beside the metric itself.
  var variants: [Metric] {
    steps.compactMap { if case .computed(let metric) = $0.outcome { metric } else { nil } }
  }

  /// - Parameter value: of a variant; nil where the snapshot has none.
  func comparison(_ value: (Metric) -> MetricValue?) -> VendorComparison {
    VendorComparison(
      vendor: vendor, figure: figure,
      steps: steps.map { step in
        switch step.outcome {
        case .computed(let metric):
          let barred = dimensions.filter { !availability.canSplit(metric, by: $0) }
          return .init(
            rule: step.rule, value: barred.isEmpty ? value(metric) ?? .unknown : nil,
            unit: metric.unit, lacks: barred.isEmpty ? "" : "cannot be split by \(listed(barred))")
        case .lacks(let fields):
          return .init(
            rule: step.rule, value: nil, unit: .count, lacks: "the pipeline lacks \(listed(fields))"
          )
        case .needs(let what):
          return .init(rule: step.rule, value: nil, unit: .count, lacks: "needs \(what)")
        }
      })
  }

  private func listed(_ names: [String]) -> String {
    names.map { "'\($0)'" }.joined(separator: ", ")
  }
}
