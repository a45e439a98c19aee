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
      lines = (MetricTable.firstOfEach + MetricTable.ahead).map { Line(metric: $0, lacks: []) }
      return
    }
    // Which period does not matter here.
    let axis = PeriodAxis(
      endingWith: Period(.month, containing: CivilDate(2000, 1, 1)), count: 1, zone: .utc)
    let plan = AggregationPlan(
      metrics: pipeline.metrics, availability: pipeline.availability, dimensions: [], pairs: [],
      axis: axis)
    let lacking = Dictionary(
      plan.lacking.map { ($0.metric.id, $0.fields) }, uniquingKeysWith: { first, _ in first })
    var told: Set<String> = []
    let computed = pipeline.metrics.compactMap { metric -> Line? in
      guard told.insert(metric.id).inserted else { return nil }
      return Line(
        metric: plan.metrics.first { $0.id == metric.id } ?? metric,
        lacks: lacking[metric.id] ?? [])
    }
    lines =
      computed
      + MetricTable.forecasts.map { Line(metric: $0.metric, lacks: lacking[$0.base] ?? []) }
      + MetricTable.staffing(pipeline.availability).map {
        Line(metric: $0.metric, lacks: $0.lacks)
      }
  }
}
