import Columnar
import Records

extension MetricTracer {
  /// For the instant of a moment the ticket's own that tells when a ticket which is left out, and has
  /// no moments, would have counted; `created` for those that are not named.
  private static let instants: [RecordKind: [String: String]] = [
    .reply: ["replied": "first_reply"], .solve: ["solved": "solved"], .spell: ["until": "solved"],
  ]

  /// How many tickets of the group and the period are left out of the population, by reason.
  ///
  /// - Parameter spells: those of the same partition; tickets that events removed have some, and are
  ///   not left out of figures of the backlog.
  public func leftOut(_ tickets: TracedBatch, spells: TracedBatch?) -> [String: Int] {
    let leading = zip(parts, groupSets).first { $0.0.measure == metric.leading }
    guard let (part, set) = leading else { return [:] }
    let kind = part.measure.kind
    guard kind == .ticket || [.reply, .solve, .spell].contains(kind) else { return [:] }
    let asked =
      kind == .ticket
      ? part : MetricPart(part.role, Self.ofTickets(part.measure), part.span)
    let told = kind == .spell ? Set(spells?.values("ticket_row") ?? []) : []
    var counts: [String: Int] = [:]
    for row in attributed(asked, kind == .ticket ? set : 0, tickets)
    where !told.contains(Int64(row)) {
      if let reason = tickets.reasons[row] { counts[reason, default: 0] += 1 }
    }
    return counts
  }

  private static func ofTickets(_ measure: Measure) -> Measure {
    switch measure.attribution {
    case .standing: Measure(.ticket, .standing(from: "created", until: "solved"))
    case .at(let field): Measure(.ticket, .at(instants[measure.kind]?[field] ?? "created"))
    }
  }
}
