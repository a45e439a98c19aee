import Columnar

extension Run {
  /// The reports of a run, with what is said of those that lack something.
  func plan() throws(Diagnostic) -> ReportPlans {
    let plans = try ReportPlans.ofRun(engine)
    let reports = plans.reports.map(\.report)
    let lacking = reports.compactMap { $0.lacksKey(engine) }
    if !lacking.isEmpty { throw Diagnostic(lacking) }
    let unmet = Unmet(pipeline: pipeline)
    engine.progress.say(
      unmet.otherPeriods(options.period, published: reports) + unmet.metrics(of: reports))
    return plans
  }
}
