import Aggregate
import Civil
import Privacy
import Records

/// Reads the exports of a pipeline and aggregates them: what `run`, `diff` and `explain` share. It
/// knows no report.
struct Engine {
  let pipeline: PipelineFile
  let options: RunOptions
  let progress: Progress

  /// The instant at which the data is taken to end.
  var cutoff: Int64 { pipeline.zone.start(of: options.asOf) }

  /// The last whole period of a kind before the data ends.
  func lastPeriod(_ kind: Period.Kind) -> Period {
    Period(kind, containing: options.asOf, fiscalStart: pipeline.fiscalStart).advanced(by: -1)
  }

  /// How many days of a period lie before the day of the report; nil where all of them do, or none.
  func daysSoFar(_ period: Period) -> Int? {
    options.asOf > period.first && options.asOf < period.end
      ? options.asOf.day - period.first.day : nil
  }

  /// - Parameters:
  ///   - metrics: the ids wanted; empty for all.
  ///   - looksAhead: whether days are counted that forecasts are made of.
  func plan(
    axis: PeriodAxis, dimensions: [String], pairs: [[String]], metrics: [String] = [],
    looksAhead: Bool = false
  ) -> AggregationPlan {
    AggregationPlan(
      metrics: pipeline.metrics.filter { metrics.isEmpty || metrics.contains($0.id) },
      availability: pipeline.availability, dimensions: dimensions, pairs: pairs, axis: axis,
      looksAhead: looksAhead, alsoLoading: looksAhead ? texts : [:])
  }

  /// What topics are read from; the names of tickets only where some report may show them.
  private var texts: [RecordKind: Set<String>] {
    let names = pipeline.reports.contains { Edition($0.audience, self).shown.contains("id") }
    return pipeline.topics.map { TopicTexts.wanted($0, withIDs: names) } ?? [:]
  }

  /// One period, split by one set of dimensions, with all that a trace reads: the metrics of a run,
  /// so that what is known is what a run knows, and some of one's own. As in a run, the period ends
  /// with the data.
  func tracedPlan(
    _ period: Period, dimensions: [String], own: [Metric] = []
  ) -> AggregationPlan {
    AggregationPlan(
      metrics: pipeline.metrics + own, availability: pipeline.availability, dimensions: [],
      pairs: dimensions.isEmpty ? [] : [dimensions],
      axis: PeriodAxis(endingWith: period, count: 1, zone: pipeline.zone, before: options.asOf),
      isTraced: true)
  }
}
