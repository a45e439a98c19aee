import Civil
public import Columnar

/// The measures of some of the records of one kind: update with batches, merge with others, and
/// finish once.
///
/// Merging is associative and commutative to the bit: all sums are of integers. So records may be
/// split over threads and files in any way.
public struct PartialAggregate: Sendable {
  let layout: GroupLayout
  let slots: Int
  /// By measure, then group, then slot of the axis.
  private(set) var sums: [Int64]
  /// The same, for the measures that need each value.
  private(set) var distributions: [Distribution]
  /// How many records each group has, whatever their period.
  private(set) var groupRows: [Int]
  /// Records left out of the population, by reason.
  public private(set) var leftOut: [String: Int] = [:]
  /// How many records of the population have each loaded field, and how many there are.
  public private(set) var present: [Int]
  public private(set) var population = 0
  /// The earliest instant that any measure is attributed to.
  private(set) var earliest = Int64.max

  private let program: MeasureProgram

  public init(_ program: MeasureProgram) {
    self.program = program
    layout = program.layout
    slots = program.axis.periods.count + 2
    sums = Array(repeating: 0, count: program.sumCount * layout.count * slots)
    distributions = Array(
      repeating: Distribution(), count: program.distributionCount * layout.count * slots)
    groupRows = Array(repeating: 0, count: layout.count)
    present = Array(repeating: 0, count: program.loaded.fields.count)
  }

  /// Counts a batch of records.
  ///
  /// - Parameter linked: the columns derived from all records, in the program's order.
  public mutating func update(_ records: RecordBatch, linked: [[Int64]]) {
    let batch = program.derive(records, linked)
    let rows = admit(batch)
    let groups = program.groups(batch)
    for grouping in groups {
      for row in rows { groupRows[grouping[row]] += 1 }
    }
    let slotColumns = program.instants.map { column in
      let values = batch.columns[column]
      return values.map { $0 == .missing ? 0 : program.axis.slot(of: $0) }
    }
    for column in program.instants {
      let values = batch.columns[column]
      for row in rows where values[row] != .missing { earliest = min(earliest, values[row]) }
    }
    for measure in program.measures {
      var selected = rows
      if case .at(let instant) = measure.place {
        let slot = slotColumns[instant]
        let last = slots - 1
        selected.removeAll { slot[$0] == 0 || slot[$0] == last }
      }
      for test in measure.tests { test.filter(&selected, batch.columns) }
      switch measure.place {
      case .at(let instant): add(measure, selected, slotColumns[instant], batch, groups)
      case .standing(let from, let until):
        addStanding(measure, selected, batch.columns[from], batch.columns[until], batch, groups)
      }
    }
  }

  public mutating func merge(_ other: PartialAggregate) {
    for i in sums.indices { sums[i] += other.sums[i] }
    for i in distributions.indices { distributions[i].merge(other.distributions[i]) }
    for i in groupRows.indices { groupRows[i] += other.groupRows[i] }
    for i in present.indices { present[i] += other.present[i] }
    leftOut.merge(other.leftOut, uniquingKeysWith: +)
    population += other.population
    earliest = min(earliest, other.earliest)
  }

  /// Merges and sorts a share of the cells that keep every value, so that workers may each take one.
  ///
  /// - Parameters:
  ///   - index: which share, of `count`.
  public static func finishedShare(
    _ index: Int, of count: Int, merging partials: [PartialAggregate]
  ) -> [Distribution] {
    guard let first = partials.first else { return [] }
    let total = first.distributions.count
    return (total * index / count..<total * (index + 1) / count).map { cell in
      var merged = first.distributions[cell]
      for other in partials.dropFirst() { merged.merge(other.distributions[cell]) }
      if merged.count > 0 { merged.finish() }
      return merged
    }
  }

  /// Merges partial aggregates whose distributions were merged by `finishedShare`, all shares in
  /// their order.
  public init?(merging partials: [PartialAggregate], distributions: [Distribution]) {
    guard var whole = partials.first else { return nil }
    whole.distributions = []
    for var other in partials.dropFirst() {
      other.distributions = []
      whole.merge(other)
    }
    whole.distributions = distributions
    self = whole
  }

  /// Sorts what quantiles need.
  mutating func finishDistributions() {
    for i in distributions.indices where distributions[i].count > 0 { distributions[i].finish() }
  }

  /// The rows that count, after noting those that do not.
  private mutating func admit(_ batch: RecordBatch) -> [Int] {
    let test = Population(batch.schema, program.context.dictionaries)
    var rows: [Int] = []
    rows.reserveCapacity(batch.count)
    for row in 0..<batch.count {
      if let reason = test.reason(row, batch.columns) {
        leftOut[reason, default: 0] += 1
      } else {
        rows.append(row)
      }
    }
    population += rows.count
    for field in present.indices {
      let values = batch.columns[field]
      var count = 0
      for row in rows where values[row] != .missing { count += 1 }
      present[field] += count
    }
    return rows
  }

  private mutating func add(
    _ measure: MeasureProgram.Step, _ rows: [Int], _ slot: [Int], _ batch: RecordBatch,
    _ groups: [[Int]]
  ) {
    if rows.isEmpty { return }
    let base = measure.cells * layout.count
    if measure.isDistributed {
      for grouping in groups {
        for row in rows {
          guard let value = measure.value(row, batch.columns) else { continue }
          distributions[(base + grouping[row]) * slots + slot[row]].add(value)
        }
      }
      return
    }
    if case .one = measure.worth {
      for grouping in groups {
        for row in rows { sums[(base + grouping[row]) * slots + slot[row]] &+= 1 }
      }
      return
    }
    for grouping in groups {
      for row in rows {
        guard let value = measure.value(row, batch.columns) else { continue }
        sums[(base + grouping[row]) * slots + slot[row]] += value
      }
    }
  }

  /// Counts each row in every period at whose end it stands; slot 0 is the start of the axis.
  private mutating func addStanding(
    _ measure: MeasureProgram.Step, _ rows: [Int], _ from: [Int64], _ until: [Int64],
    _ batch: RecordBatch, _ groups: [[Int]]
  ) {
    let boundaries = program.axis.boundaries
    let base = measure.cells * layout.count
    for row in rows where from[row] != .missing {
      let first = program.axis.slot(of: from[row])
      let last =
        until[row] == .missing ? boundaries.count - 1 : program.axis.slot(of: until[row]) - 1
      if first > last { continue }
      for slot in first...last {
        let age = boundaries[slot] - from[row]
        guard measure.ageTests.allSatisfy({ $0.0.holds(age, $0.1) }) else { continue }
        for grouping in groups {
          let cell = (base + grouping[row]) * slots + slot
          if measure.isDistributed {
            distributions[cell].add(age)
          } else {
            sums[cell] += 1
          }
        }
      }
    }
  }

  func sum(_ measure: Int, _ group: Int, _ slot: Int) -> Int64 {
    sums[(measure * layout.count + group) * slots + slot]
  }

  func distribution(_ measure: Int, _ group: Int, _ slot: Int) -> Distribution {
    distributions[(measure * layout.count + group) * slots + slot]
  }
}
