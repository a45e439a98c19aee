public import Aggregate

/// The reference page of metrics, made from the table itself.
public enum MetricReference {
  public static func markdown(_ metrics: [Metric]) -> String {
    var text = """
      # Metrics

      Made from the metric table by `deskbrief metrics --markdown`. A duration is in seconds and \
      in calendar time; a period is half open; what is not known is null, never zero.

      """
    for metric in metrics {
      text += """

        ## `\(metric.id)`

        \(metric.label): \(metric.definition)

        Unit \(metric.unit.rawValue); \(Appendix.direction(metric.good)); version \
        \(metric.version); of each \(metric.kind.rawValue); reads \
        \(metric.fields.filter { $0 != "age" }.map { "`\($0)`" }.joined(separator: ", ")).

        """
    }
    return text
  }
}
