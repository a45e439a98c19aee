import Aggregate
import Language

extension SectionPlan {
  /// What became of the rows, and which figures do not rest on all of them.
  static let dataQuality = SectionPlan("data-quality") { composer in
    Section("data-quality", .phrase(.dataQuality), composer.dataQuality)
  }
}

extension Composer {
  fileprivate var dataQuality: [Block] {
    let failing = input.sources.filter { !$0.addsUp }.map { Words.text($0.name) }
    let check =
      failing.isEmpty
      ? Paragraph(.phrase(.rowsAddUp), name: "check")
      : Paragraph(
        .phrase(.rowsDoNotAddUp, ["sources": .list(failing, .listComma)]), name: "check",
        tone: .bad)
    let remarks = [leftOut, attribution, knownDays, orphans, oddities, later].compactMap { $0 }
    return [
      .paragraph(check), .paragraph(Paragraph(.list(remarks, .listSpace), name: "left_out")),
      .paragraph(Paragraph(marks, name: "marks")),
    ]
      + [rowsTable, input.rejections.isEmpty ? nil : rejectionsTable, gapsTable, coverageTable]
      .compactMap { $0.map(Block.table) }
  }

  private static let leftOutReasons: [String: PhraseID] = [
    "deleted": .leftOutDeleted, "spam": .leftOutSpam, "merged": .leftOutMerged,
    "test": .leftOutTest,
  ]

  private var leftOut: Words {
    if input.leftOut.isEmpty { return .phrase(.nothingLeftOut) }
    let counts = input.leftOut.map { reason, count -> Words in
      let what = Self.leftOutReasons[reason].map { Words.phrase($0) } ?? .text(reason)
      return .phrase(.countOf, ["count": .count(count), "what": what])
    }
    return .phrase(
      .leftOut,
      [
        "counts": .list(counts, .listComma),
        "total": .count(input.leftOut.reduce(0) { $0 + $1.count }),
      ])
  }

  /// Of which time team, priority and the like of a ticket are.
  private var attribution: Words? {
    guard input.sources.contains(where: { $0.kind == "ticket" }) else { return nil }
    if input.histories.isEmpty { return .phrase(.latestAttributes) }
    return .phrase(
      .attributesByEvents, ["fields": .list(input.histories.map { .text($0) }, .listComma)])
  }

  /// Instants without a time of day.
  private var knownDays: Words? {
    input.knownDays.map { .phrase(.knownToTheDay, ["fields": .text($0)]) }
  }

  /// By kinds of records that belong to tickets.
  private static let orphansOf: [String: PhraseID] = [
    "event": .eventsOf, "contact": .contactsOf, "survey": .surveysOf,
  ]

  /// Records that name a ticket which is not there, of all of their kind.
  private var orphans: Words? {
    let linked = input.sources.filter { Self.orphansOf[$0.kind] != nil }
    if linked.isEmpty { return nil }
    if input.orphans.isEmpty { return .phrase(.noOrphans) }
    let counts = input.orphans.compactMap { orphan -> Words? in
      guard let phrase = Self.orphansOf[orphan.kind] else { return nil }
      let all = linked.filter { $0.kind == orphan.kind }.reduce(0) { $0 + $1.kept }
      return .phrase(phrase, ["count": .count(orphan.count), "all": .count(all)])
    }
    return .phrase(.orphans, ["counts": .list(counts, .listComma)])
  }

  /// What cannot be true of some records.
  private var oddities: Words? {
    if input.oddities.isEmpty { return nil }
    let counts = input.oddities.map { Words.phrase($0.what, ["count": .count($0.count)]) }
    return .phrase(.odd, ["counts": .list(counts, .listComma)])
  }

  /// The day at which the data is taken to end does not undo what was written since.
  private var later: Words? {
    if input.updatedLater == 0 { return nil }
    return .phrase(
      .updatedLater,
      ["count": .count(input.updatedLater), "day": .text(input.asOf.description)])
  }

  /// What the marks at figures mean.
  private var marks: Words {
    let limits = input.smallN
    var clauses: [Words] = [
      .phrase(.markFew, ["limit": .count(limits.indicative)]), .phrase(.markCounters),
    ]
    if input.snapshot.contains(.fromClosed) { clauses.append(.phrase(.markClosed)) }
    clauses += [.phrase(.markProvisional), .phrase(.markApproximate), .phrase(.markUnknown)]
    if limits.suppress > 1 {
      clauses.append(.phrase(.markSuppressed, ["limit": .count(limits.suppress)]))
    }
    return sentence(clauses)
  }

  // MARK: Tables

  private func table(_ caption: Words, _ columns: [PhraseID], _ rows: [[Words]]) -> Table {
    Table(
      caption: caption, columns: columns.map { .phrase($0) },
      rows: rows.map { $0.map { Table.Cell($0) } })
  }

  private var rowsTable: Table {
    table(
      .phrase(.rowsTable),
      [.source, .kind, .read, .kept, .superseded, .rejected, .dropped, .oddTimes],
      input.sources.map { source in
        [.text(source.name), .text(source.kind)]
          + [
            source.read, source.kept, source.superseded, source.rejected, source.dropped,
            source.movedTimes + source.ambiguousTimes,
          ].map { .count($0) }
      })
  }

  private var rejectionsTable: Table {
    table(
      .phrase(.rejectionsTable), [.source, .field, .reason, .rows],
      input.rejections.map {
        [
          .text($0.source), $0.field.isEmpty ? .phrase(.unknown) : .text($0.field),
          .text($0.reason), .count($0.count),
        ]
      })
  }

  /// The figures that do not rest on all their records.
  private var gapsTable: Table? {
    let rows = input.snapshot.metrics.filter { input.hasGap($0.id) }.map { metric -> [Words] in
      let cell = CellID(metric.id, input.period)
      return [
        .metric(metric.id), .figure(.marked(cell)), .figure(.n(cell)),
        .phrase(.coverageOf, ["coverage": .figure(.coverage(cell))]),
      ]
    }
    if rows.isEmpty { return nil }
    return table(
      .phrase(.gapsTable, ["period": .period(input.period)]), [.kpi, .value, .n, .recordsThatHave],
      rows)
  }

  private var coverageTable: Table {
    table(
      .phrase(.coverageTable), [.field, .kind, .haveIt, .of, .coverage],
      input.coverage.map {
        [
          .text($0.field), .text($0.kind), .count($0.present), .count($0.total),
          .figure(.part($0.present, of: $0.total)),
        ]
      })
  }
}
