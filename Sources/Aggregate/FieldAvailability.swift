import Columnar
import Link
public import Records

/// Which fields a pipeline's sources bring, and what can be told from them.
public struct FieldAvailability: Sendable {
  /// For each kind that is read the fields that some source maps, with their types.
  public let mapped: [RecordKind: [Field]]
  /// Parts of the pipeline file that some fields need: `sla`, `calendars`, …
  public let parts: Set<String>
  /// The fields that SLA policies and calendars test.
  public let policyFields: Set<String>

  public init(
    mapped: [RecordKind: [Field]], parts: Set<String> = [], policyFields: Set<String> = []
  ) {
    self.mapped = mapped
    self.parts = parts
    self.policyFields = policyFields
  }

  public func isMapped(_ name: String, _ kind: RecordKind) -> Bool {
    mapped[kind]?.contains { $0.name == name } ?? false
  }

  var hasEvents: Bool { mapped[.event] != nil }

  /// Whether tickets may end when they were closed.
  var tellsCloses: Bool { isMapped("closed", .ticket) }

  /// What a metric lacks, in order; empty where it can be computed.
  func missing(_ metric: Metric) -> [String] {
    let missing = missingFields(metric)
    // What events would tell besides need not be asked for.
    guard missing.contains("event"), !hasEvents else { return missing.sorted() }
    var mapped = mapped
    mapped[.event] = []
    let others = FieldAvailability(mapped: mapped, parts: parts).missingFields(metric)
    return others.union(["event"]).sorted()
  }

  private func missingFields(_ metric: Metric) -> Set<String> {
    var missing: Set<String> = []
    let hasAmounts = metric.measures.contains {
      if case .amount = $0.value { true } else { false }
    }
    if hasAmounts && !parts.contains("currency") { missing.insert("currency") }
    for kind in metric.kinds {
      for field in Set(metric.measures.filter { $0.kind == kind }.flatMap(\.needed)).sorted() {
        for lacking in self.missing(field, kind) {
          missing.insert(kind == metric.kinds[0] ? lacking : "\(lacking) of \(kind.rawValue)")
        }
      }
    }
    return missing
  }

  /// The fields that are neither mapped nor can be told or derived from mapped ones.
  func missing(_ field: String, _ kind: RecordKind) -> Set<String> {
    if field == "age" || field == "system" || isMapped(field, kind) { return [] }
    if let moment = MomentField.named(field, kind) {
      if kind == .ticket {
        let isTold = hasEvents && moment.eventColumns.allSatisfy { isMapped($0, .event) }
        return isTold ? [] : [field]
      }
      if !kind.isDerived {
        guard mapped[kind] != nil else { return [kind.rawValue] }
        return moment.columns.reduce(into: []) { $0.formUnion(self.missing($1, kind)) }
      }
      if mapped[.ticket] == nil { return ["ticket"] }
      if moment.isToldByEvents && hasEvents { return [] }
      if moment.columns.isEmpty && moment.anyOf.isEmpty {
        return moment.isToldByEvents ? ["event"] : []
      }
      var missing: Set<String> = moment.columns.reduce(into: []) {
        $0.formUnion(self.missing($1, .ticket))
      }
      let isTold = moment.anyOf.isEmpty || moment.anyOf.contains { isMapped($0, .ticket) }
      if !isTold {
        missing.insert(moment.anyOf.joined(separator: " or "))
      }
      return missing
    }
    if let derived = DerivedField.named(field, kind) {
      var missing: Set<String> = Set(derived.parts.filter { !parts.contains($0) })
      if !derived.anyOf.isEmpty
        && derived.anyOf.allSatisfy({ !self.missing($0, kind).isEmpty })
      {
        missing.insert(derived.anyOf.joined(separator: " or "))
      }
      for input in derived.inputs { missing.formUnion(self.missing(input, kind)) }
      return missing
    }
    if kind == .ramp {
      return missing("tenure_days", .staff).union(missing("agent", .staff))
        .union(missing("solved", .solve)).union(missing("agent", .solve))
    }
    // A moment has the fields of its ticket.
    if kind.isDerived {
      return hasEvents && MomentField.histories.contains(field) ? [] : missing(field, .ticket)
    }
    return [field]
  }

  /// Whether all records that a metric reads can be split by a dimension.
  public func canSplit(_ metric: Metric, by dimension: String) -> Bool {
    metric.kinds.allSatisfy { hasDimension(dimension, $0) }
  }

  /// Whether records of a kind can be split by a dimension.
  func hasDimension(_ name: String, _ kind: RecordKind) -> Bool {
    if isMapped(name, kind) { return true }
    if kind == .ramp { return name == "team" }
    let takesTickets =
      kind.isDerived || (kind == .survey || kind == .contact) && isMapped("ticket", kind)
    guard takesTickets || kind == .ticket else { return false }
    if kind != .ticket && isMapped(name, .ticket) { return true }
    return hasEvents && mapped[.ticket] != nil && MomentField.histories.contains(name)
  }
}
