public import Aggregate
import Civil

/// The metrics, and what a pipeline lacks for each.
public struct MetricCatalogue {
  public struct Line {
    public let metric: Metric
    /// The fields that no source maps; empty where the metric can be computed.
    public let lacks: [String]
  }

  public let lines: [Line]

  /// - Parameter pipeline: nil for the built-in metrics alone.
  public init(_ pipeline: PipelineFile?) {
    guard let pipeline else {
      lines = MetricTable.builtIn.map { Line(metric: $0, lacks: []) }
      return
    }
    // Which period does not matter here.
    let axis = PeriodAxis(
      endingWith: Period(.month, containing: CivilDate(2000, 1, 1)), count: 1, zone: .utc)
    let plan = AggregationPlan(
      metrics: pipeline.metrics,
      mapped: Dictionary(
        uniqueKeysWithValues: pipeline.kinds.map { ($0, pipeline.mappedFields($0)) }),
      hasPolicies: !pipeline.policies.isEmpty, dimensions: [], pairs: [], axis: axis)
    lines = pipeline.metrics.map { metric in
      Line(metric: metric, lacks: plan.lacking.first { $0.metric.id == metric.id }?.fields ?? [])
    }
  }
}
