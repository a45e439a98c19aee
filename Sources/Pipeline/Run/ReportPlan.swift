import Aggregate
import Civil
import Columnar

/// A report with the plan of its figures, and those of the like parts where its period is not over.
struct ReportPlan {
  let report: PipelineFile.Report
  /// The one that the report is about.
  let period: Period
  let plan: AggregationPlan
  /// The plans of the like parts that a part of a period is held against, each of so many days: of
  /// February no more than it has. None where the period is whole.
  let parts: [(days: Int, plan: AggregationPlan)]

  var all: [AggregationPlan] { [plan] + parts.map(\.plan) }

  init(_ report: PipelineFile.Report, _ engine: Engine) throws(Diagnostic) {
    let period = try Self.period(of: report, engine)
    let (zone, asOf) = (engine.pipeline.zone, engine.options.asOf)
    func plan(_ axis: PeriodAxis, looksAhead: Bool = false) -> AggregationPlan {
      engine.plan(
        axis: axis, dimensions: report.dimensions, pairs: report.pairs,
        metrics: report.metrics.isEmpty ? [] : report.metrics + report.scorecard,
        looksAhead: looksAhead)
    }
    let count =
      period.kind == report.period ? report.history : PipelineFileParser.history(period.kind)
    self.report = report
    self.period = period
    self.plan = plan(
      PeriodAxis(endingWith: period, count: count, zone: zone, before: asOf), looksAhead: true)
    guard let soFar = engine.daysSoFar(period) else {
      parts = []
      return
    }
    let others = [period.yearBefore, period.advanced(by: -1)]
    parts = Dictionary(grouping: others) { min(soFar, $0.dayCount) }
      .sorted { $0.key < $1.key }
      .map { days, others in (days, plan(PeriodAxis(others + [period], first: days, zone: zone))) }
  }

  private static func period(
    of report: PipelineFile.Report, _ engine: Engine
  ) throws(Diagnostic) -> Period {
    guard let text = engine.options.period else { return engine.lastPeriod(report.period) }
    let period = try engine.pipeline.period(text)
    guard period.first < engine.options.asOf else {
      throw Diagnostic(.periodToCome(period, engine.options.asOf), failure: .usage)
    }
    return period
  }
}

extension Diagnostic.Message {
  static func periodToCome(_ period: Period, _ day: CivilDate) -> Self {
    Self("the period \(period) begins after the data ends; expected one before --as-of \(day)")
  }
}
