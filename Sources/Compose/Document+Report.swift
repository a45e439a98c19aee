import Aggregate
import Language
import Records

extension Document {
  /// The report that an input is of: the sections that its audience may see.
  public init(_ input: ReportInput) {
    let composer = Composer(input: input.judged())
    self.init(
      about: composer.about, facts: composer.facts,
      sections: composer.sections(SectionPlan.all, for: input.audience), currency: input.currency,
      metrics: input.snapshot.metrics + input.missing.map(\.metric) + composer.forecastMetrics
        + composer.staffingMetrics,
      value: input.value)
  }
}

extension Composer {
  /// Those of some sections that an audience may see.
  func sections(_ plans: [SectionPlan], for audience: Audience) -> [Section] {
    plans.filter { $0.audiences.contains(audience) }.flatMap { $0.compose(self) }
  }

  private static let editions: [String: PhraseID] = [
    "original": .editionOriginal, "provisional": .editionProvisional,
    "restated": .editionRestated,
  ]

  private var edition: Words {
    Self.editions[input.edition].map { .phrase($0) } ?? .text(input.edition)
  }

  private var dataTo: Words { input.dataTo.map { .text($0) } ?? .phrase(.unknown) }

  /// By the names that templates have for it.
  fileprivate var about: [String: Words] {
    [
      "title": .text(input.title), "pipeline": .text(input.pipeline),
      "report": .text(input.report), "period": name(of: input.period),
      "period_id": .period(input.period), "previous_period": compared(input.previous),
      "year_before": compared(input.yearBefore), "zone": .text(input.zone),
      "as_of": .text(input.asOf.description), "data_to": dataTo,
      "run": .text(input.runID), "edition": edition, "program": .text(input.program),
    ]
  }

  fileprivate var facts: Words {
    .phrase(
      .facts,
      [
        "zone": .text(input.zone), "day": .text(input.asOf.description),
        "latest": dataTo, "edition": edition, "run": .code(input.runID),
      ])
  }
}
