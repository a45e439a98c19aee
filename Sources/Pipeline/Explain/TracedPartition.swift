import Aggregate
import Columnar
import Link
import Records

/// One partition as tracers look at it: the records of each kind, and where they came from.
struct TracedPartition {
  private let index: Int
  private let batches: [RecordKind: TracedBatch]
  private let locators: [RecordKind: [Locator]]
  private let ids: [RecordKind: [Int64]]

  init(
    _ index: Int, _ linked: Linker.Linked, _ programs: [MeasureProgram], _ linkage: Linkage
  ) {
    self.index = index
    var batches: [RecordKind: TracedBatch] = [:]
    var locators: [RecordKind: [Locator]] = [:]
    for program in programs {
      guard let records = linked.batches[program.kind] else { continue }
      batches[program.kind] = TracedBatch(program, records, linked.timelines)
      if !program.kind.isDerived {
        locators[program.kind] = linkage.locators(program.kind, ofPartition: index)
      }
    }
    self.batches = batches
    self.locators = locators
    ids = batches.mapValues { $0.values("id") }
  }

  func trace(_ tracer: MetricTracer, _ trace: inout Tracing.Trace) {
    for kind in tracer.metric.kinds {
      guard let traced = batches[kind] else { continue }
      kind.isDerived ? addMoments(tracer, traced, &trace) : addRecords(tracer, traced, &trace)
    }
    if let tickets = batches[.ticket] {
      trace.leftOut.merge(
        tracer.leftOut(tickets, spells: batches[.spell]), uniquingKeysWith: +)
    }
  }

  private func addRecords(
    _ tracer: MetricTracer, _ traced: TracedBatch, _ trace: inout Tracing.Trace
  ) {
    guard let locators = locators[traced.kind], let ids = ids[traced.kind] else { return }
    trace.add(tracer, traced, partition: index) { (locators[$1], nil, ids[$1]) }
  }

  private func addMoments(
    _ tracer: MetricTracer, _ traced: TracedBatch, _ trace: inout Tracing.Trace
  ) {
    guard let locators = locators[.ticket], let ids = ids[.ticket] else { return }
    let tickets = traced.values("ticket_row")
    let places = tracer.parts.map { traced.values(Self.place(of: $0.measure)) }
    trace.add(tracer, traced, partition: index) { part, row in
      let ticket = Int(tickets[row])
      let place = places[part][row]
      return (
        locators[ticket],
        place == .missing ? nil : Locator(packed: UInt64(bitPattern: place)), ids[ticket]
      )
    }
  }

  /// The field that tells which event decided a moment: of a stretch the one that began it, or ended
  /// it where that is what counts.
  private static func place(of measure: Measure) -> String {
    guard measure.kind == .spell else { return "place" }
    return measure.attribution == .at("until") ? "until_place" : "from_place"
  }
}
