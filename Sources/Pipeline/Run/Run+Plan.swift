import Aggregate
import Columnar

extension Run {
  /// A report with its plan, and those of the like parts where its period is not over.
  struct Planned {
    let report: PipelineFile.Report
    let plan: AggregationPlan
    let parts: [(days: Int, plan: AggregationPlan)]
  }

  func plan() throws(DiagnosticList) -> [Planned] {
    var plans: [Planned] = []
    do {
      for report in try engine.reports() {
        plans.append(
          Planned(
            report: report, plan: try engine.plan(report), parts: try engine.partPlans(report)))
      }
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
