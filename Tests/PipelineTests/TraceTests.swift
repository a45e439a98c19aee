import Aggregate
import Civil
import Columnar
import Foundation
import Testing

@testable import Pipeline

/// The records that a trace finds give the published figure again, by plain arithmetic.
@Suite struct TraceTests {
  /// What the formula makes of traced records alone; nil where there is nothing to divide by.
  private static func value(
    _ tracer: MetricTracer, _ trace: Tracing.Trace, _ aggregation: Aggregation
  )
    -> Double?
  {
    func sum(_ roles: MetricPart.Role...) -> Double {
      var sum = 0.0
      for (part, found) in zip(tracer.parts, trace.found) where roles.contains(part.role) {
        sum +=
          Double(found.reduce(0) { $0 + $1.value }) / Double(aggregation.scale(of: part.measure))
      }
      return sum
    }
    func found(_ role: MetricPart.Role) -> [Tracing.Found] {
      zip(tracer.parts, trace.found).filter { $0.0.role == role }.flatMap(\.1)
    }
    func scale(_ role: MetricPart.Role) -> Double {
      Double(tracer.parts.first { $0.role == role }.map { aggregation.scale(of: $0.measure) } ?? 1)
    }
    switch tracer.metric.formula {
    case is TotalFormula, is OpeningFormula: return sum(.counted) - sum(.less)
    case is LastMonthFormula: return found(.counted).isEmpty ? nil : sum(.counted)
    case is RatioFormula, is NetPromoterFormula:
      let bottom = sum(.denominator)
      let factor = tracer.metric.formula is NetPromoterFormula ? 100.0 : 1
      return bottom == 0 ? nil : factor * (sum(.numerator) - sum(.less)) / bottom
    case is PerDistinctFormula:
      let different = Set(found(.distinct).map(\.value)).count
      return different == 0 ? nil : sum(.numerator) / Double(different)
    case let quantile as QuantileFormula:
      let sorted = found(.values).map { Double($0.value) / scale(.values) }.sorted()
      guard !sorted.isEmpty else { return nil }
      let rank = quantile.q * Double(sorted.count - 1)
      let low = Int(rank + 1e-9)
      let high = min(low + 1, sorted.count - 1)
      return sorted[low] + (rank - Double(low)) * (sorted[high] - sorted[low])
    case is VarianceOfMeanFormula:
      let n = Double(found(.values).count)
      if n == 0 { return nil }
      let mean = sum(.values) / n
      return (sum(.squares) / n - mean * mean) / n
    case is MonthlyFormula:
      var months: [CivilDate: (top: Double, bottom: Double)] = [:]
      let zone = aggregation.plan.axis.zone
      for (part, found) in zip(tracer.parts, trace.found) {
        for record in found {
          let date = zone.date(at: record.instant)
          let month = date + (1 - date.parts.date)
          let value = Double(record.value) / Double(aggregation.scale(of: part.measure))
          if part.role == .numerator {
            months[month, default: (0, 0)].top += value
          } else {
            months[month, default: (0, 0)].bottom += value
          }
        }
      }
      let shares = months.values.filter { $0.bottom != 0 }.map { $0.top / $0.bottom }
      return shares.isEmpty ? nil : shares.reduce(0, +)
    default: return nil
    }
  }

  /// Whether what the denominator has more than the numerator is what fails the numerator's own
  /// tests.
  private static func reasonsAddUp(_ tracer: MetricTracer, _ trace: Tracing.Trace) -> Bool {
    guard let ratio = tracer.metric.formula as? RatioFormula else { return true }
    let (top, bottom) = (ratio.numerator, ratio.denominator)
    guard top.count == 1, bottom.count == 1, top[0].kind == bottom[0].kind,
      top[0].attribution == bottom[0].attribution,
      top[0].tests.starts(with: bottom[0].tests)
    else { return true }
    let failures = trace.failures[0].dropFirst(bottom[0].tests.count).reduce(0, +)
    return trace.found[0].count + failures == trace.found[tracer.parts.count - 1].count
  }

  @Test(arguments: [1, 2])
  func `the traced records of every metric give its value`(seed: Int) async throws {
    let folder = try RunTests.Folder()
    let made = try RunTests.python(["\(OracleTests.oracle)/generate.py", folder.path, "\(seed)"])
    let asOf = try #require(CivilDate(made.text.trimmingCharacters(in: .whitespacesAndNewlines)))
    let pipeline = try PipelineFile.read("\(folder.path)/pipeline.yml")
    let engine = Engine(
      pipeline: pipeline,
      options: RunOptions(asOf: asOf, threads: 2, startedAt: "", program: "test"),
      progress: Progress { _ in })
    let last = Period(.month, containing: asOf).advanced(by: -1)
    let plan = AggregationPlan(
      metrics: pipeline.metrics, availability: pipeline.availability,
      dimensions: ["region", "team"], pairs: [],
      axis: PeriodAxis(endingWith: last, count: 2, zone: pipeline.zone), isTraced: true)
    let loaded = try await engine.load([plan], from: try engine.files())
    let linkage = Linkage(plan, loaded, cutoff: engine.cutoff)
    let aggregation = try await engine.aggregation(
      plan, loaded, linkage, limits: linkage.memberLimits([:]))
    let snapshot = try await engine.aggregate(aggregation, loaded, linkage).snapshot

    var asked: [(tracer: MetricTracer, value: MetricValue, name: String)] = []
    for metric in snapshot.metrics {
      for group in snapshot.groups {
        for (index, period) in snapshot.periods.enumerated() {
          guard let value = snapshot.value(metric.id, period, group) else { continue }
          let tracer = try #require(aggregation.tracer(metric, period: index, group: group))
          asked.append((tracer, value, "\(metric.id) \(period) \(group.members), seed \(seed)"))
        }
      }
    }
    #expect(Set(asked.map(\.tracer.metric.id)).count == plan.metrics.count)
    #expect(plan.metrics.count > 60)
    let traces = await Tracing(aggregation: aggregation, linkage: linkage, workers: 2)
      .run(asked.map(\.tracer))
    for ((tracer, published, name), trace) in zip(asked, traces) {
      #expect(Self.reasonsAddUp(tracer, trace), "\(name)")
      let found = Self.value(tracer, trace, aggregation)
      guard let value = published.value else {
        #expect(found == nil || found == 0, "\(name): \(found ?? 0)")
        continue
      }
      let again = try #require(found, "\(name)")
      #expect(abs(again - value) <= 1e-9 * max(1, abs(value)), "\(name): \(again), not \(value)")
    }
  }
}
