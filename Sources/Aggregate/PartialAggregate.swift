import Civil
import Columnar
public import Link
public import Records

/// The measures of some of the records of one kind: update with batches, merge with others, and
/// finish once.
///
/// Merging is associative and commutative to the bit: all sums are of integers. So records may be
/// split over threads and files in any way, as long as the moments of a ticket stay together.
public struct PartialAggregate: Sendable {
  let layout: GroupLayout
  /// By step, then group, then slot of the axis.
  private(set) var sums: [Int64]
  /// The same, for the steps that need each value.
  private(set) var distributions: [Distribution]
  /// Likewise, for the steps that need sums of powers or products.
  private(set) var moments: [Moments]
  /// By measure that is counted by day, group of one dimension or none, and day. Its sums by slot come
  /// from these alone.
  private(set) var dayCounts: [Int32]
  /// How many records each group has, whatever their period.
  private(set) var groupRows: [Int]
  /// Records left out of the population, by reason.
  public private(set) var leftOut: [String: Int] = [:]
  /// How many records of the population have each linked field, and how many there are.
  public private(set) var present: [Int]
  public private(set) var population = 0
  /// Whether a sum went beyond 64 bits: then no figure may be made of it.
  public private(set) var hasOverflowed = false
  /// The earliest instant that any measure is attributed to.
  private(set) var earliest = Int64.max

  let program: MeasureProgram

  public init(_ program: MeasureProgram) {
    self.program = program
    layout = program.layout
    sums = Array(repeating: 0, count: program.sumSlots * layout.count)
    distributions = Array(repeating: Distribution(), count: program.valueSlots * layout.count)
    moments = Array(repeating: Moments(), count: program.momentSlots * layout.count)
    dayCounts = Array(
      repeating: 0, count: program.dailyCount * program.dailyGroups * (program.days?.count ?? 0))
    groupRows = Array(repeating: 0, count: layout.count)
    present = Array(repeating: 0, count: program.linked.fields.count)
  }

  /// Counts a batch of records.
  ///
  /// - Parameter timelines: the statuses of the tickets of the batch's partition.
  public mutating func update(_ records: RecordBatch, _ timelines: StatusTimelines) {
    let batch = program.derive(records, timelines)
    let rows = admit(batch)
    let groups = program.groups(batch)
    for set in groups {
      for grouping in set {
        for row in rows { groupRows[grouping[row]] += 1 }
      }
    }
    for column in program.instants {
      let values = batch.columns[column]
      for row in rows where values[row] != .missing { earliest = min(earliest, values[row]) }
    }
    let slotColumns = slots(batch, program.axis) { if case .at(let i) = $0 { i } else { nil } }
    let monthColumns = slots(batch, program.months) {
      if case .month(let i) = $0 { i } else { nil }
    }
    let dayColumns = days(batch, slotColumns)
    for step in program.steps {
      var selected = rows
      var slot: [Int] = []
      switch step.place {
      case .at(let instant): slot = slotColumns[instant]
      case .month(let instant): slot = monthColumns[instant]
      case .standing: break
      }
      if !slot.isEmpty {
        let last = step.slots - 1
        selected.removeAll { slot[$0] == 0 || slot[$0] == last }
      }
      for test in step.tests { test.filter(&selected, batch.columns) }
      switch step.place {
      case .at(let instant):
        add(step, selected, slot, dayColumns[instant], batch, groups[step.groups])
      case .month: add(step, selected, slot, [], batch, groups[step.groups])
      case .standing(let from, let until):
        addStanding(step, selected, batch, from, until, groups[step.groups])
      }
    }
  }

  /// For each instant that some step asks for, the slot of each row; 0 where it is missing.
  private func slots(
    _ batch: RecordBatch, _ axis: PeriodAxis, _ asked: (MeasureProgram.Place) -> Int?
  ) -> [[Int]] {
    let wanted = Set(program.steps.compactMap { asked($0.place) })
    return program.instants.enumerated().map { index, column in
      guard wanted.contains(index) else { return [] }
      return batch.columns[column].map { $0 == .missing ? 0 : axis.slot(of: $0) }
    }
  }

  /// For each instant by which something is counted by day, the day of each row on the axis.
  private func days(_ batch: RecordBatch, _ slotColumns: [[Int]]) -> [[Int]] {
    var columns = [[Int]](repeating: [], count: program.instants.count)
    guard let days = program.days else { return columns }
    for case (.at(let instant), .some) in program.steps.map({ ($0.place, $0.daily) })
    where columns[instant].isEmpty {
      let (values, slots) = (batch.columns[program.instants[instant]], slotColumns[instant])
      let end = program.axis.boundaries.count
      columns[instant] = values.indices.map { row in
        slots[row] == 0 || slots[row] == end ? 0 : days.day(of: values[row])
      }
    }
    return columns
  }

  public mutating func merge(_ other: PartialAggregate) {
    for i in sums.indices { add(other.sums[i], to: i) }
    for i in moments.indices { moments[i].merge(other.moments[i]) }
    for i in dayCounts.indices { addDaily(Int64(other.dayCounts[i]), to: i) }
    hasOverflowed = hasOverflowed || other.hasOverflowed
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

  /// Sorts what quantiles need, and adds up days.
  mutating func finish() {
    foldDays()
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

  /// The sums by slot of what is counted by day.
  private mutating func foldDays() {
    guard let days = program.days else { return }
    for step in program.steps {
      guard let daily = step.daily else { continue }
      for group in 0..<program.dailyGroups {
        let first = (daily * program.dailyGroups + group) * days.count
        let cell = step.cells * layout.count + group * step.slots
        for (slot, range) in days.slots.enumerated() {
          for day in range { add(Int64(dayCounts[first + day]), to: cell + slot) }
        }
      }
    }
  }

  /// - Parameters:
  ///   - slot: of each row.
  ///   - day: likewise, where the step is counted by day.
  private mutating func add(
    _ step: MeasureProgram.Step, _ rows: [Int], _ slot: [Int], _ day: [Int], _ batch: RecordBatch,
    _ groups: [[Int]]
  ) {
    if rows.isEmpty { return }
    let base = step.cells * layout.count
    let slots = step.slots
    switch step.store {
    case .sums: break
    case .values:
      for grouping in groups {
        for row in rows {
          guard let value = step.value(row, batch.columns) else { continue }
          distributions[base + grouping[row] * slots + slot[row]].add(value)
        }
      }
      return
    case .powers:
      for grouping in groups {
        for row in rows {
          guard let value = step.value(row, batch.columns) else { continue }
          moments[base + grouping[row] * slots + slot[row]].add(powersOf: value, sign: 1)
        }
      }
      return
    case .products:
      for grouping in groups {
        for row in rows {
          guard let value = step.value(row, batch.columns),
            let other = step.value(step.other, row, batch.columns)
          else { continue }
          moments[base + grouping[row] * slots + slot[row]].add(value, other, sign: 1)
        }
      }
      return
    }
    let isCount = if case .one = step.worth { true } else { false }
    for (place, grouping) in groups.enumerated() {
      let daily = program.isDaily(grouping: place) ? step.daily : nil
      let firstDay = (daily ?? 0) * program.dailyGroups * (program.days?.count ?? 0)
      let days = program.days?.count ?? 0
      switch (step.countsTicketsOnce, daily != nil) {
      case (true, _):
        addOnce(step, rows, slot, daily == nil ? nil : (firstDay, day), batch, grouping)
      case (false, true) where isCount:
        for row in rows { dayCounts[firstDay + grouping[row] * days + day[row]] &+= 1 }
      case (false, true):
        for row in rows {
          guard let value = step.value(row, batch.columns) else { continue }
          addDaily(value, to: firstDay + grouping[row] * days + day[row])
        }
      case (false, false) where isCount:
        for row in rows { sums[base + grouping[row] * slots + slot[row]] &+= 1 }
      case (false, false):
        for row in rows {
          guard let value = step.value(row, batch.columns) else { continue }
          add(value, to: base + grouping[row] * slots + slot[row])
        }
      }
    }
  }

  /// Counts a ticket once in each cell; its moments follow one another.
  private mutating func addOnce(
    _ step: MeasureProgram.Step, _ rows: [Int], _ slot: [Int], _ daily: (first: Int, day: [Int])?,
    _ batch: RecordBatch, _ grouping: [Int]
  ) {
    let base = step.cells * layout.count
    let tickets = batch.columns[program.ticketRow]
    let days = program.days?.count ?? 0
    var ticket = Int64.missing
    var counted: [Int] = []
    for row in rows {
      guard let value = step.value(row, batch.columns) else { continue }
      let cell = base + grouping[row] * step.slots + slot[row]
      if tickets[row] != ticket {
        ticket = tickets[row]
        counted.removeAll(keepingCapacity: true)
      } else if counted.contains(cell) {
        continue
      }
      counted.append(cell)
      if let daily {
        addDaily(value, to: daily.first + grouping[row] * days + daily.day[row])
      } else {
        add(value, to: cell)
      }
    }
  }

  @inline(__always)
  private mutating func addDaily(_ value: Int64, to cell: Int) {
    let (sum, isTooGreat) = dayCounts[cell].addingReportingOverflow(
      Int32(truncatingIfNeeded: value))
    dayCounts[cell] = sum
    if isTooGreat || Int32(exactly: value) == nil { hasOverflowed = true }
  }

  @inline(__always)
  private mutating func add(_ value: Int64, to cell: Int) {
    let (sum, isTooGreat) = sums[cell].addingReportingOverflow(value)
    sums[cell] = sum
    if isTooGreat { hasOverflowed = true }
  }

  /// Counts each row in every period at whose end it stands; slot 0 is the start of the axis.
  private mutating func addStanding(
    _ step: MeasureProgram.Step, _ rows: [Int], _ batch: RecordBatch, _ from: Int, _ until: Int,
    _ groups: [[Int]]
  ) {
    let boundaries = program.axis.boundaries
    let base = step.cells * layout.count
    let (starts, ends) = (batch.columns[from], batch.columns[until])
    // The age of a spell is that of its ticket.
    let births = batch.schema.index(of: "created").map { batch.columns[$0] } ?? starts
    for row in rows where starts[row] != .missing {
      let first = program.axis.slot(of: starts[row])
      let end = ends[row] == .missing ? boundaries.count : program.axis.slot(of: ends[row])
      // Standing at a boundary: begun before it, and not ended before it.
      for boundary in first..<max(first, end) {
        let age = program.age(births[row], at: boundaries[boundary], row, batch.columns)
        guard step.ageTests.allSatisfy({ $0.0.holds(age, $0.1) }) else { continue }
        for grouping in groups {
          let cell = base + grouping[row] * step.slots + boundary
          if step.isDistributed {
            distributions[cell].add(age)
          } else {
            sums[cell] += 1
          }
        }
      }
    }
  }

  /// The sum of a step for a group in a slot.
  func sum(_ step: MeasureProgram.Step, _ group: Int, _ slot: Int) -> Int64 {
    sums[step.cells * layout.count + group * step.slots + slot]
  }

  func distribution(_ step: MeasureProgram.Step, _ group: Int, _ slot: Int) -> Distribution {
    distributions[step.cells * layout.count + group * step.slots + slot]
  }

  func moments(_ step: MeasureProgram.Step, _ group: Int, _ slot: Int) -> Moments {
    moments[step.cells * layout.count + group * step.slots + slot]
  }

  /// How many records of a step a group has on a day of the axis.
  func count(_ daily: Int, _ group: Int, day: Int) -> Int {
    Int(dayCounts[(daily * program.dailyGroups + group) * (program.days?.count ?? 0) + day])
  }
}
