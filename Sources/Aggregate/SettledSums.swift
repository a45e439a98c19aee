/// The sums of one kind's records, once all are merged in: values are read from them a cell at a time.
///
/// A class, so that nothing is copied to read a cell.
final class SettledSums: Sendable {
  /// Where the sums of a measure lie.
  struct Place: Sendable {
    fileprivate let isTotal: Bool
    fileprivate let first: Int
    fileprivate let slots: Int

    @inline(__always)
    fileprivate func cell(_ group: Int, _ slot: Int) -> Int { first + group * slots + slot }
  }

  private let counts: [Int64]
  private let totals: [Int128]
  private let moments: [Moments]
  private let dayCounts: [Int32]
  /// How many groups, from the first on, are counted by day.
  let dailyGroups: Int
  private let days: Int
  /// The start of the first day that any instant lies on, which something is attributed by.
  let earliest: Int64

  /// - Parameter partial: settled.
  init(_ partial: PartialAggregate) {
    counts = partial.counts
    totals = partial.totals
    moments = partial.moments
    dayCounts = partial.dayCounts
    dailyGroups = partial.program.dailyGroups
    days = partial.program.days.count
    earliest = partial.earliest
  }

  func sum(_ place: Place, _ group: Int, _ slot: Int) -> Int64 {
    let cell = place.cell(group, slot)
    return place.isTotal ? Int64(truncatingIfNeeded: totals[cell]) : counts[cell]
  }

  func moments(_ place: Place, _ group: Int, _ slot: Int) -> Moments {
    moments[place.cell(group, slot)]
  }

  /// How many records of a measure that is counted by day a group has on a day of the axis.
  func count(_ daily: Int, _ group: Int, day: Int) -> Int {
    Int(dayCounts[(daily * dailyGroups + group) * days + day])
  }
}

extension MeasureProgram {
  /// Where the sums of a step lie.
  func place(_ step: Step) -> SettledSums.Place {
    var isTotal = false
    if case .totals = step.store { isTotal = true }
    return SettledSums.Place(isTotal: isTotal, first: cell(step, 0, 0), slots: step.slots)
  }
}
