import Columnar
import Link
import Records

/// A field that is computed from others before anything is counted: a row of the table of
/// derivations.
struct DerivedField: Sendable {
  /// Columns of a batch by name, and what the derivations need to know of the run.
  struct Input {
    let batch: RecordBatch
    let context: AggregationContext
    let timelines: StatusTimelines

    /// A column; one of missing values where the batch lacks it.
    subscript(name: String) -> [Int64] {
      batch.values(name)
    }

    func code(_ field: String, _ text: String) -> Int64 {
      context.dictionaries[field]?.knownCode(of: text) ?? -1
    }

    var rows: Range<Int> { 0..<batch.count }

    /// For each row whether one of some instants is known to the day only.
    func areDays(_ fields: String...) -> (Int) -> Bool {
      guard let days = DayColumn(fields, batch.schema, context.days) else { return { _ in false } }
      return { days.isDay($0, batch.columns) }
    }
  }

  let kind: RecordKind
  let field: Field
  /// All of these must be there.
  let inputs: [String]
  /// These are used where they are there.
  let optional: [String]
  /// At least one of these must be there, if any are named.
  let anyOf: [String]
  /// Parts of the pipeline file that it needs.
  let parts: [String]
  /// Whether it is a number of contacts, which is more than one where a record stands for those of an
  /// interval.
  let countsContacts: Bool
  let derive: @Sendable (Input) -> [Int64]

  init(
    _ kind: RecordKind, _ field: Field, _ inputs: [String], optional: [String] = [],
    anyOf: [String] = [], parts: [String] = [], countsContacts: Bool = false,
    _ derive: @escaping @Sendable (Input) -> [Int64]
  ) {
    self.kind = kind
    self.field = field
    self.inputs = inputs
    self.optional = optional
    self.anyOf = anyOf
    self.parts = parts
    self.countsContacts = countsContacts
    self.derive = derive
  }

  /// Whether it tests what policies and calendars say of a record.
  var readsPolicies: Bool { !parts.isEmpty && kind.isDerived }

  /// The fields of contacts without which each record stands for one.
  static let manyOfContacts = ["contacts", "handled"]

  static func named(_ name: String, _ kind: RecordKind) -> DerivedField? {
    all.first { $0.kind == kind && $0.field.name == name }
  }

  /// In an order in which each stands behind those that it uses.
  static let all: [DerivedField] =
    tickets + replies + solves + [assigned(.spell)] + contacts + surveys + staff + costs

  private static let tickets = [
    DerivedField(
      .ticket,
      Field(
        "escalation_at", .instant, "when it was escalated, else when an escalated ticket was opened"
      ), ["created"],
      optional: ["escalated", "escalated_at"], anyOf: ["escalated", "escalated_at"],
      Derivations.escalationAt),
    DerivedField(
      .ticket, Field("escalation_known", .boolean), ["created"],
      optional: ["escalated", "escalated_at"], anyOf: ["escalated", "escalated_at"],
      Derivations.escalationKnown),
    DerivedField(
      .ticket,
      Field("returned_72h", .boolean, "whether the same requester opened another within 72 hours"),
      ["system", "requester", "created"], optional: [Field.ticketLink.name], Derivations.returned),
    assigned(.ticket),
  ]

  /// Whether a record is anybody's.
  private static func assigned(_ kind: RecordKind) -> DerivedField {
    DerivedField(
      kind, Field("is_assigned", .boolean, "whether it has a team or an agent"), [],
      optional: ["team", "agent"],
      anyOf: ["team", "agent"]
    ) { input in
      zip(input["team"], input["agent"]).map { $0 == .missing && $1 == .missing ? 0 : 1 }
    }
  }

  private static let replies = [
    DerivedField(
      .reply,
      Field("business_seconds", .seconds, "the time within the calendar that serves the ticket"),
      ["asked", "replied"], parts: ["calendars"]
    ) { Derivations.businessSeconds($0, from: "asked", to: "replied") },
    DerivedField(
      .reply, Field("due", .instant, "when the target of the first policy that fits is used up"),
      ["asked", "replied", "is_first", "ticket_row"], parts: ["sla"], Derivations.replyDue),
    DerivedField(
      .reply, Field("in_time", .boolean, "whether it was done by then; missing while that is open"),
      ["due", "replied", "last_solved", "ended_unseen"],
      parts: ["sla"],
      Derivations.replyInTime),
    DerivedField(
      .reply, Field("settled", .instant, "when the target was met, or else used up"),
      ["in_time", "due", "replied"], parts: ["sla"]
    ) { Derivations.settled($0, by: "replied") },
    assigned(.reply),
  ]

  private static let solves = [
    DerivedField(
      .solve,
      Field("business_seconds", .seconds, "the time within the calendar that serves the ticket"),
      ["created", "solved"], parts: ["calendars"]
    ) { Derivations.businessSeconds($0, from: "created", to: "solved") },
    DerivedField(
      .solve, Field("due", .instant, "when the target of the first policy that fits is used up"),
      ["created", "solved", "is_done", "ticket_row"],
      parts: ["sla"], Derivations.resolutionDue),
    DerivedField(
      .solve, Field("in_time", .boolean, "whether it was done by then; missing while that is open"),
      ["due", "solved", "is_done"], parts: ["sla"],
      Derivations.resolutionInTime),
    DerivedField(
      .solve, Field("settled", .instant, "when the target was met, or else used up"),
      ["in_time", "due", "solved"], parts: ["sla"]
    ) { Derivations.settled($0, by: "solved") },
    assigned(.solve),
    DerivedField(
      .solve,
      Field(
        "repeated_7d", .boolean,
        "whether the requester opened another ticket of the category within 7 days"),
      ["system", "requester", "category", "solved"],
      optional: [Field.ticketLink.name], Derivations.repeated),
  ]

  private static let contacts = [
    DerivedField(
      .contact, Field("offered_count", .integer, "contacts of the row"), ["offered"],
      optional: ["contacts"], countsContacts: true,
      ContactDerivations.offeredCount),
    DerivedField(
      .contact, Field("handled_count", .integer, "of these, taken by an agent"), ["offered_count"],
      optional: ["handled", "answered", "abandoned"], anyOf: ["handled", "answered", "abandoned"],
      countsContacts: true,
      ContactDerivations.handledCount),
    DerivedField(
      .contact, Field("abandoned_count", .integer, "of these, given up"),
      ["offered_count", "handled_count"],
      optional: ["abandoned"], countsContacts: true, ContactDerivations.abandonedCount),
    DerivedField(
      .contact,
      Field(
        "short_count", .integer, "of the given up, those too soon to count; missing where not known"
      ), ["abandoned_count"], optional: ["wait_seconds"], countsContacts: true,
      ContactDerivations.shortCount),
    DerivedField(
      .contact, Field("kept_count", .integer, "given up, without those too soon"),
      ["abandoned_count", "short_count"], countsContacts: true
    ) { ContactDerivations.lessShort($0, "abandoned_count") },
    DerivedField(
      .contact, Field("offered_less_short", .integer, "offered, without those given up too soon"),
      ["offered_count", "abandoned_count", "short_count"], countsContacts: true
    ) { ContactDerivations.lessShort($0, "offered_count") },
    DerivedField(
      .contact, Field("served_count", .integer, "answered in time"),
      ["handled_count", "wait_seconds"], countsContacts: true, ContactDerivations.servedCount),
    DerivedField(
      .contact,
      Field("judged_count", .integer, "answered or given up, without those given up too soon"),
      ["handled_count", "kept_count", "wait_seconds"], countsContacts: true,
      ContactDerivations.judgedCount),
    DerivedField(
      .contact, Field("work_seconds", .seconds, "talk, hold and wrap"), ["offered"],
      optional: ["handle_seconds", "talk_seconds", "hold_seconds", "wrap_seconds"],
      anyOf: ["handle_seconds", "talk_seconds"], ContactDerivations.workSeconds),
    DerivedField(
      .contact, Field("wrapped", .instant, "when the agent was done"), ["offered", "work_seconds"],
      optional: ["ended", "wait_seconds"], ContactDerivations.wrapped),
  ]

  private static let surveys = [
    DerivedField(
      .survey,
      Field(
        "satisfied", .boolean,
        "whether a CSAT answer is good; missing for other surveys, and off its scale"),
      ["kind", "score"], optional: ["scale"],
      SurveyDerivations.satisfied),
    DerivedField(
      .survey,
      Field(
        "nps_class", .integer, "1 for a promoter, −1 for a detractor; missing for other surveys"),
      ["kind", "score"], optional: ["scale"],
      SurveyDerivations.npsClass),
    DerivedField(
      .survey, Field("nps_extreme", .integer, "1 for promoters and detractors"), ["nps_class"]
    ) { input in
      input["nps_class"].map { $0 == .missing ? .missing : $0 * $0 }
    },
    DerivedField(
      .survey,
      Field(
        "easy", .boolean, "whether a CES answer is on the easy side; missing for other surveys"),
      ["kind", "score", "easy_end"], optional: ["scale"],
      SurveyDerivations.easy),
    DerivedField(
      .survey,
      Field("is_latest_answer", .boolean, "whether the ticket got no later answer of the kind"),
      ["kind", "score", "responded", "place"],
      optional: ["scale", "easy_end", Field.ticketLink.name], SurveyDerivations.isLatestAnswer),
  ]

  private static let staff = [
    DerivedField(
      .staff, Field("team_headcount", .decimal), ["headcount"], optional: ["agent"],
      Derivations.teamHeadcount),
    DerivedField(
      .staff, Field("leavers", .decimal, "all who left"), ["headcount"],
      optional: ["leavers_voluntary", "leavers_involuntary"],
      anyOf: ["leavers_voluntary", "leavers_involuntary"]
    ) { input in
      zip(input["leavers_voluntary"], input["leavers_involuntary"]).map { a, b in
        a == .missing && b == .missing
          ? .missing : (a == .missing ? 0 : a) + (b == .missing ? 0 : b)
      }
    },
    DerivedField(
      .staff, Field("qa_earned", .decimal, "points, 0 after a critical failure"),
      ["qa_points", "qa_possible"],
      optional: ["qa_critical_fail"]
    ) { input in
      zip(input["qa_points"], input["qa_critical_fail"]).map { points, fails in
        points != .missing && fails != .missing && fails > 0 ? 0 : points
      }
    },
  ]

  private static let costs = [
    DerivedField(
      .cost, Field("actual_amount", .money, "what was spent, in the pipeline's currency"),
      ["actual", "month"], optional: ["currency"],
      parts: ["currency"]
    ) { Derivations.amount($0, "actual", by: "month") },
    DerivedField(
      .cost, Field("budget_amount", .money, "what was planned, in the pipeline's currency"),
      ["budget", "month"], optional: ["currency"],
      parts: ["currency"]
    ) { Derivations.amount($0, "budget", by: "month") },
  ]
}
