import Aggregate
import Civil
import Columnar
import Link
import Records

extension Engine {
  /// The values of a plan, and what the appendix says of the population.
  struct Aggregated: Sendable {
    let snapshot: MetricSnapshot
    let leftOut: [(reason: String, count: Int)]
    let coverage: [FieldCoverage]
    /// Records that name a ticket which is not among the exports, by kind.
    let orphans: [(kind: String, count: Int)]
    /// What makes it doubtful when tickets ended.
    let endings: Endings
    /// The fields of tickets whose course over time events tell.
    let histories: [String]
    /// Words of events that are no status or priority.
    let unknownWords: [String]
    /// The latest instant of any record's last change; nil where none has one.
    let latest: Int64?
  }

  /// - Parameter limits: by dimension how many members stay on their own, where it is not the usual
  ///   number.
  func aggregate(
    _ plan: AggregationPlan, _ loaded: Loaded, limits: [String: Int] = [:]
  ) async throws(Diagnostic) -> Aggregated {
    let linkage = Linkage(plan, loaded, cutoff: cutoff)
    let aggregation = try await aggregation(
      plan, loaded, linkage, limits: linkage.memberLimits(limits))
    return try await aggregate(aggregation, loaded, linkage)
  }

  /// A plan made ready to run over what was loaded.
  func aggregation(
    _ plan: AggregationPlan, _ loaded: Loaded, _ linkage: Linkage, limits: [String: MemberLimit]
  ) async throws(Diagnostic) -> Aggregation {
    progress.begin("aggregating")
    let money = money(loaded)
    let context = AggregationContext(
      dictionaries: loaded.ingest.dictionaries, policies: pipeline.policies,
      calendars: pipeline.calendars, contactThresholds: pipeline.contactThresholds,
      cutoff: cutoff, visits: await linkage.visits(workers: options.threads),
      money: { money.amount($0, $1, month: $2) }, minorUnit: money.minorUnit,
      days: loaded.days.precision)
    return try Aggregation(plan, context: context, limits: limits)
  }

  func aggregate(
    _ aggregation: Aggregation, _ loaded: Loaded, _ linkage: Linkage
  ) async throws(Diagnostic) -> Aggregated {
    let whole = await partials(aggregation, linkage)
    var finish = Finish(aggregation, whole.partials)
    for (kind, fault) in finish.faults { throw Diagnostic(fault, kind) }
    if let lacking = money(loaded).lacking(aggregation.unconverted) {
      throw lacking
    }
    let snapshot = await snapshot(&finish)
    var leftOut: [String: Int] = [:]
    var coverage: [FieldCoverage] = []
    for (program, partial) in zip(aggregation.programs, whole.partials) {
      leftOut.merge(partial.leftOut, uniquingKeysWith: +)
      guard !program.kind.isDerived else { continue }
      let loaded = aggregation.plan.loaded[program.kind]?.fields ?? []
      for (field, present) in zip(program.linked.fields, partial.present)
      where loaded.contains(field) && field != .ticketLink && field.name != "system" {
        coverage.append(
          .init(
            kind: program.kind.rawValue, field: field.name, present: present,
            total: partial.population))
      }
    }
    return Aggregated(
      snapshot: snapshot, leftOut: leftOut.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
      coverage: coverage,
      orphans: RecordKind.allCases.compactMap { kind in
        whole.orphans[kind].flatMap { $0 == 0 ? nil : (kind.rawValue, $0) }
      },
      endings: whole.endings, histories: linkage.histories,
      unknownWords: linkage.unknownWords,
      latest: loaded.outcome.latestUpdate)
  }

  /// The partial aggregates of all partitions, which the workers share out.
  private func partials(
    _ aggregation: Aggregation, _ linkage: Linkage
  ) async -> (partials: [PartialAggregate], orphans: [RecordKind: Int], endings: Endings) {
    struct Work: Sendable {
      var partials: [PartialAggregate]
      var orphans: [RecordKind: Int] = [:]
      var endings = Endings()
      var ramp: Ramp
    }
    let programs = aggregation.programs
    let needsRamp = programs.contains { $0.kind == .ramp }
    let shared = SharedCounter()
    let workers = max(1, options.threads)
    let zone = pipeline.zone
    let works = await inParallel(workers) { _ in
      var work = Work(partials: programs.map { PartialAggregate($0) }, ramp: Ramp(zone: zone))
      while let index = shared.next(below: TicketPartitions.count) {
        let linked = linkage.link(index)
        for (place, program) in programs.enumerated() {
          guard let batch = linked.batches[program.kind] else { continue }
          work.partials[place].update(batch, linked.timelines)
        }
        if needsRamp, let solves = linked.batches[.solve] { work.ramp.add(solves) }
        work.orphans.merge(linked.orphans, uniquingKeysWith: +)
        work.endings += linked.endings
      }
      return work
    }
    var orphans: [RecordKind: Int] = [:]
    var endings = Endings()
    var ramp = Ramp(zone: zone)
    for work in works {
      endings += work.endings
      orphans.merge(work.orphans, uniquingKeysWith: +)
      ramp.merge(work.ramp)
    }
    var whole: [PartialAggregate] = []
    for (place, program) in programs.enumerated() {
      var partials = works.map { $0.partials[place] }
      if program.kind == .ramp {
        partials[0].update(ramp.batch(Array(linkage.batches(.staff))), StatusTimelines())
      }
      var merged = partials[0]
      for partial in partials.dropFirst() { merged.merge(partial) }
      whole.append(merged)
    }
    return (whole, orphans, endings)
  }

  /// The values of all metrics, which the workers share out.
  private func snapshot(_ finish: inout Finish) async -> MetricSnapshot {
    let unordered = finish
    finish.take(
      await inParallel(options.threads, jobs: unordered.jobs) { unordered.order($0) })
    let ordered = finish
    let families = ordered.families
    return ordered.snapshot(
      await inParallel(options.threads, jobs: families.count) {
        ordered.values(ofFamily: families[$0])
      })
  }

  private func money(_ loaded: Loaded) -> MoneyConversion {
    MoneyConversion(pipeline, loaded.ingest.dictionaries["currency"]?.texts ?? [])
  }
}

extension Diagnostic {
  fileprivate init(_ fault: PartialAggregate.Fault, _ kind: RecordKind) {
    switch fault {
    case .overflow: self.init(.sumTooGreat(kind.rawValue), failure: .dataGate)
    case .negative: self.init(.fewerThanNone(kind.rawValue), failure: .software)
    }
  }
}

extension Diagnostic.Message {
  static func sumTooGreat(_ kind: String) -> Self {
    Self("a sum over \(kind) records overflows 64 bits; expected values that can be true")
  }

  static func fewerThanNone(_ kind: String) -> Self {
    Self("the count of \(kind) records is below zero; this is a bug in deskbrief")
  }
}
