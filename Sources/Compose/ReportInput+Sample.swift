import Civil
import Compare
import Privacy

extension ReportInput {
  /// A report with something in each of its parts, whose model has every name.
  public static var sample: ReportInput {
    let snapshot = ShownSnapshot.sample
    var input = ReportInput(
      pipeline: "sample", title: "Sample", report: "board", zone: "UTC",
      asOf: CivilDate(2026, 11, 2), dataTo: "2026-11-01 17:00", runID: "0000000000000000",
      edition: "original", program: "deskbrief", currency: "EUR",
      snapshot: snapshot, targets: Targets(), scorecard: [], dimensions: ["region"],
      sources: [
        .init(
          name: "a", kind: "ticket", read: 3, kept: 1, superseded: 1, rejected: 1, dropped: 0,
          movedTimes: 0,
          ambiguousTimes: 0)
      ],
      rejections: [.init(source: "a", field: "created", reason: "the field is empty", count: 1)],
      leftOut: [("spam", 1)],
      coverage: [.init(kind: "ticket", field: "created", present: 1, total: 1)],
      missing: [.init(metric: snapshot.metrics[0], fields: ["created"])])
    input.orphans = [("survey", 1)]
    input.milestones = [
      Milestone(date: CivilDate(2026, 5, 4), label: "Launch", kind: .release)
    ]
    return input
  }

  /// The same, of a period that is not over, against a shorter one.
  public static var sampleOfPart: ReportInput {
    var input = sample
    input.daysSoFar = 30
    input.add(input.snapshot, ofDays: 28)
    return input
  }
}
