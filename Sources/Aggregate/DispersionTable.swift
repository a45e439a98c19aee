import Statistics

/// How much the days of one metric's periods differ, by group of one dimension or none; a pair takes
/// the greater of its parents'.
struct DispersionTable {
  private let reader: MetricReader
  private let slots: [Int]
  /// By group, then period.
  private var known: [[Dispersion?]]

  init(_ reader: MetricReader, _ plan: AggregationPlan, groups: Int) {
    self.reader = reader
    slots = plan.axis.slots
    known = Array(
      repeating: Array(repeating: nil, count: plan.axis.periods.count),
      count: reader.hasDays ? groups : 0)
  }

  /// - Parameters:
  ///   - values: those of the group's parts, where each is kept.
  ///   - span: the instants of the period of which anything is known.
  mutating func dispersion(
    of group: Int, in parents: [Int], _ period: Int, _ values: [CellValues],
    within span: Range<Int64>
  ) -> Dispersion {
    if known.isEmpty { return .none }
    guard parents == [group] else {
      return parents.compactMap { $0 < known.count ? known[$0][period] : nil }
        .max { $0.factor < $1.factor }
        // How its parents' records lie in the week is not the pair's to tell.
        .map { Dispersion(factor: $0.factor, days: $0.days) } ?? .none
    }
    let own: Dispersion
    if let q = reader.metric.formula.clusteredQuantile {
      own =
        values.first.flatMap { values in
          values.quantile(q).map {
            values.dispersion(notAbove: $0, of: reader.days(ofSlot: slots[period]))
          }
        } ?? .none
    } else {
      own = reader.dispersion(group: group, slot: slots[period], within: span)
    }
    known[group][period] = own
    return own
  }
}
