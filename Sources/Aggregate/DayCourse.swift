public import Civil

/// A metric's figure of each day in one group, whatever periods are shown: what forecasts are made of.
public struct DayCourse: Sendable, Hashable {
  public let first: CivilDate
  /// One a day without a gap, up to the last day that is counted.
  public let values: [Int]
  /// Whether a value is of what stands at the end of its day.
  public let isStanding: Bool

  public init(first: CivilDate, values: [Int], isStanding: Bool) {
    self.first = first
    self.values = values
    self.isStanding = isStanding
  }

  /// The first day behind it.
  public var end: CivilDate { first + values.count }
}

/// The records that a day adds to a metric's figure, and those that it takes from it.
struct DayFlows: Sendable {
  let comes: Measure
  let goes: Measure?
}

extension Metric {
  /// nil where days do not add up to the figure, or are no numbers of records.
  var flows: DayFlows? {
    guard let total = formula as? TotalFormula, unit == .count, total.less.isEmpty,
      total.measures.count == 1, case let measure = total.measures[0], measure.value == .one,
      !measure.countsTicketsOnce
    else { return nil }
    switch measure.attribution {
    case .at: return DayFlows(comes: measure, goes: nil)
    case .standing(let from, let until):
      guard !measure.fields.contains("age") else { return nil }
      func flow(_ field: String) -> Measure {
        Measure(measure.kind, .at(field), .one, measure.tests)
      }
      return DayFlows(comes: flow(from), goes: flow(until))
    }
  }
}
