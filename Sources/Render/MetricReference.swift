public import Aggregate
import Compose
import Language

/// The reference page of metrics, made from the table itself.
public enum MetricReference {
  public static func markdown(_ metrics: [Metric]) -> String {
    var text = """
      # Metrics

      Made from the metric table by `deskbrief metrics --markdown`. A duration is in seconds and \
      in calendar time; a period is half open; what is not known is null, never zero.

      Ratios, means and quantiles that rest on fewer than 10 records are suppressed in every report \
      but those for the audience `internal`: value and n are null, the flag is `suppressed`. Others \
      that would give them away are suppressed with them. Counts and sums are shown however small \
      they are. `small_n` in the pipeline file sets the limits.

      """
    for metric in metrics {
      text += """

        ## `\(metric.id)`

        \(metric.label): \(metric.definition)

        Unit \(metric.unit.rawValue); \(Language.english.text(metric.good.phrase)); version \
        \(metric.version); reads \
        \(reads(metric)).

        """
    }
    return text
  }

  private static func reads(_ metric: Metric) -> String {
    metric.kinds.map { kind in
      let fields = metric.fields(kind).filter { $0 != "age" && $0 != "ticket_row" }
      return "of each \(kind.rawValue) \(fields.map { "`\($0)`" }.joined(separator: ", "))"
    }.joined(separator: "; ")
  }
}
