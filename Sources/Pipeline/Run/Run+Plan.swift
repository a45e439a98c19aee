import Columnar

extension Run {
  /// The reports of a run, with what is said of those that lack something.
  func plan() throws(Diagnostic) -> [Engine.ReportPlan] {
    let plans = try engine.reportPlans()
    let lacking = plans.compactMap { $0.report.lacksKey(engine) }
    if !lacking.isEmpty { throw Diagnostic(lacking) }
    let (unmet, reports) = (Unmet(pipeline: pipeline), plans.map(\.report))
    warn(unmet.otherPeriods(options.period, published: reports) + unmet.metrics(of: reports))
    return plans
  }
}
