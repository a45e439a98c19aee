public import Civil
public import Columnar

/// What is to be counted: the metrics that the mapped fields allow, by period and by groups.
public struct AggregationPlan: Sendable {
  /// A metric that cannot be computed, and what it lacks.
  public struct Lacking: Sendable, Equatable {
    public let metric: Metric
    /// Fields that no source of the kind maps, or `sla` where there are no policies.
    public let fields: [String]
  }

  public let metrics: [Metric]
  public let lacking: [Lacking]
  /// Sets of dimensions: none, each one, and the pairs asked for.
  public let groupings: [[String]]
  public let axis: PeriodAxis

  /// - Parameters:
  ///   - mapped: for each record kind that is read, the fields that some source maps.
  ///   - policies: whether there are SLA policies.
  public init(
    metrics: [Metric], mapped: [RecordKind: Set<String>], hasPolicies: Bool, dimensions: [String],
    pairs: [[String]], axis: PeriodAxis
  ) {
    var computable: [Metric] = []
    var lacking: [Lacking] = []
    for metric in metrics {
      let missing = Self.missing(
        Set(metric.fields), metric.kind, mapped[metric.kind] ?? [], hasPolicies)
      if missing.isEmpty {
        computable.append(metric)
      } else {
        lacking.append(Lacking(metric: metric, fields: missing.sorted()))
      }
    }
    self.metrics = computable
    self.lacking = lacking
    groupings = [[]] + dimensions.map { [$0] } + pairs
    self.axis = axis
  }

  /// The fields that are neither mapped nor can be derived from mapped ones.
  private static func missing(
    _ fields: Set<String>, _ kind: RecordKind, _ mapped: Set<String>, _ hasPolicies: Bool
  ) -> Set<String> {
    var missing: Set<String> = []
    for field in fields where field != "age" && field != "system" && !mapped.contains(field) {
      guard let derived = DerivedField.named(field, kind) else {
        missing.insert(field)
        continue
      }
      if derived.needsPolicies && !hasPolicies { missing.insert("sla") }
      if !derived.anyOf.isEmpty && mapped.isDisjoint(with: derived.anyOf) {
        missing.insert(derived.anyOf.joined(separator: " or "))
      }
      missing.formUnion(Self.missing(Set(derived.inputs), kind, mapped, hasPolicies))
    }
    return missing
  }

  /// The fields of a kind that must be loaded: those that metrics, derivations, dimensions and
  /// policies read, of those that are mapped. In the order of `order`.
  public func loadedFields(
    _ kind: RecordKind, mapped: Set<String>, policies: [SLAPolicy], order: [Field]
  ) -> [Field] {
    var wanted = Set(groupings.joined())
    for metric in metrics where metric.kind == kind { wanted.formUnion(metric.fields) }
    if kind == .ticket {
      wanted.formUnion(["status", "merged_into", "created"])
      for policy in policies { wanted.formUnion(policy.tests.flatMap(\.fields)) }
    }
    for derived in DerivedField.all.reversed() where derived.kind == kind {
      guard wanted.contains(derived.field.name) else { continue }
      wanted.formUnion(derived.inputs + derived.optional + derived.anyOf)
    }
    return order.filter { wanted.contains($0.name) && mapped.contains($0.name) }
      + (wanted.contains("system") ? [Field("system", .text)] : [])
  }

  /// The measures that the metrics of a kind need, each once.
  func measures(_ kind: RecordKind) -> [Measure] {
    var seen: Set<Measure> = []
    var measures: [Measure] = []
    for metric in metrics where metric.kind == kind {
      for measure in metric.measures + metric.countMeasures where seen.insert(measure).inserted {
        measures.append(measure)
      }
    }
    return measures
  }

  /// The measures of a kind whose every value must be kept, for quantiles.
  func distributed(_ kind: RecordKind) -> Set<Measure> {
    Set(
      metrics.compactMap { metric in
        guard metric.kind == kind, case .quantile(let measure, _) = metric.formula else {
          return nil
        }
        return measure
      })
  }
}

extension Metric {
  /// The measures that only say how many records a value rests on.
  var countMeasures: [Measure] {
    guard case .total(let measure) = formula, measure.value != .one else { return [] }
    return [Measure(measure.kind, measure.attribution, .one, measure.tests)]
  }
}
