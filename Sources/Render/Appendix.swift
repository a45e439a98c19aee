import Aggregate
import Records

/// The appendix: what became of the rows, what each figure means, what could not be computed.
struct Appendix {
  let input: ReportInput

  var quality: ModelNode {
    let failing = input.sources.filter { !$0.addsUp }.map(\.name)
    let count = { (number: Int) in ReportTable.Cell(text: Format.grouped(Double(number), 0)) }
    let rows = ReportTable(
      caption: "Rows by source",
      columns: [
        "Source", "Kind", "Read", "Kept", "Superseded", "Rejected", "Dropped", "Odd local times",
      ],
      rows: input.sources.map { source in
        [
          .init(text: source.name), .init(text: source.kind), count(source.read),
          count(source.kept), count(source.superseded), count(source.rejected),
          count(source.dropped), count(source.movedTimes + source.ambiguousTimes),
        ]
      })
    let rejections = ReportTable(
      caption: "Rejected rows by reason", columns: ["Source", "Field", "Reason", "Rows"],
      rows: input.rejections.map {
        [
          .init(text: $0.source), .init(text: $0.field.isEmpty ? Format.unknown : $0.field),
          .init(text: $0.reason), count($0.count),
        ]
      })
    let coverage = ReportTable(
      caption: "Records that have each field",
      columns: ["Field", "Kind", "Have it", "Of", "Coverage"],
      rows: input.coverage.map {
        [
          .init(text: $0.field), .init(text: $0.kind), count($0.present), count($0.total),
          .init(
            text: $0.total == 0
              ? Format.unknown : Format.amount(Double($0.present) / Double($0.total), .share)),
        ]
      })
    let leftOut = input.leftOut.map { "\(Format.grouped(Double($0.count), 0)) \($0.reason)" }
    return .object([
      "check": .text(
        failing.isEmpty
          ? "Rows read = kept + superseded + rejected + dropped, for every source: checked."
          : "Rows do NOT add up for: \(failing.joined(separator: ", ")). Do not publish this report."
      ),
      "adds_up": .flag(failing.isEmpty),
      "marks": .text(marks),
      "left_out": .text(
        [
          leftOut.isEmpty
            ? "No ticket was left out as deleted, spam, test or merged."
            : "Left out of every figure: \(leftOut.joined(separator: ", ")) tickets.", attribution,
          knownDays, orphans, oddities, later,
        ].compactMap { $0 }.joined(separator: " ")),
      "tables": .list(
        [rows, input.rejections.isEmpty ? nil : rejections, gaps, coverage].compactMap { $0?.node }),
    ])
  }

  /// Instants without a time of day.
  private var knownDays: String? {
    input.knownDays.map {
      "Known to the day only: \($0). Durations from or to them are in days, and service levels in "
        + "hours are not judged by them."
    }
  }

  /// Records that name a ticket which is not there, of all of their kind.
  private var oddities: String? {
    if input.oddities.isEmpty { return nil }
    let listed = input.oddities.map { "\(Format.grouped(Double($0.count), 0)) \($0.what)" }
    return "Odd, and counted as it stands: \(listed.joined(separator: ", "))."
  }

  /// The day at which the data is taken to end does not undo what was written since.
  private var later: String? {
    if input.updatedLater == 0 { return nil }
    let (records, count) =
      input.updatedLater == 1
      ? ("record was", "counts")
      : ("records were", "count")
    return "\(Format.grouped(Double(input.updatedLater), 0)) \(records) updated on or after "
      + "\(input.asOf) and \(count) as updated."
  }

  /// Of which time team, priority and the like of a ticket are.
  private var attribution: String? {
    guard input.sources.contains(where: { $0.kind == "ticket" }) else { return nil }
    if input.histories.isEmpty {
      return "Team, priority and other attributes of a ticket are those of its latest export."
    }
    let told = input.histories.joined(separator: ", ")
    return
      "Of a ticket's attributes, \(told) are those at the time of each event where its log tells "
      + "them; all others, and those of tickets without a log, are of the latest export."
  }

  private var orphans: String? {
    let linked = input.sources.filter { ["event", "contact", "survey"].contains($0.kind) }
    if linked.isEmpty { return nil }
    if input.orphans.isEmpty { return "No record names a ticket that is not among the exports." }
    let listed = input.orphans.map { orphan in
      let all = linked.filter { $0.kind == orphan.kind }.reduce(0) { $0 + $1.kept }
      return "\(Format.grouped(Double(orphan.count), 0)) of "
        + "\(Format.grouped(Double(all), 0)) \(orphan.kind)s"
    }
    return "Naming a ticket that is not among the exports: \(listed.joined(separator: ", "))."
  }

  /// The figures that do not rest on all their records.
  private var gaps: ReportTable? {
    let rows = input.snapshot.metrics.compactMap { metric -> [ReportTable.Cell]? in
      guard let gap = input.gap(metric), let value = input.snapshot.value(metric.id, input.period)
      else { return nil }
      return [
        .init(text: metric.label),
        .init(text: Format.marked(value, metric.unit, currency: input.currency)),
        .init(text: Format.n(value)), .init(text: "cov. \(Format.coverage(gap))"),
      ]
    }
    if rows.isEmpty { return nil }
    return ReportTable(
      caption: "Figures that do not rest on all their records, \(input.period)",
      columns: ["KPI", "Value", "n", "Records that have what it needs"], rows: rows)
  }

  /// What the marks at figures mean.
  private var marks: String {
    let limits = input.smallN
    let few =
      limits.suppress > 1
      ? "; \(Format.suppressed) is suppressed: it rests on fewer than \(limits.suppress) records, or "
        + "would give away a figure that does" : ""
    let closes =
      input.snapshot.contains(.fromClosed)
      ? "‡ has tickets in it without a solve, which count as solved when they were closed; " : ""
    return "A figure marked * rests on fewer than \(limits.indicative) records and is indicative; "
      + "† comes from an export's counters, for want of events; \(closes)(p) is provisional; "
      + "≈ is within 0.4 %; – is not known\(few)."
  }

  var definitions: [ModelNode] {
    input.snapshot.metrics.map { metric in
      .object([
        "id": .text(metric.id), "label": .text(metric.label), "text": .text(metric.definition),
        "unit": .text(metric.unit.rawValue), "version": .text(String(metric.version)),
        "good": .text(Self.direction(metric.good)),
      ])
    }
  }

  var missing: [ModelNode] {
    input.missing.map { missing in
      .object([
        "id": .text(missing.metric.id), "label": .text(missing.metric.label),
        "fields": .text(missing.fields.joined(separator: ", ")),
      ])
    }
  }

  static func direction(_ direction: Metric.Direction) -> String {
    switch direction {
    case .up: "up is good"
    case .down: "down is good"
    case .band: "a band is good"
    case .neither: "neither way is good"
    }
  }
}
