import Aggregate
import Columnar
import Publish
import Records
import Transform

extension PipelineFile {
  /// What a metric means, by its id: what an edition keeps.
  static func definition(_ metric: Metric) -> String {
    "\(metric.version) \(metric.unit.rawValue) \(metric.definition)"
  }

  /// By the ids of metrics what stands for all that their values mean: the definition with each of its
  /// tests, and how the fields that it reads are mapped. Values of which it differs may not be compared.
  func fingerprints(_ metrics: [Metric]) -> [String: String] {
    let availability = availability
    return Dictionary(
      metrics.map {
        ($0.id, String(Content.digest(meaning($0, availability).utf8).prefix(16)))
      }, uniquingKeysWith: { $1 })
  }

  private func meaning(_ metric: Metric, _ availability: FieldAvailability) -> String {
    let parts = metric.parts.map { part in
      "\(part.role.rawValue) \(part.measure.words) "
        + part.measure.tests.map { $0.words(nil) }.joined(separator: " and ")
    }
    let readsRules = metric.kinds.contains { kind in
      kind.isDerived || metric.fields(kind).contains { DerivedFields.field($0, kind) != nil }
    }
    // What is linked is made of tickets and their events.
    let kinds = Set(metric.kinds.flatMap { $0.isDerived ? [.ticket, .event] : [$0] })
    let loaded = PlanFields.loaded([metric], availability)
    let mapped = sources.compactMap { source -> String? in
      let kind = source.mapping.kind.kind
      guard kinds.contains(kind) else { return nil }
      let names = Set((loaded[kind]?.fields ?? []).map(\.name))
      let constants = source.mapping.constants.filter { names.contains($0.key) }
        .sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      let read = source.mapping.fields.filter { names.contains($0.field.name) }
        .map(\.meaning).sorted()
      return ([source.name, source.mapping.meaning] + constants + read).joined(separator: "\n")
    }
    return ([Self.definition(metric)] + parts + (readsRules ? [rules] : []) + mapped)
      .joined(separator: "\n\n")
  }
}
