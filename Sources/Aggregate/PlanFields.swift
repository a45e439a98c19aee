import Columnar
import Link
public import Records

/// The fields that a plan needs of each kind: as linked, and of these what the exports must bring.
public struct PlanFields {
  private let metrics: [Metric]
  private let dimensions: [String]
  private let availability: FieldAvailability
  private let isTraced: Bool
  private(set) var linked: [RecordKind: Schema] = [:]
  private(set) var loaded: [RecordKind: Schema] = [:]

  /// What linking reads of tickets and events, where it is mapped.
  private static let ticketInputs = ["created", "solved", "closed", "status", "merged_into"]
  private static let eventInputs = [
    "ticket_system", "at", "kind", "sequence", "from", "to", "actor",
  ]

  /// What a trace reads beside: names of records, where they stand, and by what instant a ticket that
  /// is left out would have counted.
  private static let traced: [RecordKind: Set<String>] = [
    .ticket: ["id", "created", "first_reply", "solved"], .contact: ["id"], .survey: ["id"],
    .reply: ["place", "ticket_row"], .solve: ["place", "ticket_row"],
    .spell: ["from_place", "until_place", "ticket_row"],
  ]

  /// What tells which instants of a record are known to the day only.
  private static let days: [RecordKind: Set<String>] = [
    .ticket: [Field.dayFields.name], .contact: [Field.dayFields.name],
    .survey: [Field.dayFields.name], .spell: [Field.dayFields.name],
    .reply: [Field.dayFields.name, "is_first", "place"],
    .solve: [Field.dayFields.name, "place"],
  ]

  /// The fields that exports must bring for some metrics, by kind.
  public static func loaded(
    _ metrics: [Metric], _ availability: FieldAvailability
  ) -> [RecordKind: Schema] {
    PlanFields(metrics: metrics, groupings: [], availability: availability).loaded
  }

  init(
    metrics: [Metric], groupings: [[String]], availability: FieldAvailability,
    isTraced: Bool = false
  ) {
    self.metrics = metrics
    self.isTraced = isTraced
    self.availability = availability
    var dimensions: [String] = []
    for name in groupings.joined() where !dimensions.contains(name) { dimensions.append(name) }
    self.dimensions = dimensions
    var wanted: [RecordKind: Set<String>] = [:]
    for kind in RecordKind.allCases where isUsed(kind) { wanted[kind] = self.wanted(kind) }
    for (kind, names) in wanted { linked[kind] = linkedSchema(kind, names) }
    for kind in RecordKind.allCases where !kind.isDerived && availability.mapped[kind] != nil {
      loaded[kind] = loadedSchema(kind, wanted)
    }
  }

  /// With some fields that no metric reads, where they are mapped.
  func loaded(with more: [RecordKind: Set<String>]) -> [RecordKind: Schema] {
    loaded.mapValues { schema in
      let names = more[schema.kind] ?? []
      if names.isEmpty { return schema }
      let known = Set(schema.fields.map(\.name))
      let added = (availability.mapped[schema.kind] ?? []).filter {
        names.contains($0.name) && !known.contains($0.name)
      }
      return Schema(kind: schema.kind, fields: schema.fields + added)
    }
  }

  /// Whether any metric counts records of a kind. Tickets and those that tell of them are read in
  /// any case.
  private func isUsed(_ kind: RecordKind) -> Bool {
    if kind.isDerived { return metrics.contains { $0.kinds.contains(kind) } || neededByRamp(kind) }
    return availability.mapped[kind] != nil
  }

  private func neededByRamp(_ kind: RecordKind) -> Bool {
    kind == .solve && metrics.contains { $0.kinds.contains(.ramp) }
  }

  /// The names that measures, derivations and dimensions read of a kind.
  private func wanted(_ kind: RecordKind) -> Set<String> {
    var wanted: Set<String> = []
    for metric in metrics { wanted.formUnion(metric.accumulatedFields(kind, availability)) }
    if isTraced { wanted.formUnion(Self.traced[kind] ?? []) }
    if neededByRamp(kind) { wanted.formUnion(["solved", "team", "agent"]) }
    if kind == .staff && metrics.contains(where: { $0.kinds.contains(.ramp) }) {
      wanted.formUnion(["team", "agent", "date", "tenure_days"])
    }
    wanted.formUnion(Self.days[kind] ?? [])
    for name in dimensions where availability.hasDimension(name, kind) { wanted.insert(name) }
    for derived in DerivedField.all.reversed()
    where derived.kind == kind && wanted.contains(derived.field.name) {
      wanted.formUnion(derived.inputs + derived.optional + derived.anyOf)
      if derived.readsPolicies { wanted.formUnion(availability.policyFields) }
    }
    return wanted
  }

  private func linkedSchema(_ kind: RecordKind, _ names: Set<String>) -> Schema {
    var fields: [Field] = []
    func add(_ field: Field) {
      if !fields.contains(where: { $0.name == field.name }) { fields.append(field) }
    }
    if kind == .ramp { return Schema(kind: .ramp, fields: Ramp.fields) }
    for field in availability.mapped[kind] ?? [] where names.contains(field.name) { add(field) }
    for moment in MomentField.of(kind) where names.contains(moment.field.name) {
      // Who opened a ticket is asked in any case, and told in few.
      let isOptional = !moment.eventColumns.isEmpty
      if isOptional && !availability.missing(moment.field.name, kind).isEmpty { continue }
      add(moment.field)
    }
    if kind != .staff && kind != .cost {
      for field in availability.ticketFields
      where names.contains(field.name) && DerivedField.named(field.name, kind) == nil {
        add(field)
      }
    }
    if kind == .ticket {
      for name in ["status", "merged_into"] {
        if let field = availability.mapped[.ticket]?.first(where: { $0.name == name }) {
          add(field)
        }
      }
      if availability.hasEvents {
        for name in dimensions where MomentField.histories.contains(name) {
          for moment in MomentField.ticketMoments { add(Field("\(name)@\(moment)", .text)) }
        }
      }
    }
    if names.contains("system") { add(Field("system", .text)) }
    if names.contains(Field.ticketLink.name) { add(.ticketLink) }
    if names.contains(Field.dayFields.name) { add(.dayFields) }
    return Schema(kind: kind, fields: fields)
  }

  private func loadedSchema(_ kind: RecordKind, _ wanted: [RecordKind: Set<String>]) -> Schema {
    var names = wanted[kind] ?? []
    let derived: [RecordKind] = [.reply, .solve, .spell]
    switch kind {
    case .ticket:
      names.formUnion(Self.ticketInputs)
      for moment in derived where wanted[moment] != nil {
        names.formUnion(wanted[moment] ?? [])
        for field in MomentField.of(moment)
        where wanted[moment]?.contains(field.field.name) ?? false {
          names.formUnion(field.columns + field.anyOf)
        }
      }
      for about in [RecordKind.survey, .contact] where availability.mapped[about] != nil {
        names.formUnion(dimensions)
      }
      if availability.hasEvents { names.formUnion(MomentField.histories) }
    case .event: names.formUnion(Self.eventInputs)
    case .survey: names.formUnion(["kind", "responded", "sent"])
    case .contact: names.insert("offered")
    default: break
    }
    var fields = (availability.mapped[kind] ?? []).filter { names.contains($0.name) }
    let namesTickets = kind == .event || kind == .survey || kind == .contact
    if kind == .ticket && availability.linksTickets || namesTickets
      || names.contains(Field.ticketLink.name)
    {
      fields.append(.ticketLink)
    }
    // Which system a log covers is asked of each ticket.
    let isCovered = kind == .event || kind == .ticket && availability.hasEvents
    if names.contains("system") || isCovered { fields.append(Field("system", .text)) }
    return Schema(kind: kind, fields: fields)
  }
}

extension FieldAvailability {
  /// Whether other records than tickets may be about tickets.
  var linksTickets: Bool {
    mapped[.ticket] != nil
      && (hasEvents || isMapped("ticket", .survey) || isMapped("ticket", .contact))
  }

  /// The fields of tickets, those that only events tell among them.
  var ticketFields: [Field] {
    let own = mapped[.ticket] ?? []
    guard hasEvents else { return own }
    let told = MomentField.histories + (isMapped("actor", .event) ? ["direction"] : [])
    return own
      + told.filter { name in !own.contains { $0.name == name } }.compactMap {
        MomentField.named($0, .ticket)?.field ?? CommonSchema.ticket.field($0)
      }
  }
}

extension Metric {
  /// The fields that are read of a kind for all that is accumulated for the metric.
  func accumulatedFields(_ kind: RecordKind, _ availability: FieldAvailability) -> Set<String> {
    Set(
      accumulated(availability).filter { $0.measure.kind == kind }.flatMap { accumulation in
        accumulation.measure.fields + accumulation.otherFields
      })
  }
}

extension Accumulation {
  /// The fields of the value that stands beside the measure's.
  fileprivate var otherFields: [String] {
    if case .products(let value) = form { return measure.of(value).fields }
    return []
  }
}
