import Aggregate
import Columnar
import Render

/// What a trace says, in words and numbers: the parts of a value, and what does not count and why.
struct TraceTelling {
  let tracer: MetricTracer
  let trace: Tracing.Trace
  let aggregation: Aggregation
  let loaded: Engine.Loaded
  let engine: Engine

  func tell(_ explanation: inout Explanation) {
    explanation.parts = tracer.parts.indices.map(part)
    explanation.fields = fields
    explanation.records = loaded.counts.reduce(into: .init()) { sum, counts in
      sum.read += counts.read
      sum.kept += counts.kept
      sum.superseded += counts.superseded
      sum.dropped += counts.dropped
      sum.rejected += counts.rejected
    }
    explanation.leftOut =
      reasons { place in
        // What a squared or a numerator's measure leaves out, its companion has told.
        let part = tracer.parts[place]
        return part.role == .squares || base(of: place) != nil ? nil : 0
      }
      + trace.leftOut.sorted { $0.key < $1.key }.map {
        .init(count: $0.value, text: "\($0.value == 1 ? "ticket" : "tickets") left out: \($0.key)")
      }
    explanation.notInNumerator = reasons { place in
      base(of: place).map { tracer.parts[$0].measure.tests.count }
    }
  }

  /// The fields that the measures read, those of exports with what the common schema says of them.
  private var fields: [(name: String, meaning: String)] {
    var fields: [(name: String, meaning: String)] = []
    for measure in tracer.parts.map(\.measure) {
      for name in measure.fields
      where name != "ticket_row" && !fields.contains(where: { $0.name == name }) {
        fields.append((name, aggregation.field(name, measure.kind)?.summary ?? ""))
      }
    }
    return fields.filter { !$0.meaning.isEmpty }
  }

  private func part(_ place: Int) -> Explanation.Part {
    let part = tracer.parts[place]
    let found = trace.found[place]
    return Explanation.Part(
      role: part.role, words: part.measure.words,
      tests: part.measure.tests.map { $0.words(aggregation.field($0.field, part.measure.kind)) },
      shared: base(of: place).map { tracer.parts[$0].measure.tests.count }, count: found.count,
      sum: part.role == .distinct
        ? Double(Set(found.map(\.value)).count)
        : part.role == .values
          ? nil
          : Double(found.reduce(0) { $0 + $1.value })
            / Double(aggregation.scale(of: part.measure)),
      unit: unit(part.measure))
  }

  /// The part of the denominator of whose records a part of the numerator takes some; nil for others.
  private func base(of place: Int) -> Int? {
    let part = tracer.parts[place]
    guard part.role == .numerator || part.role == .less else { return nil }
    return tracer.parts.firstIndex { other in
      other.role == .denominator && other.measure.kind == part.measure.kind
        && other.measure.attribution == part.measure.attribution
        && other.measure.countsTicketsOnce == part.measure.countsTicketsOnce
        && part.measure.tests.starts(with: other.measure.tests)
    }
  }

  /// What fails the tests of parts, from a test on; equal words are added up.
  private func reasons(_ first: (Int) -> Int?) -> [Explanation.Reason] {
    var order: [String] = []
    var counts: [String: Int] = [:]
    for place in tracer.parts.indices {
      guard let first = first(place) else { continue }
      let measure = tracer.parts[place].measure
      var told: Set<String> = []
      for test in trace.failures[place].indices.dropFirst(first) {
        let count = trace.failures[place][test]
        if count == 0 { continue }
        let text = "\(measure.words): \(failure(measure, test))"
        if counts[text] == nil { order.append(text) }
        // Parts that share a measure tell the same records once.
        if told.insert(text).inserted { counts[text] = max(counts[text] ?? 0, count) }
      }
    }
    return order.map { Explanation.Reason(count: counts[$0] ?? 0, text: $0) }
  }

  /// What holds of the records that fail a test of a measure, or have no value.
  private func failure(_ measure: Measure, _ place: Int) -> String {
    guard place < measure.tests.count else { return "without a value" }
    let test = measure.tests[place]
    return test.failure(
      aggregation.field(test.field, measure.kind),
      isGiven: measure.tests[..<place].contains { $0.field == test.field && $0.claim != .missing })
  }

  func unit(_ measure: Measure) -> Metric.Unit {
    switch measure.value {
    case .one: return .count
    case .age: return .seconds
    case .amount: return .money
    case .field(let name), .difference(let name, _):
      switch aggregation.field(name, measure.kind)?.type {
      case .seconds, .instant: return .seconds
      case .money: return .money
      default: return .number
      }
    }
  }
}
