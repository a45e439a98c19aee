import Aggregate
import Columnar
import Link

/// Finds the source rows behind values: links the partitions again, and lets tracers look at them.
struct Tracing: Sendable {
  /// A record that stands behind a part of a value.
  struct Found: Sendable {
    /// Its source row: the ticket's, for what is made of tickets.
    let locator: Locator
    /// The event that decided its moment; nil where the ticket's own columns did.
    let event: Locator?
    /// A code of `id`; missing where records of the kind have none.
    let id: Int64
    let instant: Int64
    let value: Int64
    /// What tells it from others of its kind: its place, or its ticket's where tickets count once.
    let key: Int64
  }

  /// What was found for one value.
  struct Trace: Sendable {
    /// By part, in the order of rows and events.
    var found: [[Found]]
    /// By part and test; see `PartTrace.failures`.
    var failures: [[Int]]
    /// Tickets left out of the population, by reason.
    var leftOut: [String: Int] = [:]

    init(_ tracer: MetricTracer) {
      found = tracer.parts.map { _ in [] }
      failures = tracer.parts.map { Array(repeating: 0, count: $0.measure.tests.count + 1) }
    }

    mutating func merge(_ other: Trace) {
      for part in found.indices {
        found[part] += other.found[part]
        for test in failures[part].indices { failures[part][test] += other.failures[part][test] }
      }
      leftOut.merge(other.leftOut, uniquingKeysWith: +)
    }
  }

  let aggregation: Aggregation
  let linkage: Linkage
  let workers: Int

  /// One trace a tracer, in their order.
  func run(_ tracers: [MetricTracer]) async -> [Trace] {
    let shared = SharedCounter()
    let kinds = Set(tracers.flatMap(\.metric.kinds)).union([.ticket])
    let programs = aggregation.programs.filter { kinds.contains($0.kind) }
    let needsRamp = kinds.contains(.ramp)
    let zone = aggregation.plan.axis.zone
    let works = await inParallel(max(1, workers)) { _ in
      var traces = tracers.map { Trace($0) }
      var ramp = Ramp(zone: zone)
      while let index = shared.next(below: TicketPartitions.count) {
        let linked = linkage.link(index)
        if needsRamp, let solves = linked.batches[.solve] { ramp.add(solves) }
        let partition = TracedPartition(index, linked, programs, linkage)
        for (place, tracer) in tracers.enumerated() { partition.trace(tracer, &traces[place]) }
      }
      return (traces, ramp)
    }
    var traces = tracers.map { Trace($0) }
    var ramp = Ramp(zone: zone)
    for work in works {
      for place in traces.indices { traces[place].merge(work.0[place]) }
      ramp.merge(work.1)
    }
    if needsRamp { trace(ramp, tracers, &traces) }
    for place in traces.indices {
      for part in traces[place].found.indices {
        traces[place].found[part].sort(by: Self.precedes)
      }
    }
    return traces
  }

  private func trace(_ ramp: Ramp, _ tracers: [MetricTracer], _ traces: inout [Trace]) {
    guard let program = aggregation.programs.first(where: { $0.kind == .ramp }) else { return }
    let (batch, origins) = ramp.traced(Array(linkage.batches(.staff)))
    let traced = TracedBatch(program, batch, StatusTimelines())
    let locators = origins.map { linkage.locators(.staff, ofPartition: $0.batch)[$0.row] }
    for (place, tracer) in tracers.enumerated() {
      traces[place].add(tracer, traced, partition: 0) { _, row in (locators[row], nil, .missing) }
    }
  }

  private static func precedes(_ a: Found, _ b: Found) -> Bool {
    (a.locator, a.event?.packed ?? 0, a.instant, a.key)
      < (b.locator, b.event?.packed ?? 0, b.instant, b.key)
  }
}

extension Tracing.Trace {
  /// Adds what a tracer finds in a batch.
  ///
  /// - Parameter origin: of a row of a part its source row, the event that decided it, and the code
  ///   of its id.
  mutating func add(
    _ tracer: MetricTracer, _ traced: TracedBatch, partition: Int,
    _ origin: (_ part: Int, _ row: Int) -> (Locator, Locator?, Int64)
  ) {
    let tickets = traced.values("ticket_row")
    for (part, trace) in tracer.trace(traced).enumerated() {
      guard let trace else { continue }
      let isOnce = tracer.parts[part].measure.countsTicketsOnce
      for row in trace.rows {
        let (locator, event, id) = origin(part, row.row)
        let place = isOnce ? tickets[row.row] : Int64(row.row)
        found[part].append(
          .init(
            locator: locator, event: event, id: id, instant: row.instant, value: row.value,
            key: Int64(partition) << 40 | place))
      }
      for test in trace.failures.indices { failures[part][test] += trace.failures[test] }
    }
  }
}
