import Aggregate
import Columnar
import Records
import Transform

/// The fields that a source maps although nothing that a pipeline publishes is made of them.
struct UnreadFields {
  /// By kind, what its reports, policies and own metrics read.
  private let read: [RecordKind: Set<String>]

  /// - Parameter plans: those of all reports.
  init(_ plans: [AggregationPlan]) {
    var read: [RecordKind: Set<String>] = [:]
    for plan in plans {
      for (kind, schema) in plan.loaded {
        read[kind, default: []].formUnion(schema.fields.map(\.name))
      }
    }
    self.read = read
  }

  /// In the common order.
  func of(_ source: PipelineFile.Source) -> [String] {
    let kind = source.mapping.kind
    // What names a record, its ticket and its version decides which rows count.
    let deciding = Set(
      kind.key + kind.required + ["updated", "version", "ticket", "ticket_system"])
    let reading = read[kind.kind] ?? []
    return source.mapping.readFields.map(\.name).filter {
      !deciding.contains($0) && !reading.contains($0)
    }
  }
}

extension FieldReference {
  /// The numbers, instants and flags of a kind that no built-in metric reads.
  static func unread(_ kind: CommonSchema.Kind) -> Set<String> {
    let mapped = Dictionary(
      uniqueKeysWithValues: CommonSchema.kinds.map { ($0.kind, $0.fields) })
    let availability = FieldAvailability(mapped: mapped, parts: ["sla", "calendars", "currency"])
    // Of rows with one id each may be the one that is used.
    let read = MetricTable.builtIn.reduce(into: Set<String>()) { names, metric in
      let fields = PlanFields.loaded([metric], availability)[kind.kind]?.fields ?? []
      names.formUnion(fields.map(\.name))
    }
    let deciding = Set(kind.key + kind.required + ["updated", "version"])
    return Set(kind.fields.filter { !$0.type.isText && !deciding.contains($0.name) }.map(\.name))
      .subtracting(read)
  }
}

extension Diagnostic.Message {
  static func unreadFields(_ names: [String], _ source: String) -> Self {
    let listed = names.map { "'\($0)'" }.joined(separator: ", ")
    return Self(
      "\(listed) of the source '\(source)' feed\(names.count == 1 ? "s" : "") nothing: no report splits by "
        + "\(names.count == 1 ? "it" : "them"), and no figure reads \(names.count == 1 ? "it" : "them")"
    )
  }
}
