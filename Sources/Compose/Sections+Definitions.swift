import Aggregate
import Language

extension SectionPlan {
  /// What each figure means, and what could not be computed.
  static let definitions = SectionPlan("definitions") { composer in
    Section("definitions", .phrase(.definitions), composer.definitions)
  }

  /// What the report was made from.
  static let lineage = SectionPlan("lineage") { composer in
    Section(
      "lineage", .phrase(.lineage),
      [
        .paragraph(Paragraph(composer.origin, name: "origin")),
        .paragraph(
          Paragraph(
            .phrase(.reproducible, ["json": .code("metrics.json"), "csv": .code("metrics.csv")]),
            name: "reproducible")),
      ])
  }
}

extension Composer {
  fileprivate var definitions: [Block] {
    let definitions = Block.definitions(
      input.snapshot.metrics.map(\.id) + (forecastMetrics + staffingMetrics).map(\.id))
    if input.missing.isEmpty { return [definitions] }
    let lacking = input.missing.map { missing in
      let needs = Words.phrase(
        .needs, ["fields": .list(missing.fields.map { .text($0) }, .listComma)])
      return Words.phrase(
        .lacks,
        ["label": .metric(missing.metric.id), "id": .code(missing.metric.id), "needs": needs])
    }
    return [definitions, .details(.phrase(.notComputed), [.list(lacking)])]
  }

  fileprivate var origin: Words {
    .phrase(
      .origin,
      [
        "pipeline": .code(input.pipeline), "report": .code(input.report),
        "period": .code(input.period.description), "run": .code(input.runID),
        "program": .text(input.program),
      ])
  }
}
