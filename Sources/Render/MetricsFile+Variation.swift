import Aggregate
import Columnar
import Compare
public import Compose

extension MetricsFile {
  /// The control chart of each series of the whole and of single dimensions, one JSON object a line.
  public static func variation(_ input: ReportInput) -> [String] {
    let milestones = Milestones(input.milestones, in: input.snapshot)
    let groups = input.snapshot.groups.filter { $0.members.count < 2 }
    return input.snapshot.metrics.flatMap { metric in
      groups.compactMap { group in
        Variation(metric, group, in: input.snapshot, milestones).map { variation in
          let target = input.targets.target(metric.id, input.period, group)?.bound
          return line(variation, metric, group, target)
        }
      }
    }
  }

  static func line(
    _ variation: Variation, _ metric: Metric, _ group: Group, _ target: Target.Bound?
  ) -> String {
    func number(_ value: Double) -> String { JSONText.number(value.decidable) }
    let points = zip(variation.periods, variation.chart.points).map { period, point in
      """
      {"period":\(JSONText.quoted(period.description)),"rule":\(JSONText.quoted(point.rule.rawValue)),\
      "value":\(JSONText.number(point.value))}
      """
    }
    let assurance = target.map { JSONText.quoted(variation.assurance(of: $0).rawValue) }
    return """
      {"assurance":\(assurance ?? "null"),\
      "baseline":\(JSONText.quoted(variation.baseline.description)),"dimensions":\(group.json),\
      "good":\(JSONText.quoted(metric.good.rawValue)),"lower":\(number(variation.last.lower)),\
      "mean":\(number(variation.last.mean)),"metric":\(JSONText.quoted(metric.id)),\
      "points":[\(points.joined(separator: ","))],"trial":\(variation.chart.isTrial),\
      "upper":\(number(variation.last.upper))}
      """
  }
}
