import Columnar

extension Run {
  /// The reports of a run, with what is said of those that lack something.
  func plan() throws(DiagnosticList) -> [Engine.ReportPlan] {
    let plans: [Engine.ReportPlan]
    do {
      plans = try engine.reportPlans()
    } catch {
      throw DiagnosticList([error])
    }
    let lacking = plans.compactMap { $0.report.lacksKey(engine) }
    if !lacking.isEmpty { throw DiagnosticList(lacking) }
    let (unmet, reports) = (Unmet(pipeline: pipeline), plans.map(\.report))
    warn(unmet.otherPeriods(options.period, published: reports) + unmet.metrics(of: reports))
    return plans
  }
}
