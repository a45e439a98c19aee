import Columnar

/// A field that is computed from others before anything is counted: a row of the table of
/// derivations.
struct DerivedField: Sendable {
  /// Columns of a batch by name, and what the derivations need to know of the run.
  struct Input {
    let batch: RecordBatch
    let context: AggregationContext

    func column(_ name: String) -> [Int64]? {
      batch.schema.index(of: name).map { batch.columns[$0] }
    }

    func code(_ field: String, _ text: String) -> Int64 {
      context.dictionaries[field]?.knownCode(of: text) ?? -1
    }
  }

  enum Derivation: Sendable {
    /// From the row alone.
    case row(@Sendable (Input) -> [Int64])
    /// From all rows of the kind: given all partitions, a column for each.
    case linked(@Sendable ([Input]) -> [[Int64]])
  }

  let kind: RecordKind
  let field: Field
  /// All of these must be there.
  let inputs: [String]
  /// These are used where they are there.
  let optional: [String]
  /// At least one of these must be there, if any are named.
  let anyOf: [String]
  let needsPolicies: Bool
  let derivation: Derivation

  init(
    _ kind: RecordKind, _ field: Field, _ inputs: [String], optional: [String] = [],
    anyOf: [String] = [], needsPolicies: Bool = false, _ derivation: Derivation
  ) {
    self.kind = kind
    self.field = field
    self.inputs = inputs
    self.optional = optional
    self.anyOf = anyOf
    self.needsPolicies = needsPolicies
    self.derivation = derivation
  }

  static func named(_ name: String, _ kind: RecordKind) -> DerivedField? {
    all.first { $0.kind == kind && $0.field.name == name }
  }

  /// In an order in which each stands behind those that it uses.
  static let all: [DerivedField] = [
    DerivedField(
      .ticket, Field("left_at", .instant), ["created", "solved"], optional: ["status"],
      .row(Derivations.leftAt)),
    DerivedField(
      .ticket, Field("backlog_until", .instant), ["created", "solved", "left_at"],
      optional: ["status"], .row(Derivations.backlogUntil)),
    DerivedField(
      .ticket, Field("escalation_at", .instant), ["created"],
      optional: ["escalated", "escalated_at"], anyOf: ["escalated", "escalated_at"],
      .row(Derivations.escalationAt)),
    DerivedField(
      .ticket, Field("first_reply_due", .instant), ["created"], needsPolicies: true,
      .row { Derivations.due($0, \.firstReply) }),
    DerivedField(
      .ticket, Field("resolution_due", .instant), ["created"], needsPolicies: true,
      .row { Derivations.due($0, \.resolution) }),
    DerivedField(
      .ticket, Field("first_reply_in_time", .boolean), ["first_reply", "first_reply_due"],
      optional: ["status", "solved"], needsPolicies: true, .row(Derivations.firstReplyInTime)),
    DerivedField(
      .ticket, Field("resolution_in_time", .boolean), ["solved", "resolution_due"],
      optional: ["status"], needsPolicies: true, .row(Derivations.resolutionInTime)),
    DerivedField(
      .ticket, Field("returned_72h", .boolean), ["system", "requester", "created"],
      optional: ["status", "merged_into"], .linked(Derivations.returned)),
    DerivedField(
      .survey, Field("satisfied", .boolean), ["kind", "score"], optional: ["scale"],
      .row(Derivations.satisfied)),
    DerivedField(
      .survey, Field("nps_class", .integer), ["kind", "score"], .row(Derivations.npsClass)),
    DerivedField(.survey, Field("easy", .boolean), ["kind", "score"], .row(Derivations.easy)),
    DerivedField(
      .survey, Field("is_latest_answer", .boolean), ["system", "kind", "responded"],
      optional: ["ticket"], .linked(Derivations.isLatestAnswer)),
  ]
}
