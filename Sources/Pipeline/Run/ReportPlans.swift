import Aggregate
import Columnar

/// The reports that are published together. A run publishes them; `diff` and `explain` hold their own
/// figures against them, so that none gives away what a report hides.
struct ReportPlans {
  let engine: Engine
  let reports: [ReportPlan]

  init(_ engine: Engine, _ reports: [ReportPlan] = []) {
    self.engine = engine
    self.reports = reports
  }

  var plans: [AggregationPlan] { reports.flatMap(\.all) }

  /// Those of a run: whose periods are of the kind asked for; all, where none is.
  static func ofRun(_ engine: Engine) throws(Diagnostic) -> ReportPlans {
    var reports = engine.pipeline.reports
    if let text = engine.options.period {
      let kind = try engine.pipeline.period(text).kind
      let matching = reports.filter { $0.period == kind }
      if !matching.isEmpty { reports = matching }
    }
    return ReportPlans(
      engine, try reports.map { (report) throws(Diagnostic) in try ReportPlan(report, engine) })
  }

  /// Those of a run in which values of few records are suppressed, beside which another figure must
  /// give nothing away.
  static func suppressing(_ engine: Engine) throws(Diagnostic) -> ReportPlans {
    if engine.pipeline.smallN.suppress == 0 { return ReportPlans(engine) }
    // One without a key is not published.
    return ReportPlans(
      engine,
      try ofRun(engine).reports.filter {
        !$0.report.audience.seesSmallN && $0.report.lacksKey(engine) == nil
      })
  }
}
