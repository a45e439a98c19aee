import Civil
import Columnar
import Compose
import Publish
import Render

extension Run {
  /// A report whose figures are known, with what is to be published of it.
  struct Compared {
    var input: ReportInput
    let planned: ReportPlan
    let candidate: Candidate
    let decision: Decision
  }

  /// What days the name of a period means.
  var spans: PeriodSpan.Reader {
    let start = pipeline.fiscalStart
    return { name in Period(name, fiscalStart: start).map(PeriodSpan.init) }
  }

  /// Holds each report against its standing edition.
  func compare(
    _ snapshots: [Snapshot], _ intake: Intake, _ desk: Desk
  ) async throws(Diagnostic) -> [Compared] {
    var compared: [Compared] = []
    for snapshot in snapshots { compared.append(try await compare(snapshot, intake, desk)) }
    return compared
  }

  private func compare(
    _ snapshot: Snapshot, _ intake: Intake, _ desk: Desk
  ) async throws(Diagnostic) -> Compared {
    let (input, planned) = (snapshot.input, snapshot.planned)
    let series = Series(
      pipeline: pipeline.name, root: desk.workspace.label, report: input.report,
      period: input.period.description)
    let kind = planned.report.period.rawValue
    let (standing, isAdopted) = try desk.publisher.standing(series, kind: kind)
    if isAdopted, let standing {
      engine.progress.say(
        .warning(
          .historyLost(series.name, standing.edition.number), at: planned.report.location))
    }
    let candidate = Candidate(
      series: series, span: PeriodSpan(input.period), kind: kind, asOf: options.asOf.description,
      dataTo: intake.loaded.outcome.latestUpdate,
      cells: CellLines(figures: MetricsFile.lines(input, withStatistics: false)),
      sources: await sources(of: planned, intake, since: standing?.dataTo))
    let decision = try Decision(candidate, standing)
    var named = input
    named.edition = decision.edition.kind.rawValue
    named.editionNumber = decision.edition.number
    return Compared(input: named, planned: planned, candidate: candidate, decision: decision)
  }
}

extension Diagnostic.Message {
  static func historyLost(_ series: String, _ number: Int) -> Self {
    Self(
      "\(series) was published before, but the catalog does not know of it: its history is lost, and "
        + "it is taken over as edition \(number)")
  }
}

extension PeriodSpan {
  init(_ period: Period) {
    self.init(
      kind: period.kind.rawValue, first: period.first.description, end: period.end.description)
  }
}
